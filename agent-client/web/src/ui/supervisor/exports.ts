// The shown tables as cells of a CSV: the same rows, order and filters as on the screen. Ratios are
// 0–1 and times are seconds, as numbers, so that spreadsheets can reckon with them.

import { m } from "$messages";
import type { Alert } from "$proto/alert_pb";
import type { BoardAgent } from "$proto/board_pb";
import { agentTickets, oldestTicketMs } from "../../domain/board/boardTickets";
import { linkQuality, roundTripMs, sinceMs } from "../../domain/board/agentTable";
import {
  abandonedRatio,
  answerSpeedMs,
  handleMeanMs,
  serviceLevel,
} from "../../domain/board/figures";
import {
  actualMeanMs,
  errorMeanMs,
  foretoldMeanMs,
  longerThanP90,
  p50Ratio,
  p90Ratio,
} from "../../domain/board/foretold";
import {
  dayLevel,
  dayLost,
  intervalLevel,
  intervalLost,
  longestWaitMs,
} from "../../domain/board/boardQueues";
import type { QueueRow } from "../../domain/board/boardQueues";
import type { Cell } from "../../domain/board/csv";
import type { WaitingRow } from "../../domain/board/waiting";
import type { ReportPoint } from "../../domain/board/report";
import type { ServiceLevelFormula } from "$proto/queue_pb";
import { toMs } from "../../domain/shared/clock";
import { alertTopicText, stateText } from "../board/figureWords";

type Cells = readonly (readonly Cell[])[];

const seconds = (ms: number | undefined) => (ms === undefined ? undefined : Math.floor(ms / 1000));
const isoTime = (ms: number) => new Date(ms).toISOString();

export function queueCells(rows: readonly QueueRow[], nowMs: number | undefined): Cells {
  const head = [
    m.board_col_queue(),
    m.board_col_waiting(),
    m.board_csv_seconds({ column: m.board_col_longest() }),
    m.board_csv_interval({ column: m.board_col_level() }),
    m.board_csv_interval({ column: m.board_col_lost_ratio() }),
    m.board_csv_today({ column: m.board_col_level() }),
    m.board_csv_today({ column: m.board_col_lost_ratio() }),
    m.board_col_ready(),
    m.board_col_staffed(),
    m.board_col_offered(),
    m.board_col_answered(),
    m.board_col_abandoned(),
    m.board_csv_tickets({ column: m.board_col_tickets_open() }),
    m.board_csv_tickets({ column: m.board_col_tickets_waiting() }),
    m.board_csv_tickets({ column: m.board_col_tickets_offered() }),
    m.board_csv_seconds({ column: m.board_csv_tickets({ column: m.board_col_tickets_oldest() }) }),
    m.board_csv_tickets({ column: m.board_col_tickets_pending() }),
    m.board_col_clocks_warned(),
    m.board_col_clocks_breached(),
  ];
  const body = rows.map((row) => [
    row.label,
    row.waiting,
    seconds(nowMs === undefined ? undefined : longestWaitMs(row, nowMs)),
    intervalLevel(row),
    intervalLost(row),
    dayLevel(row),
    dayLost(row),
    row.ready,
    row.staffed,
    row.day.offered,
    row.day.answered,
    row.day.abandoned,
    row.tickets?.open ?? 0,
    row.tickets?.waiting ?? 0,
    row.tickets?.offered ?? 0,
    seconds(
      nowMs === undefined || row.tickets === undefined
        ? undefined
        : oldestTicketMs(row.tickets, nowMs),
    ),
    row.tickets?.pending ?? 0,
    row.tickets?.warned ?? 0,
    row.tickets?.breached ?? 0,
  ]);
  return [head, ...body];
}

export function agentCells(
  rows: readonly BoardAgent[],
  nowMs: number | undefined,
  words: { labelOf: (queue: string) => string; reasonOf: (code: string) => string },
): Cells {
  const head = [
    m.board_col_agent(),
    m.sign_in_login(),
    m.board_col_team(),
    m.board_col_state(),
    m.board_col_reason(),
    m.board_csv_seconds({ column: m.board_col_time_in_state() }),
    m.board_col_queue(),
    m.board_csv_seconds({ column: m.board_col_call() }),
    m.board_csv_milliseconds({ column: m.board_col_link() }),
    m.board_col_agent_tickets(),
    m.board_col_agent_tickets_pending(),
    m.board_col_agent_tickets_offered(),
    m.board_col_agent_tickets_capacity(),
  ];
  const since = (ms: number) => seconds(nowMs === undefined ? undefined : Math.max(0, nowMs - ms));
  const body = rows.map((row) => {
    const { held, pending, offered, capacity } = agentTickets(row);
    return [
      row.displayName,
      row.agent.replace("agents/", ""),
      row.team,
      stateText(row.status?.state),
      words.reasonOf(row.status?.reason ?? ""),
      since(sinceMs(row)),
      words.labelOf(row.callQueue),
      row.callSinceTime === undefined ? undefined : since(toMs(row.callSinceTime)),
      linkQuality(row) === "none" ? undefined : roundTripMs(row),
      held,
      pending,
      offered,
      capacity,
    ];
  });
  return [head, ...body];
}

// Analysts see no callers: their cells are empty.
export function waitingCells(
  rows: readonly WaitingRow[],
  nowMs: number | undefined,
  labelOf: (queue: string) => string,
): Cells {
  const head = [
    m.board_col_place(),
    m.board_col_caller(),
    m.board_csv_number(),
    m.board_csv_tier(),
    m.board_col_queue(),
    m.board_csv_seconds({ column: m.board_col_waits() }),
  ];
  const body = rows.map(({ entry, sinceMs }) => [
    entry.position,
    entry.callerDisplayName,
    entry.number?.formatted ?? "",
    entry.tier,
    labelOf(entry.queue),
    seconds(nowMs === undefined ? undefined : Math.max(0, nowMs - sinceMs)),
  ]);
  return [head, ...body];
}

export function alertCells(alerts: readonly Alert[]): Cells {
  const time = (alert: Alert, key: "raiseTime" | "acknowledgeTime" | "clearTime") => {
    const value = alert[key];
    return value === undefined ? "" : isoTime(toMs(value));
  };
  const head = [
    m.board_col_queue(),
    m.board_col_figure(),
    m.board_col_limit(),
    m.board_col_value(),
    m.board_col_raised(),
    m.board_col_acknowledged(),
    m.board_col_acknowledged_by(),
    m.board_col_cleared(),
  ];
  const body = alerts.map((alert) => [
    alert.queueDisplayName,
    alertTopicText(alert),
    alert.rule?.limit,
    alert.ticket === undefined ? alert.raisedValue : Number(alert.ticket.number),
    time(alert, "raiseTime"),
    time(alert, "acknowledgeTime"),
    alert.acknowledgedBy,
    time(alert, "clearTime"),
  ]);
  return [head, ...body];
}

export function reportCells(points: readonly ReportPoint[], formula: ServiceLevelFormula): Cells {
  const head = [
    m.board_col_begin(),
    m.board_col_end(),
    m.board_col_offered(),
    m.board_col_answered(),
    m.board_col_abandoned(),
    m.board_col_level(),
    m.board_col_lost_ratio(),
    m.board_csv_seconds({ column: m.board_col_asa() }),
    m.board_csv_seconds({ column: m.board_col_longest() }),
    m.board_csv_seconds({ column: m.board_col_aht() }),
    m.board_col_foretold(),
    m.board_col_foretold_answered(),
    m.board_col_foretold_p50(),
    m.board_col_foretold_p90(),
    m.board_col_foretold_longer(),
    m.board_csv_seconds({ column: m.board_col_foretold_mean() }),
    m.board_csv_seconds({ column: m.board_col_foretold_actual() }),
    m.board_csv_seconds({ column: m.board_col_foretold_error() }),
    m.board_col_foretold_abandoned(),
    m.board_col_foretold_elsewhere(),
  ];
  const body = points.map(({ startMs, endMs, counts, foretold }) => [
    isoTime(startMs),
    isoTime(endMs),
    counts.offered,
    counts.answered,
    counts.abandoned,
    serviceLevel(counts, formula),
    abandonedRatio(counts),
    seconds(answerSpeedMs(counts)),
    seconds(counts.waitMaxMs),
    seconds(handleMeanMs(counts)),
    foretold.offered,
    foretold.answered,
    p50Ratio(foretold),
    p90Ratio(foretold),
    longerThanP90(foretold),
    seconds(foretoldMeanMs(foretold)),
    seconds(actualMeanMs(foretold)),
    seconds(errorMeanMs(foretold)),
    foretold.abandoned,
    foretold.overflowed,
  ]);
  return [head, ...body];
}
