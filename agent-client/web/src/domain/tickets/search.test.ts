import { expect, test } from "vitest";
import { ticketSearch } from "./search";

test.each([
  ["", { kind: "none" }],
  ["   ", { kind: "none" }],
  ["a", { kind: "short" }],
  ["ab", { kind: "words", text: "ab" }],
  ["货", { kind: "words", text: "货" }],
  [" late   delivery ", { kind: "words", text: "late delivery" }],
  ["12", { kind: "number", name: "tickets/12" }],
  ["#48213", { kind: "number", name: "tickets/48213" }],
  ["12 boxes", { kind: "words", text: "12 boxes" }],
])("“%s” is searched as it is meant", (typed, expected) => {
  expect(ticketSearch(typed)).toEqual(expected);
});

test("no more is searched for than the server takes", () => {
  expect(ticketSearch("a".repeat(300))).toEqual({ kind: "words", text: "a".repeat(200) });
});
