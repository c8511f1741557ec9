// What a board shows, as a value and a pure function: the fold of the messages of WatchBoard. No
// DOM, no network, no clock; the caller says when a message came.

import { Alert_State } from "$proto/alert_pb";
import type { Alert } from "$proto/alert_pb";
import type {
  BoardAgent,
  BoardDelta,
  BoardQueue,
  BoardSite,
  BoardSnapshot,
  BoardSource,
  BoardUnmappedDevice,
  BoardWaitingCall,
} from "$proto/board_pb";
import type { WatchBoardResponse } from "$proto/supervision_service_pb";
import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { toMs } from "../shared/clock";
import type { ServerClock } from "../shared/clock";
import { heard } from "./bestClock";

// Entries by identity, in the order in which they came.
export interface BoardTables {
  readonly queues: ReadonlyMap<string, BoardQueue>;
  readonly agents: ReadonlyMap<string, BoardAgent>;
  readonly waitingCalls: ReadonlyMap<string, BoardWaitingCall>;
  readonly unmappedDevices: ReadonlyMap<string, BoardUnmappedDevice>;
  readonly sources: ReadonlyMap<string, BoardSource>;
  readonly alerts: ReadonlyMap<string, Alert>;
  // Undefined before the first part of a snapshot.
  readonly site: BoardSite | undefined;
}

export interface Board {
  // What is shown. While a later snapshot comes in parts, this stays what it was.
  readonly tables: BoardTables;
  // True once a snapshot was complete.
  readonly complete: boolean;
  // The parts of a snapshot that is not complete yet; null when none is on its way.
  readonly incoming: BoardTables | null;
  // Where to go on after a lost link; 0: with a snapshot.
  readonly cursor: bigint;
  // What the server told of its clock, see `bestClock`.
  readonly told: readonly ServerClock[];
}

export type BoardInput =
  | { readonly kind: "message"; readonly message: WatchBoardResponse; readonly atMs: number }
  // A stream begins. With the cursor of the board it goes on; what was half told is forgotten.
  | { readonly kind: "linkOpened" };

const emptyTables: BoardTables = {
  queues: new Map(),
  agents: new Map(),
  waitingCalls: new Map(),
  unmappedDevices: new Map(),
  sources: new Map(),
  alerts: new Map(),
  site: undefined,
};

export const emptyBoard: Board = {
  tables: emptyTables,
  complete: false,
  incoming: null,
  cursor: 0n,
  told: [],
};

export function waitingCallKey(call: { readonly call: string; readonly queue: string }): string {
  return `${call.call} ${call.queue}`;
}

function deviceKey(device: { readonly source: string; readonly device: string }): string {
  return `${device.source} ${device.device}`;
}

// `map` with `put` in and `gone` out; the same map when there is nothing to do, so that whoever
// looks at it can tell by identity that nothing changed.
function changed<T>(
  map: ReadonlyMap<string, T>,
  put: readonly T[],
  keyOf: (entry: T) => string,
  gone: readonly string[] = [],
): ReadonlyMap<string, T> {
  if (put.length === 0 && gone.length === 0) return map;
  const result = new Map(map);
  for (const key of gone) result.delete(key);
  for (const entry of put) result.set(keyOf(entry), entry);
  return result;
}

function withPart(tables: BoardTables, part: BoardSnapshot): BoardTables {
  return {
    queues: changed(tables.queues, part.queues, (queue) => queue.queue?.name ?? ""),
    agents: changed(tables.agents, part.agents, (agent) => agent.agent),
    waitingCalls: changed(tables.waitingCalls, part.waitingCalls, waitingCallKey),
    unmappedDevices: changed(tables.unmappedDevices, part.unmappedDevices, deviceKey),
    sources: changed(tables.sources, part.sources, (source) => source.source),
    alerts: changed(tables.alerts, part.alerts, (alert) => alert.name),
    site: part.site ?? tables.site,
  };
}

function withDelta(tables: BoardTables, delta: BoardDelta): BoardTables {
  const cleared = (alert: Alert) => alert.state === Alert_State.CLEARED;
  return {
    ...tables,
    queues: changed(
      tables.queues,
      delta.queues,
      (queue) => queue.queue?.name ?? "",
      delta.removedQueues,
    ),
    agents: changed(tables.agents, delta.agents, (agent) => agent.agent, delta.removedAgents),
    waitingCalls: changed(
      tables.waitingCalls,
      delta.waitingCalls,
      waitingCallKey,
      delta.removedWaitingCalls.map(waitingCallKey),
    ),
    unmappedDevices: changed(
      tables.unmappedDevices,
      delta.unmappedDevices,
      deviceKey,
      delta.removedUnmappedDevices.map(deviceKey),
    ),
    sources: changed(tables.sources, delta.sources, (source) => source.source),
    alerts: changed(
      tables.alerts,
      delta.alerts.filter((alert) => !cleared(alert)),
      (alert) => alert.name,
      delta.alerts.filter(cleared).map((alert) => alert.name),
    ),
  };
}

function withTime(board: Board, time: Timestamp | undefined, atMs: number) {
  return time === undefined ? board.told : heard(board.told, toMs(time), atMs);
}

function reduceMessage(board: Board, message: WatchBoardResponse, atMs: number): Board {
  const { update } = message;
  switch (update.case) {
    case "snapshotPart": {
      const incoming = withPart(board.incoming ?? emptyTables, update.value);
      return { ...board, incoming, told: withTime(board, update.value.serverTime, atMs) };
    }
    case "snapshotComplete":
      // A snapshot of nothing has no parts.
      return {
        ...board,
        tables: board.incoming ?? emptyTables,
        complete: true,
        incoming: null,
        cursor: message.cursor,
      };
    case "delta":
      return {
        ...board,
        tables: withDelta(board.tables, update.value),
        cursor: message.cursor,
      };
    case "heartbeat": {
      const told = withTime(board, update.value.serverTime, atMs);
      // Between the parts of a snapshot the cursor would skip the parts that are missing.
      const cursor = board.incoming === null ? message.cursor : board.cursor;
      return { ...board, told, cursor };
    }
    case "resync":
      return { ...board, incoming: emptyTables, cursor: 0n };
    case undefined:
      // A case of a newer server.
      return board;
  }
}

export function reduceBoard(board: Board, input: BoardInput): Board {
  switch (input.kind) {
    case "message":
      return reduceMessage(board, input.message, input.atMs);
    case "linkOpened":
      return { ...board, incoming: null };
  }
}
