// What is said of the queues to those who listen: the numbers, and not more often than one can
// hear them. Times that count are not said.

import type { Queue } from "./values";

const SAID_EVERY_MS = 10_000;

export interface Said {
  readonly known: string; // What the listener knows, or found when the page began.
  readonly text: string; // What is said.
  readonly atMs: number | null; // null: nothing is known yet.
}

export const NOTHING_SAID: Said = { known: "", text: "", atMs: null };

// What was said last, or `text` when it is time for it. The first numbers are no news.
export function nextSaid(said: Said, text: string, nowMs: number): Said {
  if (said.atMs === null) return { known: text, text: "", atMs: nowMs };
  if (text === said.known || nowMs - said.atMs < SAID_EVERY_MS) return said;
  return { known: text, text, atMs: nowMs };
}

export function waitingQueues(queues: readonly Queue[]): readonly Queue[] {
  return queues.filter(({ waiting, stale }) => waiting > 0 && !stale);
}
