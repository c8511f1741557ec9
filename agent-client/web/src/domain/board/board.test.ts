import { create } from "@bufbuild/protobuf";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { Alert_State } from "$proto/alert_pb";
import { WatchBoardResponseSchema } from "$proto/supervision_service_pb";
import { emptyBoard, reduceBoard } from "./board";
import type { Board } from "./board";

type Update = MessageInitShape<typeof WatchBoardResponseSchema>["update"];

function take(board: Board, cursor: bigint, update: Update, atMs = 0): Board {
  const message = create(WatchBoardResponseSchema, { cursor, update });
  return reduceBoard(board, { kind: "message", message, atMs });
}

const queue = (name: string, waitingCount = 0) => ({ queue: { name }, waitingCount });
const agents = (...names: string[]) => names.map((name) => ({ agent: `agents/${name}` }));
const complete: Update = { case: "snapshotComplete", value: true };

function boardWith(part: MessageInitShape<typeof WatchBoardResponseSchema>["update"]): Board {
  return take(take(emptyBoard, 0n, part), 7n, complete);
}

const someBoard = boardWith({
  case: "snapshotPart",
  value: {
    queues: [queue("queues/a", 1), queue("queues/b")],
    agents: agents("ana"),
    waitingCalls: [{ call: "calls/1", queue: "queues/a" }],
    alerts: [{ name: "alerts/1", state: Alert_State.RAISED }],
  },
});

test("nothing is shown before the snapshot is complete", () => {
  const board = take(emptyBoard, 0n, { case: "snapshotPart", value: { agents: agents("ana") } });

  expect(board.complete).toBe(false);
  expect(board.tables.agents.size).toBe(0);
});

test("the parts of a snapshot add to each other", () => {
  let board = take(emptyBoard, 0n, { case: "snapshotPart", value: { agents: agents("ana") } });
  board = take(board, 0n, { case: "snapshotPart", value: { agents: agents("ben") } });
  board = take(board, 9n, complete);

  expect([...board.tables.agents.keys()]).toEqual(["agents/ana", "agents/ben"]);
  expect(board.cursor).toBe(9n);
});

test("a snapshot of nothing is complete", () => {
  expect(take(emptyBoard, 3n, complete).complete).toBe(true);
});

test("a delta replaces entries, and takes away those that are gone", () => {
  const board = take(someBoard, 8n, {
    case: "delta",
    value: {
      queues: [queue("queues/a", 4)],
      removedQueues: ["queues/b"],
      removedAgents: ["agents/ana"],
      removedWaitingCalls: [{ call: "calls/1", queue: "queues/a" }],
    },
  });

  expect(board.tables.queues.get("queues/a")?.waitingCount).toBe(4);
  expect(board.tables.queues.size).toBe(1);
  expect(board.tables.agents.size).toBe(0);
  expect(board.tables.waitingCalls.size).toBe(0);
  expect(board.cursor).toBe(8n);
});

test("tables that a delta does not speak of stay the same ones", () => {
  const board = take(someBoard, 8n, { case: "delta", value: { agents: agents("ben") } });

  expect(board.tables.queues).toBe(someBoard.tables.queues);
  expect(board.tables.agents).not.toBe(someBoard.tables.agents);
});

test("an alert that is cleared is gone", () => {
  const alerts = [{ name: "alerts/1", state: Alert_State.CLEARED }];

  expect(take(someBoard, 8n, { case: "delta", value: { alerts } }).tables.alerts.size).toBe(0);
});

test("a call that waits in two queues is two entries", () => {
  const waitingCalls = [{ call: "calls/1", queue: "queues/b" }];
  const board = take(someBoard, 8n, { case: "delta", value: { waitingCalls } });

  expect(board.tables.waitingCalls.size).toBe(2);
});

test("after a resync the old board is shown until the new one is complete", () => {
  const resync = take(someBoard, 8n, { case: "resync", value: {} });
  const part = take(resync, 0n, { case: "snapshotPart", value: { agents: agents("zoe") } });

  expect(part.tables).toBe(someBoard.tables);
  expect([...take(part, 20n, complete).tables.agents.keys()]).toEqual(["agents/zoe"]);
});

test("a link that is lost after a resync comes back with a snapshot, not with a cursor", () => {
  expect(take(someBoard, 8n, { case: "resync", value: {} }).cursor).toBe(0n);
});

test("a heartbeat between the parts of a snapshot does not move the cursor", () => {
  let board = take(emptyBoard, 0n, { case: "snapshotPart", value: {} });
  board = take(board, 99n, { case: "heartbeat", value: {} });

  expect(board.cursor).toBe(0n);
});

test("what was half told is forgotten when a new link begins", () => {
  const half = take(emptyBoard, 0n, { case: "snapshotPart", value: { agents: agents("ana") } });
  const board = take(reduceBoard(half, { kind: "linkOpened" }), 5n, complete);

  expect(board.tables.agents.size).toBe(0);
});

test("heartbeats tell the server's clock", () => {
  const value = { serverTime: timestampFromMs(90_000) };
  const board = take(someBoard, 8n, { case: "heartbeat", value }, 1_500);

  expect(board.told).toEqual([{ serverMs: 90_000, heardAtMs: 1_500 }]);
  expect(board.cursor).toBe(8n);
});

test("a message of a newer server changes nothing", () => {
  expect(take(someBoard, 8n, undefined)).toEqual(someBoard);
});
