import { expect, test } from "vitest";
import { rowWindow, scrollFor } from "./virtualRows";

test("only the rows in view and a few beyond are in the page", () => {
  const rows = rowWindow(2_000, 40, 4_000, 400);

  expect(rows).toEqual({ first: 92, end: 118, before: 3_680, after: 75_280 });
});

test("the space before and after stands for all other rows", () => {
  const rows = rowWindow(2_000, 40, 12_345, 400);

  expect(rows.before + (rows.end - rows.first) * 40 + rows.after).toBe(80_000);
});

test("a list that became shorter than it was scrolled shows its end", () => {
  expect(rowWindow(5, 40, 4_000, 400)).toEqual({ first: 0, end: 5, before: 0, after: 0 });
});

test("an empty list, and one that is not laid out yet, have no rows", () => {
  expect(rowWindow(0, 40, 0, 400).end).toBe(0);
  expect(rowWindow(10, 0, 0, 400).end).toBe(0);
});

test("a row is scrolled to only when it is not in full view", () => {
  expect(scrollFor(5, 40, 0, 400)).toBeUndefined();
  expect(scrollFor(10, 40, 0, 400)).toBe(40);
  expect(scrollFor(2, 40, 100, 400)).toBe(80);
});
