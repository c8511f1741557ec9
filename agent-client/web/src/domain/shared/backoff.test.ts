import { expect, test } from "vitest";
import { pauseBefore } from "./backoff";

test("comes back at once, then after growing pauses", () => {
  const pauses = [0, 1, 2, 3, 4, 5, 6, 50].map((attempt) => pauseBefore(attempt, 0.5));

  expect(pauses).toEqual([0, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
});

test("spreads a pause by half to either side, up to ten seconds", () => {
  expect(pauseBefore(2, 0)).toBe(500);
  expect(pauseBefore(2, 1)).toBe(1_500);
  expect(pauseBefore(5, 1)).toBe(10_000);
});
