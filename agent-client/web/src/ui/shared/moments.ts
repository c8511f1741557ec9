// Moments by the reader's own clock and language.

import { formatLocale } from "./language";

const DAY_MS = 86_400_000;
const MINUTE = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const DAY = { day: "numeric", month: "short", ...MINUTE } as const;
const FORMATS = {
  today: MINUTE,
  day: DAY,
  year: { year: "numeric", ...DAY },
  precise: { ...MINUTE, second: "2-digit" },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;

// Making a format is slow, and a column of calls has a hundred times in it.
const formats = new Map<string, Intl.DateTimeFormat>();

function written(ms: number, as: keyof typeof FORMATS): string {
  const locale = formatLocale();
  const key = `${locale} ${as}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, FORMATS[as]);
  formats.set(key, format);
  return format.format(ms);
}

// A moment by the agent's own clock and language: today only the time.
export function momentText(ms: number, nowMs: number): string {
  const today = new Date(nowMs).toDateString() === new Date(ms).toDateString();
  if (today) return written(ms, "today");
  return written(ms, Math.abs(nowMs - ms) > 300 * DAY_MS ? "year" : "day");
}

export function preciseTime(ms: number): string {
  return written(ms, "precise");
}
