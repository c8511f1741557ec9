import { expect, test } from "vitest";
import { withWords } from "./timeline";
import type { Brief } from "./values";

const aBrief = (name: string, change: Partial<Brief>): Brief => ({
  name,
  channel: "call",
  outbound: false,
  startMs: 0,
  summary: "",
  agentDisplayName: "",
  outcome: "",
  result: "answered",
  note: "",
  subject: "",
  body: "",
  ...change,
});
const BRIEFS = [
  aBrief("1", { summary: "Invoice 48107", agentDisplayName: "Chen Li" }),
  aBrief("2", { summary: "发票 问题", note: "two invoices" }),
  aBrief("3", { channel: "email", subject: "Delivery late" }),
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
