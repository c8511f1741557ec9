// The calls that wait, the longest first.

import type { BoardWaitingCall } from "$proto/board_pb";
import { toMs } from "../shared/clock";

export interface WaitingRow {
  readonly entry: BoardWaitingCall;
  readonly sinceMs: number;
}

// `queue`: only of this one; empty: all.
export function waitingRows(
  calls: Iterable<BoardWaitingCall>,
  queue: string,
): readonly WaitingRow[] {
  return [...calls]
    .filter((entry) => queue === "" || entry.queue === queue)
    .map((entry) => ({
      entry,
      sinceMs: entry.waitingSinceTime === undefined ? 0 : toMs(entry.waitingSinceTime),
    }))
    .sort((one, other) => one.sinceMs - other.sinceMs);
}
