// What a board says of queues, from the entries that the server sent: the columns, the figures that
// are held against limits, and the sums over all queues.

import type { Duration } from "@bufbuild/protobuf/wkt";
import { toMs } from "../shared/clock";
import { AlertRule_Figure } from "$proto/alert_pb";
import type { Alert, AlertRule } from "$proto/alert_pb";
import type { BoardQueue } from "$proto/board_pb";
import type { QueueCounts } from "$proto/figures_pb";
import { ServiceLevelFormula } from "$proto/queue_pb";
import { queueTickets } from "./boardTickets";
import type { QueueTickets } from "./boardTickets";
import { abandonedRatio, addCounts, noCounts, serviceLevel } from "./figures";
import type { Counts } from "./figures";
import { standing } from "./marks";
import type { Limit, Standing } from "./marks";

const spanMs = (span: Duration | undefined) => (span === undefined ? 0 : toMs(span));

export function countsOf(counts: QueueCounts | undefined): Counts {
  if (counts === undefined) return noCounts;
  return {
    offered: Number(counts.offeredCount),
    answered: Number(counts.answeredCount),
    answeredWithin: Number(counts.answeredWithinCount),
    abandoned: Number(counts.abandonedCount),
    abandonedWithin: Number(counts.abandonedWithinCount),
    abandonedShort: Number(counts.abandonedShortCount),
    passedThreshold: Number(counts.passedThresholdCount),
    handled: Number(counts.handledCount),
    answeredWaitMs: spanMs(counts.answeredWaitDuration),
    abandonedWaitMs: spanMs(counts.abandonedWaitDuration),
    waitMaxMs: spanMs(counts.waitMaxDuration),
    talkMs: spanMs(counts.talkDuration),
    holdMs: spanMs(counts.holdDuration),
    afterCallWorkMs: spanMs(counts.afterCallWorkDuration),
  };
}

export interface QueueRow {
  // `queues/{queue}`.
  readonly name: string;
  readonly label: string;
  readonly waiting: number;
  // By the server's clock. Undefined: nobody waits.
  readonly longestSinceMs: number | undefined;
  readonly talking: number;
  readonly ready: number;
  readonly busy: number;
  readonly notReady: number;
  readonly staffed: number;
  readonly formula: ServiceLevelFormula;
  // Of the present quarter of an hour, and of the day.
  readonly interval: Counts;
  readonly intervalStartMs: number | undefined;
  readonly day: Counts;
  readonly targetRatio: number | undefined;
  readonly expectedMs: readonly [number, number] | undefined;
  // Undefined: it has none.
  readonly tickets: QueueTickets | undefined;
  // True while the link to its telephone system is lost.
  readonly stale: boolean;
  // What supervisors are alerted of, as configured.
  readonly rules: readonly AlertRule[];
  // Beyond what a board warns. Undefined: never.
  readonly warnWaiting: number | undefined;
  readonly warnWaitMs: number | undefined;
}

export function queueRow(entry: BoardQueue): QueueRow {
  const queue = entry.queue;
  const since = entry.longestWaitingSinceTime;
  const lower = entry.expectedWaitP50Duration;
  const upper = entry.expectedWaitP90Duration;
  return {
    name: queue?.name ?? "",
    label: queue?.displayName ?? "",
    waiting: entry.waitingCount,
    longestSinceMs: since === undefined ? undefined : toMs(since),
    talking: entry.talkingCount,
    ready: entry.readyCount,
    busy: entry.busyCount,
    notReady: entry.notReadyCount,
    staffed: entry.staffedCount,
    formula: queue?.serviceLevelFormula ?? ServiceLevelFormula.UNSPECIFIED,
    interval: countsOf(entry.intervalCounts),
    intervalStartMs:
      entry.intervalStartTime === undefined ? undefined : toMs(entry.intervalStartTime),
    day: countsOf(entry.dayCounts),
    targetRatio: queue?.serviceLevelTargetRatio,
    expectedMs: lower === undefined || upper === undefined ? undefined : [toMs(lower), toMs(upper)],
    tickets: queueTickets(entry),
    stale: entry.stale,
    rules: queue?.alertRules ?? [],
    warnWaiting: queue?.waitingWarningCount || undefined,
    warnWaitMs:
      queue?.waitWarningDuration === undefined ? undefined : toMs(queue.waitWarningDuration),
  };
}

export function longestWaitMs(row: QueueRow, serverMs: number): number | undefined {
  return row.longestSinceMs === undefined ? undefined : Math.max(0, serverMs - row.longestSinceMs);
}

export const intervalLevel = (row: QueueRow) => serviceLevel(row.interval, row.formula);
export const dayLevel = (row: QueueRow) => serviceLevel(row.day, row.formula);
export const intervalLost = (row: QueueRow) => abandonedRatio(row.interval);
export const dayLost = (row: QueueRow) => abandonedRatio(row.day);

const names = new Intl.Collator(undefined, { numeric: true });

// An entry that did not change keeps its row, so that a screen writes only those that did.
const made = new WeakMap<BoardQueue, QueueRow>();

function keptRow(entry: BoardQueue): QueueRow {
  const known = made.get(entry);
  if (known !== undefined) return known;
  const row = queueRow(entry);
  made.set(entry, row);
  return row;
}

export function queueRows(entries: Iterable<BoardQueue>): readonly QueueRow[] {
  return [...entries].map(keptRow).sort((one, other) => names.compare(one.label, other.label));
}

export interface BoardTotals {
  readonly waiting: number;
  readonly longestSinceMs: number | undefined;
  readonly talking: number;
  readonly interval: Counts;
  readonly day: Counts;
  readonly intervalStartMs: number | undefined;
  // One formula for all: that of the queues when they agree, else the default.
  readonly formula: ServiceLevelFormula;
  // The target of the queues when they agree.
  readonly targetRatio: number | undefined;
}

function agreed<T>(values: readonly T[]): T | undefined {
  const [first, ...rest] = values;
  return rest.every((value) => value === first) ? first : undefined;
}

export function totalsOf(rows: readonly QueueRow[]): BoardTotals {
  const since = rows.map((row) => row.longestSinceMs).filter((time) => time !== undefined);
  const starts = rows.map((row) => row.intervalStartMs).filter((time) => time !== undefined);
  const targets = rows.map((row) => row.targetRatio).filter((target) => target !== undefined);
  return {
    waiting: rows.reduce((sum, row) => sum + row.waiting, 0),
    longestSinceMs: since.length === 0 ? undefined : Math.min(...since),
    talking: rows.reduce((sum, row) => sum + row.talking, 0),
    interval: rows.map((row) => row.interval).reduce(addCounts, noCounts),
    day: rows.map((row) => row.day).reduce(addCounts, noCounts),
    intervalStartMs: starts.length === 0 ? undefined : Math.min(...starts),
    formula: agreed(rows.map((row) => row.formula)) ?? ServiceLevelFormula.UNSPECIFIED,
    targetRatio: agreed(targets),
  };
}

export function longestOf(totals: BoardTotals, serverMs: number): number | undefined {
  const since = totals.longestSinceMs;
  return since === undefined ? undefined : Math.max(0, serverMs - since);
}

// Of the present quarter of an hour.
export const totalLevel = (totals: BoardTotals) => serviceLevel(totals.interval, totals.formula);

// The figures of a queue that may be over a limit.
const LIMITED_FIGURES = ["waiting", "wait", "level", "lost", "ready", "staffed"] as const;
export type LimitedFigure = (typeof LIMITED_FIGURES)[number];

export type RowLimits = Readonly<Partial<Record<LimitedFigure, Limit>>>;

export function figureOf(figure: AlertRule_Figure): LimitedFigure | undefined {
  switch (figure) {
    case AlertRule_Figure.WAITING_COUNT:
      return "waiting";
    case AlertRule_Figure.LONGEST_WAIT_SECONDS:
      return "wait";
    case AlertRule_Figure.SERVICE_LEVEL_RATIO:
      return "level";
    case AlertRule_Figure.ABANDONED_RATIO:
      return "lost";
    case AlertRule_Figure.READY_COUNT:
      return "ready";
    case AlertRule_Figure.STAFFED_COUNT:
      return "staffed";
    case AlertRule_Figure.UNSPECIFIED:
      return undefined;
    default:
      return undefined;
  }
}

// Limits in the units of the rows: milliseconds for waits.
function ruleLimits(rules: readonly AlertRule[]): RowLimits {
  const limits: Partial<Record<LimitedFigure, Limit>> = {};
  for (const rule of rules) {
    const figure = figureOf(rule.figure);
    if (figure === undefined) continue;
    const below = figure === "level" || figure === "ready" || figure === "staffed";
    const value = figure === "wait" ? rule.limit * 1000 : rule.limit;
    limits[figure] = { value, brokenWhen: below ? "below" : "above" };
  }
  return limits;
}

// The limits of a queue. An alert rule comes before the limit from which on a board warns.
export function limitsOf(row: QueueRow): RowLimits {
  const limits: Partial<Record<LimitedFigure, Limit>> = {};
  if (row.warnWaiting !== undefined) {
    limits.waiting = { value: row.warnWaiting, brokenWhen: "above" };
  }
  if (row.warnWaitMs !== undefined) limits.wait = { value: row.warnWaitMs, brokenWhen: "above" };
  Object.assign(limits, ruleLimits(row.rules));
  if (row.targetRatio !== undefined) {
    limits.level = { value: row.targetRatio, brokenWhen: "below" };
  }
  return limits;
}

export function limitsByQueue(rows: readonly QueueRow[]): ReadonlyMap<string, RowLimits> {
  return new Map(rows.map((row) => [row.name, limitsOf(row)]));
}

export function waitingByQueue(rows: readonly QueueRow[]): ReadonlyMap<string, number> {
  return new Map(rows.map((row) => [row.name, row.waiting]));
}

export function figureValue(
  row: QueueRow,
  figure: LimitedFigure,
  serverMs: number,
): number | undefined {
  switch (figure) {
    case "waiting":
      return row.waiting;
    case "wait":
      return longestWaitMs(row, serverMs);
    case "level":
      return intervalLevel(row);
    case "lost":
      return intervalLost(row);
    case "ready":
      return row.ready;
    case "staffed":
      return row.staffed;
  }
}

export function markKey(queue: string, figure: LimitedFigure): string {
  return `${queue} ${figure}`;
}

// How every figure of every queue that has a limit stands, by `markKey`.
export function standingsOf(
  rows: readonly QueueRow[],
  limits: ReadonlyMap<string, RowLimits>,
  serverMs: number,
): ReadonlyMap<string, Standing> {
  const standings = new Map<string, Standing>();
  for (const row of rows) {
    for (const figure of LIMITED_FIGURES) {
      const limit = limits.get(row.name)?.[figure];
      if (limit === undefined) continue;
      const value = figureValue(row, figure, serverMs);
      standings.set(markKey(row.name, figure), standing(value, limit));
    }
  }
  return standings;
}

// Figures with a raised alert, by `markKey`. The server waited before it raised it, so that these
// are over their limits at once.
export function raisedKeys(alerts: Iterable<Alert>): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const alert of alerts) {
    const figure = alert.rule === undefined ? undefined : figureOf(alert.rule.figure);
    if (figure !== undefined) keys.add(markKey(alert.queue, figure));
  }
  return keys;
}
