// The shown callbacks as cells of a CSV, see exports.ts.

import { m } from "$messages";
import type { Cell } from "../../domain/board/csv";
import type { Callback } from "../../domain/callbacks/callback";
import { nextMs } from "../../domain/callbacks/callback";
import { callbackStateText, endText, originText } from "../callbacks/words";

const isoTime = (ms: number | null) => (ms === null ? "" : new Date(ms).toISOString());

const whereText = ({ state, end }: Callback) =>
  [callbackStateText(state), endText(end)].filter((text) => text !== "").join(": ");

export function callbackCells(callbacks: readonly Callback[]): readonly (readonly Cell[])[] {
  const head = [
    m.ticket_customer(),
    m.board_csv_number(),
    m.ticket_queue(),
    m.ticket_state(),
    m.board_callbacks_col_why(),
    m.board_callbacks_col_since(),
    m.board_callbacks_col_attempts(),
    m.board_callbacks_col_agent(),
    m.board_callbacks_col_next(),
    m.board_callbacks_recovered(),
    m.board_callbacks_col_ended(),
    m.board_callbacks_col_note(),
  ];
  const body = callbacks.map((callback) => [
    callback.displayName,
    callback.number?.formatted ?? "",
    callback.queueDisplayName,
    whereText(callback),
    originText(callback.origin),
    isoTime(callback.waitStartMs),
    callback.attempts.length,
    callback.agent.replace("agents/", ""),
    isoTime(nextMs(callback)),
    callback.recovered ? 1 : 0,
    isoTime(callback.endMs),
    callback.note,
  ]);
  return [head, ...body];
}
