// A board as the messages that would have told it: for a tab that joins while the stream goes on.

import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { BoardSnapshotSchema } from "$proto/board_pb";
import type { BoardSnapshot } from "$proto/board_pb";
import { ResyncSchema } from "$proto/stream_pb";
import { WatchBoardResponseSchema } from "$proto/supervision_service_pb";
import type { WatchBoardResponse } from "$proto/supervision_service_pb";
import { serverNow } from "../shared/clock";
import { bestClock } from "./bestClock";
import type { Board, BoardTables } from "./board";

// So many agents in one message, so that a page takes each in well within a frame.
const PART_AGENTS = 200;

function partsOf(tables: BoardTables, serverMs: number | undefined): BoardSnapshot[] {
  const agents = [...tables.agents.values()];
  const serverTime = serverMs === undefined ? undefined : timestampFromMs(serverMs);
  const first = create(BoardSnapshotSchema, {
    queues: [...tables.queues.values()],
    agents: agents.slice(0, PART_AGENTS),
    waitingCalls: [...tables.waitingCalls.values()],
    unmappedDevices: [...tables.unmappedDevices.values()],
    sources: [...tables.sources.values()],
    alerts: [...tables.alerts.values()],
    ...(serverTime === undefined ? {} : { serverTime }),
  });
  const parts = [first];
  for (let at = PART_AGENTS; at < agents.length; at += PART_AGENTS) {
    parts.push(create(BoardSnapshotSchema, { agents: agents.slice(at, at + PART_AGENTS) }));
  }
  return parts;
}

function partMessages(tables: BoardTables, serverMs: number | undefined): WatchBoardResponse[] {
  return partsOf(tables, serverMs).map((value) =>
    create(WatchBoardResponseSchema, { update: { case: "snapshotPart", value } }),
  );
}

// `nowMs`: by the same clock as the messages of the board. What was half told is told half.
export function messagesOf(board: Board, nowMs: number): readonly WatchBoardResponse[] {
  const clock = bestClock(board.told);
  const serverMs = clock === undefined ? undefined : Math.round(serverNow(clock, nowMs));
  const messages: WatchBoardResponse[] = [];
  const say = (update: WatchBoardResponse["update"]) =>
    messages.push(create(WatchBoardResponseSchema, { cursor: board.cursor, update }));
  const begin = () => say({ case: "resync", value: create(ResyncSchema) });
  begin();
  if (board.complete) {
    messages.push(...partMessages(board.tables, serverMs));
    say({ case: "snapshotComplete", value: true });
  }
  if (board.incoming !== null) {
    if (board.complete) begin();
    messages.push(...partMessages(board.incoming, serverMs));
  }
  return messages;
}
