// Reports: which time and how finely, and the lines of the charts. A line is made from the sums of
// counts over the queues that are shown, never from ratios of ratios.

import type { QueueReportRow } from "$proto/report_pb";
import { ReportInterval } from "$proto/report_pb";
import { ServiceLevelFormula } from "$proto/queue_pb";
import { toMs } from "../shared/clock";
import { countsOf } from "./boardQueues";
import {
  abandonedRatio,
  addCounts,
  answerSpeedMs,
  handleMeanMs,
  noCounts,
  serviceLevel,
} from "./figures";
import type { Counts } from "./figures";
import { addForetold, foretoldOf, noForetold } from "./foretold";
import type { Foretold } from "./foretold";

export const INTERVALS = ["quarter", "half", "hour", "day", "week", "month"] as const;
export type Interval = (typeof INTERVALS)[number];

export interface ReportQuery {
  // Days of the calendar, YYYY-MM-DD, both included.
  readonly from: string;
  readonly to: string;
  readonly every: Interval;
}

export function intervalOf(every: Interval): ReportInterval {
  switch (every) {
    case "quarter":
      return ReportInterval.QUARTER_HOUR;
    case "half":
      return ReportInterval.HALF_HOUR;
    case "hour":
      return ReportInterval.HOUR;
    case "day":
      return ReportInterval.DAY;
    case "week":
      return ReportInterval.WEEK;
    case "month":
      return ReportInterval.MONTH;
  }
}

// The longest time by interval, in days: about 700 points on a line, and what the server allows.
const DAYS_MAX: Readonly<Record<Interval, number>> = {
  quarter: 7,
  half: 14,
  hour: 31,
  day: 400,
  week: 400,
  month: 400,
};

export function daysMax(every: Interval): number {
  return DAYS_MAX[every];
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

// Whether there is such a day: 2026-02-30 is none.
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export function daysIn(query: ReportQuery): number {
  return Math.round((Date.parse(query.to) - Date.parse(query.from)) / DAY_MS) + 1;
}

export type QueryFault = "order" | "tooLong";

export function faultOf(query: ReportQuery): QueryFault | undefined {
  const days = daysIn(query);
  if (days < 1) return "order";
  return days > daysMax(query.every) ? "tooLong" : undefined;
}

export const PRESETS = ["today", "yesterday", "week", "days7", "month", "days30"] as const;
export type Preset = (typeof PRESETS)[number];

// `today` is the day of the site's calendar.
export function presetQuery(preset: Preset, today: string): ReportQuery {
  const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7; // 0: Monday.
  switch (preset) {
    case "today":
      return { from: today, to: today, every: "half" };
    case "yesterday":
      return { from: addDays(today, -1), to: addDays(today, -1), every: "half" };
    case "week":
      return { from: addDays(today, -weekday), to: today, every: "hour" };
    case "days7":
      return { from: addDays(today, -6), to: today, every: "hour" };
    case "month":
      return { from: `${today.slice(0, 8)}01`, to: today, every: "day" };
    case "days30":
      return { from: addDays(today, -29), to: today, every: "day" };
  }
}

// All queues together, in one interval.
export interface ReportPoint {
  readonly startMs: number;
  readonly endMs: number;
  readonly counts: Counts;
  readonly foretold: Foretold;
  // True when the interval is not over.
  readonly open: boolean;
}

export function reportPoints(rows: readonly QueueReportRow[]): readonly ReportPoint[] {
  const points = new Map<number, ReportPoint>();
  for (const row of rows) {
    const startMs = row.startTime === undefined ? 0 : toMs(row.startTime);
    const endMs = row.endTime === undefined ? startMs : toMs(row.endTime);
    const known = points.get(startMs);
    points.set(startMs, {
      startMs,
      endMs,
      counts: addCounts(known?.counts ?? noCounts, countsOf(row.counts)),
      foretold: addForetold(known?.foretold ?? noForetold, foretoldOf(row.counts)),
      open: row.open || (known?.open ?? false),
    });
  }
  return [...points.values()].sort((one, other) => one.startMs - other.startMs);
}

// Where nothing was counted the server sends no row. A gap of short intervals is filled with one
// empty point after its beginning and one before its end, so that volumes fall to nothing between
// and lines of ratios break.
export function withGaps(points: readonly ReportPoint[]): readonly ReportPoint[] {
  const filled: ReportPoint[] = [];
  for (const point of points) {
    const last = filled.at(-1);
    if (last !== undefined && point.startMs > last.endMs) {
      const spanMs = last.endMs - last.startMs;
      const first = { startMs: last.endMs, endMs: last.endMs + spanMs };
      const empty = { counts: noCounts, foretold: noForetold, open: false };
      filled.push({ ...first, ...empty });
      const before = { startMs: point.startMs - spanMs, endMs: point.startMs };
      if (before.startMs > first.startMs) filled.push({ ...before, ...empty });
    }
    filled.push(point);
  }
  return filled;
}

// Lines by time. Null: no data.
export interface ReportLines {
  readonly seconds: readonly number[]; // Beginnings, since the epoch.
  readonly level: readonly (number | null)[]; // Percent.
  readonly lost: readonly (number | null)[]; // Percent.
  readonly offered: readonly number[];
  readonly answered: readonly number[];
  readonly abandoned: readonly number[];
  readonly answerSpeed: readonly (number | null)[]; // Seconds.
  readonly longest: readonly (number | null)[]; // Seconds.
  readonly handle: readonly (number | null)[]; // Seconds.
}

const percent = (ratio: number | undefined) => (ratio === undefined ? null : ratio * 100);
const seconds = (ms: number | undefined) => (ms === undefined ? null : ms / 1000);

export function reportLines(
  points: readonly ReportPoint[],
  formula: ServiceLevelFormula,
): ReportLines {
  const counts = points.map((point) => point.counts);
  return {
    seconds: points.map((point) => point.startMs / 1000),
    level: counts.map((one) => percent(serviceLevel(one, formula))),
    lost: counts.map((one) => percent(abandonedRatio(one))),
    offered: counts.map((one) => one.offered),
    answered: counts.map((one) => one.answered),
    abandoned: counts.map((one) => one.abandoned),
    answerSpeed: counts.map((one) => seconds(answerSpeedMs(one))),
    longest: counts.map((one) => seconds(one.waitMaxMs > 0 ? one.waitMaxMs : undefined)),
    handle: counts.map((one) => seconds(handleMeanMs(one))),
  };
}
