import { expect, test } from "vitest";
import { bestClock, heard } from "./bestClock";
import { ageSeconds, freshness } from "./freshness";

test("figures are old after five seconds, and the board is dead after fifteen", () => {
  expect(freshness(true, 1_000, 0, 5_999)).toBe("live");
  expect(freshness(true, 1_000, 0, 6_000)).toBe("old");
  expect(freshness(true, 1_000, 0, 15_999)).toBe("old");
  expect(freshness(true, 1_000, 0, 16_000)).toBe("dead");
});

test("a board that never came to life says so after fifteen seconds", () => {
  expect(freshness(false, null, 0, 14_999)).toBe("loading");
  expect(freshness(false, null, 0, 15_000)).toBe("dead");
});

test("the age is in whole seconds, and never negative", () => {
  expect(ageSeconds(1_000, 7_900)).toBe(6);
  expect(ageSeconds(1_000, 500)).toBe(0);
  expect(ageSeconds(null, 500)).toBe(0);
});

test("a heartbeat that was held up does not put the server's clock back", () => {
  const told = heard(heard([], 100_000, 1_000), 102_000, 5_000);

  expect(bestClock(told)).toEqual({ serverMs: 100_000, heardAtMs: 1_000 });
});

test("a clock that was set counts once the older heartbeats are forgotten", () => {
  let told = heard([], 100_000, 0);
  for (let beat = 1; beat <= 15; beat++) told = heard(told, 40_000 + beat * 2_000, beat * 2_000);

  expect(bestClock(told)).toEqual({ serverMs: 42_000, heardAtMs: 2_000 });
});

test("a server that never told has no clock", () => {
  expect(bestClock([])).toBeUndefined();
});
