import { expect, test } from "vitest";
import { UNASKED, isAsked, pressed } from "./confirm";

test("the first press asks, the second one confirms", () => {
  const first = pressed(UNASKED, 1_000);
  const second = pressed(first.next, 1_400);

  expect(first.confirmed).toBe(false);
  expect(isAsked(first.next, 1_000)).toBe(true);
  expect(second.confirmed).toBe(true);
  expect(isAsked(second.next, 1_400)).toBe(false);
});

test("a double click confirms nothing, and the question stays", () => {
  const first = pressed(UNASKED, 1_000);
  const second = pressed(first.next, 1_399);

  expect(second.confirmed).toBe(false);
  expect(isAsked(second.next, 1_500)).toBe(true);
  expect(pressed(second.next, 1_799).confirmed).toBe(true);
});

test("a key that is held down confirms nothing", () => {
  let held = pressed(UNASKED, 0);
  for (let ms = 30; ms <= 3_000; ms += 30) {
    held = pressed(held.next, ms);
    expect(held.confirmed).toBe(false);
  }
});

test("a question that nobody answered is asked anew", () => {
  const first = pressed(UNASKED, 1_000);

  expect(isAsked(first.next, 5_999)).toBe(true);
  expect(isAsked(first.next, 6_000)).toBe(false);
  expect(pressed(first.next, 6_000).confirmed).toBe(false);
});

test("what was just done is not asked again within a second", () => {
  const done = pressed(pressed(UNASKED, 0).next, 500);

  expect(isAsked(pressed(done.next, 1_499).next, 1_499)).toBe(false);
  expect(isAsked(pressed(done.next, 1_500).next, 1_500)).toBe(true);
});
