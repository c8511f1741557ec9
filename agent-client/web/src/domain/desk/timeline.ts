// Looking for words in what was read of a timeline. The contract reads it by channel and in pages;
// what is asked for is found in them.

import type { Brief } from "./values";

export const SEARCHED_BY_ITSELF = 400; // Contacts that are read for words; beyond it is asked.

const textOf = ({ summary, subject, note, outcome, agentDisplayName }: Brief) =>
  [summary, subject, note, outcome, agentDisplayName].join("\n").toLocaleLowerCase();

// Those that hold every word, in their order.
export function withWords(briefs: readonly Brief[], words: string): readonly Brief[] {
  const wanted = words
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (wanted.length === 0) return briefs;
  return briefs.filter((brief) => {
    const text = textOf(brief);
    return wanted.every((word) => text.includes(word));
  });
}
