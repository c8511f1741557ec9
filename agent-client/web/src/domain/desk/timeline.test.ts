import { expect, test } from "vitest";
import { aBrief } from "./fixtures";
import { withWords } from "./timeline";

const BRIEFS = [
  aBrief({ name: "1", summary: "Invoice 48107", agentDisplayName: "Chen Li" }),
  aBrief({ name: "2", summary: "发票 问题", note: "two invoices" }),
  aBrief({ name: "3", channel: "email", subject: "Delivery late" }),
];
const names = (words: string) => withWords(BRIEFS, words).map(({ name }) => name);

test("no words: all of them", () => {
  expect(withWords(BRIEFS, "  ")).toBe(BRIEFS);
});

test("words are found in summary, note, subject and agent, in any case", () => {
  expect(names("INVOICE")).toEqual(["1", "2"]);
  expect(names("late")).toEqual(["3"]);
  expect(names("chen")).toEqual(["1"]);
});

test("every word must be there", () => {
  expect(names("invoice chen")).toEqual(["1"]);
  expect(names("invoice late")).toEqual([]);
});

test("Chinese is found by its signs", () => {
  expect(names("票")).toEqual(["2"]);
});
