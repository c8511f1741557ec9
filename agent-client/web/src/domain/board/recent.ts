// The counts of the last half hour of each queue. The server tells those since midnight, which only
// grow: what lies between those of now and those of half an hour ago is of that half hour, to the
// call. A board keeps them by the minute; until it has seen half an hour it says since when.

import { noCounts } from "./figures";
import type { Counts } from "./figures";
import type { QueueRow } from "./boardQueues";

export const RECENT_MINUTES = 30;
const MINUTE_MS = 60_000;
const QUEUES_MAX = 1_000;

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
export type Recent = ReadonlyMap<string, readonly Mark[]>;

export const nothingSeen: Recent = new Map();

const minuteOf = (serverMs: number) => Math.floor(serverMs / MINUTE_MS);
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
  return JSON.stringify(
    [...recent].map(([queue, marks]) => [
      queue,
      marks.map(({ minute, counts }) => [minute, ...counts]),
    ]),
  );
}

function markOf(value: unknown): Mark | null {
  if (!Array.isArray(value) || value.length !== KEPT.length + 1) return null;
  const numbers = value as readonly unknown[];
  if (!numbers.every((one) => Number.isSafeInteger(one) && Number(one) >= 0)) return null;
  const [minute = 0, ...counts] = numbers.map(Number);
  return { minute, counts };
}

// What `recentText` wrote. Anything else, e.g. of another version, is nothing.
export function parseRecent(text: string | null): Recent {
  let value: unknown;
  try {
    value = JSON.parse(text ?? "[]");
  } catch {
    return nothingSeen;
  }
  if (!Array.isArray(value)) return nothingSeen;
  const recent = new Map<string, readonly Mark[]>();
  for (const entry of value.slice(0, QUEUES_MAX) as readonly unknown[]) {
    const [queue, marks] = Array.isArray(entry) ? (entry as readonly unknown[]) : [];
    if (typeof queue !== "string" || !Array.isArray(marks)) continue;
    const known = marks.slice(-RECENT_MINUTES - 1).map(markOf);
    recent.set(
      queue,
      known.filter((mark) => mark !== null),
    );
  }
  return recent;
}
