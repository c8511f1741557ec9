import { expect, test } from "vitest";
import { isOver, nextMs, statesOf } from "./callback";
import { aCallback } from "./fixtures";

test("a choice of groups is the states of all of them", () => {
  expect(statesOf(["due", "done"])).toEqual(["waiting", "reached", "unreached", "cancelled"]);
  expect(statesOf([])).toEqual([]);
});

test("what is next is the end of the lease, or the time of the next attempt", () => {
  const times = { leaseMs: 1, nextAttemptMs: 2, earliestMs: 3 };

  expect(nextMs(aCallback({ ...times, state: "inProgress" }))).toBe(1);
  expect(nextMs(aCallback({ ...times, state: "scheduled" }))).toBe(2);
  expect(nextMs(aCallback({ ...times, state: "scheduled", nextAttemptMs: null }))).toBe(3);
  expect(nextMs(aCallback({ ...times, state: "waiting" }))).toBeNull();
});

test.each(["reached", "unreached", "cancelled"] as const)("%s is over", (state) => {
  expect(isOver(aCallback({ state }))).toBe(true);
  expect(isOver(aCallback({ state: "scheduled" }))).toBe(false);
});
