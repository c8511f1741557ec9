import { create } from "@bufbuild/protobuf";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { Alert_State } from "$proto/alert_pb";
import { WatchBoardResponseSchema } from "$proto/supervision_service_pb";
import { emptyBoard, reduceBoard } from "./board";
import type { Board } from "./board";
import { bestClock } from "./bestClock";
import { messagesOf } from "./wholeBoard";

type Update = MessageInitShape<typeof WatchBoardResponseSchema>["update"];

function take(board: Board, cursor: bigint, update: Update, atMs = 0): Board {
  const message = create(WatchBoardResponseSchema, { cursor, update });
  return reduceBoard(board, { kind: "message", message, atMs });
}

function told(board: Board, nowMs: number, atMs: number, before: Board = emptyBoard): Board {
  return messagesOf(board, nowMs).reduce(
    (known, message) => reduceBoard(known, { kind: "message", message, atMs }),
    before,
  );
}

const agents = Array.from({ length: 450 }, (_, index) => ({ agent: `agents/a${index}` }));
const complete: Update = { case: "snapshotComplete", value: true };
const part: Update = {
  case: "snapshotPart",
  value: {
    agents,
    queues: [{ queue: { name: "queues/a" }, waitingCount: 3 }],
    waitingCalls: [{ call: "calls/1", queue: "queues/a" }],
    unmappedDevices: [{ source: "sources/a", device: "SIP/1" }],
    sources: [{ source: "sources/a" }],
    alerts: [{ name: "alerts/1", state: Alert_State.RAISED }],
    serverTime: timestampFromMs(50_000),
  },
};
const board = take(take(emptyBoard, 0n, part, 1_000), 7n, complete);

test("whoever is told the whole knows the same, and goes on at the same place", () => {
  const known = told(board, 1_000, 0);

  expect(known.tables).toEqual(board.tables);
  expect(known.complete).toBe(true);
  expect(known.cursor).toBe(7n);
});

test("the server's clock is told as it is by then", () => {
  const clock = bestClock(told(board, 4_000, 90).told);

  expect(clock).toEqual({ serverMs: 53_000, heardAtMs: 90 });
});

test("what the listener held before is replaced", () => {
  const other = take(emptyBoard, 0n, {
    case: "snapshotPart",
    value: { agents: [{ agent: "agents/gone" }] },
  });

  expect(told(board, 0, 0, take(other, 2n, complete)).tables).toEqual(board.tables);
});

test("a snapshot that is on its way goes on where it is", () => {
  const half = take(take(board, 0n, { case: "resync", value: {} }), 0n, {
    case: "snapshotPart",
    value: { agents: [{ agent: "agents/new" }] },
  });
  const known = told(half, 0, 0);

  expect(known.tables).toEqual(board.tables);
  expect([...take(known, 9n, complete).tables.agents.keys()]).toEqual(["agents/new"]);
});

test("nothing is complete before the stream was", () => {
  expect(told(emptyBoard, 0, 0).complete).toBe(false);
});
