// Tables as CSV (RFC 4180), for spreadsheets. Names of callers and agents come from outside: a cell
// that a spreadsheet would take for a formula gets an apostrophe before it.

export type Cell = string | number | undefined;

const STARTS_FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;

export function csvCell(cell: Cell): string {
  if (cell === undefined) return "";
  // A number cannot be a formula, and an apostrophe would make it a text.
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell) : "";
  const harmless = STARTS_FORMULA.test(cell) ? `'${cell}` : cell;
  if (!NEEDS_QUOTES.test(harmless)) return harmless;
  return `"${harmless.replaceAll('"', '""')}"`;
}

// The mark at the front makes spreadsheets read it as UTF-8.
export function csvDocument(rows: readonly (readonly Cell[])[]): string {
  return "\uFEFF" + rows.map((row) => row.map(csvCell).join(",") + "\r\n").join("");
}

// A name for the file: without what file systems forbid, and without spaces.
export function csvFileName(topic: string, atMs: number): string {
  const stamp = new Date(atMs).toISOString().slice(0, 16).replace("T", "-").replace(":", "");
  return `jackfield-${topic.replace(/[^\p{L}\p{N}]+/gu, "-")}-${stamp}.csv`;
}
