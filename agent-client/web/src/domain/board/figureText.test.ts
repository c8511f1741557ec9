import { expect, test } from "vitest";
import { countText, differenceText, levelText, percentText, waitText } from "./figureText";

test("no data is a dash, never a zero", () => {
  expect(waitText(undefined)).toBe("–");
  expect(differenceText(undefined)).toBe("–");
  expect(percentText(undefined, 0, "en")).toBe("–");
  expect(countText(undefined, "en")).toBe("–");
});

test("a difference has its sign, and less than a second is none", () => {
  expect(differenceText(10_500)).toBe("+00:10");
  expect(differenceText(-70_000)).toBe("−01:10");
  expect(differenceText(-999)).toBe("+00:00");
});

test("a service level is rounded down, so that a target is not reached by rounding", () => {
  expect(levelText(0.7996, 0, "en")).toBe("79%");
  expect(levelText(0.29, 0, "en")).toBe("29%");
  expect(levelText(1, 0, "en")).toBe("100%");
  expect(levelText(undefined, 0, "en")).toBe("–");
});

test("other shares are rounded to the nearest", () => {
  expect(percentText(0.0619, 1, "en")).toBe("6.2%");
});
