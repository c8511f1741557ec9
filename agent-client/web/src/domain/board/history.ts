// The last hour of a board: how many waited, by the minute. A board on the wall may not read
// reports, so it keeps what it saw; it is stored, so that a reload does not empty the lines.

import { MINUTE_MS, minuteOf, parseStored, storedText } from "./byMinute";
import type { ByQueue } from "./byMinute";

const MINUTES = 60;

// The most who waited at once, by the minute of the server's clock; the oldest minute first.
export interface Sample {
  readonly minute: number;
  readonly most: number;
}
export type History = ByQueue<Sample>;

export const emptyHistory: History = new Map();

export function minuteStart(serverMs: number): number {
  return minuteOf(serverMs) * MINUTE_MS;
}

function withSample(samples: readonly Sample[], minute: number, waiting: number) {
  const last = samples.at(-1);
  if (last?.minute === minute && last.most >= waiting) return samples;
  const kept = samples.filter((sample) => sample.minute > minute - MINUTES);
  if (last === undefined || last.minute < minute) return [...kept, { minute, most: waiting }];
  return kept.map((sample) =>
    sample.minute === minute ? { minute, most: Math.max(sample.most, waiting) } : sample,
  );
}

// Gives the very same history when nothing is new, which is so in most seconds.
export function remember(
  history: History,
  waiting: ReadonlyMap<string, number>,
  serverMs: number,
): History {
  const minute = minuteOf(serverMs);
  const next = new Map<string, readonly Sample[]>();
  let same = waiting.size === history.size;
  for (const [queue, count] of waiting) {
    const before = history.get(queue);
    const samples = withSample(before ?? [], minute, count);
    same &&= samples === before;
    next.set(queue, samples);
  }
  return same ? history : next;
}

// The line of a queue: one figure a minute, the present one last. Null where nothing was seen,
// which is a gap in the line and not a zero.
export function line(
  history: History,
  queue: string,
  serverMs: number,
): readonly (number | null)[] {
  const minute = minuteOf(serverMs);
  const seen = new Map((history.get(queue) ?? []).map((sample) => [sample.minute, sample.most]));
  return Array.from({ length: MINUTES }, (_, index) => {
    return seen.get(minute - MINUTES + 1 + index) ?? null;
  });
}

export type Direction = "rising" | "falling" | "steady";

// Where a figure goes: the present minute against the mean of the five before.
export function direction(samples: readonly (number | null)[]): Direction {
  const now = samples.at(-1) ?? null;
  const before = samples.slice(-6, -1).filter((most) => most !== null);
  if (now === null || before.length === 0) return "steady";
  const mean = before.reduce((sum, most) => sum + most, 0) / before.length;
  if (now >= mean + 1) return "rising";
  return now <= mean - 1 ? "falling" : "steady";
}

// The sum of lines; null in minutes of which no line knows.
export function sumLines(lines: readonly (readonly (number | null)[])[]): (number | null)[] {
  return Array.from({ length: MINUTES }, (_, index) => {
    const known = lines.map((one) => one[index] ?? null).filter((most) => most !== null);
    return known.length === 0 ? null : known.reduce((sum, most) => sum + most, 0);
  });
}

export function historyText(history: History): string {
  return storedText(history, ({ most }) => [most]);
}

// What `historyText` wrote. Anything else is an empty history.
export function parseHistory(text: string | null): History {
  return parseStored(text, MINUTES, (minute, [most, ...rest]) =>
    most === undefined || rest.length > 0 ? null : { minute, most },
  );
}
