import { expect, test } from "vitest";
import { csvCell, csvDocument, csvFileName } from "./csv";
import type { Cell } from "./csv";

test.each<[Cell, string]>([
  ["Sales", "Sales"],
  ["", ""],
  [undefined, ""],
  [12.5, "12.5"],
  [-3, "-3"],
  [Number.NaN, ""],
  ["=1+1", "'=1+1"],
  ["+49 30 901820", "'+49 30 901820"],
  ["-2", "'-2"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["a,b", '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ["two\nlines", '"two\nlines"'],
  ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
])("the cell %j is written %j", (cell, text) => {
  expect(csvCell(cell)).toBe(text);
});

test("a document has a mark of its encoding, and its lines end as RFC 4180 says", () => {
  expect(
    csvDocument([
      ["名", "n"],
      ["王小明", 2],
    ]),
  ).toBe("\uFEFF名,n\r\n王小明,2\r\n");
});

test("a file's name holds no separators of folders", () => {
  const name = csvFileName("a/../b c", Date.UTC(2026, 10, 28, 14, 5));

  expect(name).toBe("jackfield-a-b-c-2026-11-28-1405.csv");
});
