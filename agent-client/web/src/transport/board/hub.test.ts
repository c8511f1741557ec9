import { create } from "@bufbuild/protobuf";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { WatchBoardResponseSchema } from "$proto/supervision_service_pb";
import type { WatchBoardResponse } from "$proto/supervision_service_pb";
import { emptyBoard, reduceBoard } from "../../domain/board/board";
import type { Board } from "../../domain/board/board";
import { BoardHub, UNREAD_MAX } from "./hub";
import type { ToTab } from "./protocol";

type Update = MessageInitShape<typeof WatchBoardResponseSchema>["update"];

// A stream whose messages and end the test decides.
class Stream {
  #waiting: ((result: IteratorResult<WatchBoardResponse>) => void) | undefined;
  #failing: ((error: unknown) => void) | undefined;
  constructor(
    readonly cursor: bigint,
    readonly signal: AbortSignal,
  ) {}

  async say(cursor: bigint, update: Update) {
    this.#waiting?.({ done: false, value: create(WatchBoardResponseSchema, { cursor, update }) });
    await vi.advanceTimersByTimeAsync(0);
  }
  async fail(code: Code) {
    this.#failing?.(new ConnectError("over", code));
    await vi.advanceTimersByTimeAsync(1);
  }
  [Symbol.asyncIterator]() {
    return {
      next: () =>
        new Promise<IteratorResult<WatchBoardResponse>>((resolve, reject) => {
          this.#waiting = resolve;
          this.#failing = reject;
        }),
    };
  }
}

// A tab with the board that the messages add up to.
class Tab {
  board: Board = emptyBoard;
  readonly kinds: string[] = [];
  readonly say;

  constructor(hub: BoardHub) {
    this.say = hub.attach((message) => this.#take(message));
  }

  #take(told: ToTab) {
    this.kinds.push(told.kind);
    if (told.kind !== "message") return;
    const { message } = told;
    this.board = reduceBoard(this.board, { kind: "message", message, atMs: 0 });
  }
  get agents() {
    return [...this.board.tables.agents.keys()].map((name) => name.replace("agents/", ""));
  }
}

let streams: Stream[];
let hub: BoardHub;
const last = () => streams.at(-1) ?? expect.fail("no stream");
const agents = (...names: string[]) => names.map((name) => ({ agent: `agents/${name}` }));
const delta = (name: string): Update => ({ case: "delta", value: { agents: agents(name) } });

async function snapshot(...names: string[]) {
  await last().say(0n, { case: "snapshotPart", value: { agents: agents(...names) } });
  await last().say(5n, { case: "snapshotComplete", value: true });
}

function joined() {
  const tab = new Tab(hub);
  tab.say({ kind: "start" });
  return tab;
}

beforeEach(() => {
  vi.useFakeTimers();
  streams = [];
  hub = new BoardHub({
    watch: (cursor, signal) => {
      const stream = new Stream(cursor, signal);
      streams.push(stream);
      return stream;
    },
    now: () => Date.now(),
    chance: () => 0.5,
  });
});
afterEach(() => vi.useRealTimers());

test("B1: seven tabs have one stream, and all are told the same", async () => {
  const tabs = Array.from({ length: 7 }, joined);
  await snapshot("ana");
  await last().say(6n, delta("ben"));

  expect(streams).toHaveLength(1);
  for (const tab of tabs) expect(tab.agents).toEqual(["ana", "ben"]);
});

test("B1: nobody follows, so there is no stream; who comes gets a new one", async () => {
  const [one, other] = [joined(), joined()];
  await snapshot("ana");
  one.say({ kind: "bye" });
  expect(last().signal.aborted).toBe(false);
  other.say({ kind: "bye" });
  expect(last().signal.aborted).toBe(true);

  other.say({ kind: "start" });

  expect(streams).toHaveLength(2);
});

test("B2: a tab that joins late knows the whole, and what comes after", async () => {
  joined();
  await snapshot("ana");
  await last().say(6n, delta("ben"));
  const late = joined();
  await last().say(7n, delta("cleo"));

  expect(late.agents).toEqual(["ana", "ben", "cleo"]);
  expect(late.board.complete).toBe(true);
});

test("B2: a tab that joins while the link is lost is told the whole when it is back", async () => {
  joined();
  await snapshot("ana");
  await last().fail(Code.Unavailable);
  const late = joined();
  expect(late.kinds.at(-1)).toMatch(/^(lost|connecting)$/);
  expect(late.board.complete).toBe(false);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(last().cursor).toBe(5n);
  await last().say(6n, delta("ben"));

  expect(late.agents).toEqual(["ana", "ben"]);
});

test("B3: a tab that does not read is told no more, and the whole once it reads", async () => {
  const tab = joined();
  await snapshot("ana");
  for (let at = 0; at < UNREAD_MAX; at++) await last().say(BigInt(6 + at), delta(`a${at}`));
  expect(tab.kinds.filter((kind) => kind === "message")).toHaveLength(UNREAD_MAX);

  tab.say({ kind: "read" });
  await last().say(9_000n, delta("last"));

  expect(tab.agents).toHaveLength(UNREAD_MAX + 2);
  expect(tab.agents).toContain("last");
});

test("whoever signs out ends it for all tabs, and what was known is forgotten", async () => {
  const [one, other] = [joined(), joined()];
  await snapshot("ana");
  one.say({ kind: "renew" });
  await last().fail(Code.Unauthenticated);
  expect(other.kinds.at(-1)).toBe("ended");

  one.say({ kind: "start" });

  expect(last().cursor).toBe(0n);
  expect(other.kinds.at(-1)).toBe("connecting");
});
