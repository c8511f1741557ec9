import { expect, test } from "vitest";
import { clockText, elapsedMs, leftText, serverNow, toMs } from "./clock";

test("the server's clock goes on from the last message that told it", () => {
  expect(serverNow({ serverMs: 50_000, heardAtMs: 1_000 }, 3_500)).toBe(52_500);
});

test("a time of the contract is in milliseconds", () => {
  expect(toMs({ seconds: 12n, nanos: 345_678_901 })).toBe(12_345);
});

test("nothing lasts less than no time", () => {
  expect(elapsedMs(2_000, 1_900)).toBe(0);
});

test.each([
  [0, "00:00"],
  [59_999, "00:59"],
  [60_000, "01:00"],
  [3_599_000, "59:59"],
  [3_600_000, "1:00:00"],
  [36_061_000, "10:01:01"],
  [-5, "00:00"],
])("%i ms is shown as %s", (ms, text) => {
  expect(clockText(ms)).toBe(text);
});

test("a deadline is over when its last second was shown in full", () => {
  expect(leftText(30_000, 0)).toBe("00:30");
  expect(leftText(30_000, 29_001)).toBe("00:01");
  expect(leftText(30_000, 30_000)).toBe("00:00");
});
