// Saves a table as a file of this computer.

import { csvDocument, csvFileName } from "../../domain/board/csv";
import type { Cell } from "../../domain/board/csv";

export function saveCsv(topic: string, rows: readonly (readonly Cell[])[]): void {
  const blob = new Blob([csvDocument(rows)], { type: "text/csv;charset=utf-8" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = csvFileName(topic, Date.now());
  link.click();
  // The browser has taken the file by the next turn.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 0);
}
