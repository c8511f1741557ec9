import { expect, test } from "vitest";
import { aTicket } from "./fixtures";
import { mayBeAttached, mayBeRated } from "./ties";

const DAY = 24 * 3_600_000;

test.each([
  ["open", null, false],
  ["pending", null, false],
  ["resolved", null, true],
  ["closed", 0, true],
  ["closed", -2 * DAY, true],
  ["closed", -3 * DAY, false],
] as const)("%s since %s, it may be rated: %s", (state, closeMs, may) => {
  expect(mayBeRated(aTicket({ state, closeMs }), 0)).toBe(may);
});

test("what is part of another ticket is not rated", () => {
  expect(mayBeRated(aTicket({ state: "closed", closeMs: 0, mergedInto: "tickets/t9" }), 0)).toBe(
    false,
  );
});

test.each([
  ["https://files.test/1", true],
  ["http://files.test/1", false],
  ["https://", false],
  ["javascript:alert(1)", false],
  ["bill.pdf", false],
])("%s may be attached: %s", (uri, may) => {
  expect(mayBeAttached(uri)).toBe(may);
});
