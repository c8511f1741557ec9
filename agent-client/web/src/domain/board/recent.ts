// The counts of the last half hour of each queue. The server tells those since midnight, which only
// grow: what lies between those of now and those of half an hour ago is of that half hour, to the
// call. A board keeps them by the minute; until it has seen half an hour it says since when.

import { MINUTE_MS, minuteOf, parseStored, storedText } from "./byMinute";
import type { ByQueue } from "./byMinute";
import { noCounts } from "./figures";
import type { Counts } from "./figures";
import type { QueueRow } from "./boardQueues";

export const RECENT_MINUTES = 30;

// Of these the shares of calls are reckoned. All of them only grow in the course of a day.
const KEPT = [
  "answered",
  "answeredWithin",
  "abandoned",
  "abandonedWithin",
  "abandonedShort",
  "passedThreshold",
] as const;

// What was counted since midnight when the minute began, in the order of `KEPT`.
export interface Mark {
  readonly minute: number;
  readonly counts: readonly number[];
}
export type Recent = ByQueue<Mark>;

export const nothingSeen: Recent = new Map();

const countsOf = (day: Counts) => KEPT.map((key) => day[key]);

// A day that counts less than before is a new one: nothing of the old one is kept.
function isNewDay(last: Mark, counts: readonly number[]): boolean {
  return counts.some((count, index) => count < (last.counts[index] ?? 0));
}

function withMark(marks: readonly Mark[], minute: number, counts: readonly number[]) {
  const last = marks.at(-1);
  // The new day began with nothing.
  if (last !== undefined && isNewDay(last, counts)) {
    return [{ minute, counts: KEPT.map(() => 0) }];
  }
  const kept = marks.filter((mark) => mark.minute >= minute - RECENT_MINUTES);
  if (last !== undefined && last.minute >= minute) return kept;
  return [...kept, { minute, counts }];
}

// To be called once a second with what is shown, and never with what is old.
export function see(recent: Recent, rows: readonly QueueRow[], serverMs: number): Recent {
  const minute = minuteOf(serverMs);
  return new Map(
    rows.map((row) => [row.name, withMark(recent.get(row.name) ?? [], minute, countsOf(row.day))]),
  );
}

function since(day: Counts, mark: Mark): Counts {
  const counts = countsOf(day);
  const grown = KEPT.map((key, index) => {
    return [key, Math.max(0, (counts[index] ?? 0) - (mark.counts[index] ?? 0))] as const;
  });
  return { ...noCounts, ...Object.fromEntries(grown) };
}

// The row with the counts of the last half hour in the place of those of the interval, where the
// board has seen more than the interval. `intervalStartMs` is when they begin.
export function recentRow(recent: Recent, row: QueueRow, serverMs: number): QueueRow {
  const first = minuteOf(serverMs) - RECENT_MINUTES;
  const mark = (recent.get(row.name) ?? []).find(({ minute }) => minute >= first);
  if (mark === undefined) return row;
  const startMs = mark.minute * MINUTE_MS;
  if (row.intervalStartMs !== undefined && row.intervalStartMs < startMs) return row;
  return { ...row, interval: since(row.day, mark), intervalStartMs: startMs };
}

// Whether counts that begin at `startMs` are of the whole half hour.
export function isHalfHour(startMs: number | undefined, serverMs: number): boolean {
  if (startMs === undefined) return false;
  return minuteOf(serverMs) - minuteOf(startMs) >= RECENT_MINUTES;
}

export function recentText(recent: Recent): string {
  return storedText(recent, ({ counts }) => counts);
}

// What `recentText` wrote. Anything else is nothing.
export function parseRecent(text: string | null): Recent {
  return parseStored(text, RECENT_MINUTES + 1, (minute, counts) =>
    counts.length === KEPT.length ? { minute, counts } : null,
  );
}
