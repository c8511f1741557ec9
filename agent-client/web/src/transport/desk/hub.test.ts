import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { expect, test } from "vitest";
import type { WatchDeskResponse } from "$proto/desk_service_pb";
import { WatchDeskResponseSchema } from "$proto/desk_service_pb";
import type { DeskApi } from "./api";
import { DeskHub } from "./hub";
import { snapshotOf } from "./mapping";
import type { SignedIn, ToPage, ToWorker } from "./protocol";
import { DeskSnapshotSchema } from "$proto/desk_pb";

const ANA: SignedIn = {
  login: "users/1",
  displayName: "Ana",
  agent: "agents/ana",
  supervisor: false,
};
const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
const message = (update: WatchDeskResponse["update"], cursor: bigint) =>
  create(WatchDeskResponseSchema, { cursor, cursorComplete: true, update });
const queueRemoved = (cursor: bigint) =>
  message({ case: "queueRemoved", value: "queues/a" }, cursor);
const heartbeat = (cursor: bigint) =>
  create(WatchDeskResponseSchema, { cursor, update: { case: "heartbeat", value: {} } });

// A server of which a test says what it answers.
class FakeServer {
  signedIn: SignedIn | null = ANA;
  away = false;
  askedWho = 0;
  wholeCursor = 0n;
  asked: string[] = [];
  streams = 0;
  private deliver: (message: WatchDeskResponse) => void = () => undefined;

  readonly api = {
    whoAmI: async () => {
      this.askedWho += 1;
      if (this.away) throw new ConnectError("away", Code.Unavailable);
      if (this.signedIn === null) throw new ConnectError("who", Code.Unauthenticated);
      return this.signedIn;
    },
    watch: () => this.stream(),
    whole: async () => ({
      snapshot: snapshotOf(create(DeskSnapshotSchema)),
      cursor: this.wholeCursor,
    }),
    ask: async ({ method }: { method: string }) => {
      this.asked.push(method);
      return { kind: "done" };
    },
    query: async ({ query }: { query: string }) => {
      this.asked.push(query);
      if (query === "signIn") this.signedIn = ANA;
      return query === "signIn" ? ANA : null;
    },
  } as unknown as DeskApi;

  private async *stream(): AsyncGenerator<WatchDeskResponse> {
    this.streams += 1;
    for (;;) {
      yield await new Promise<WatchDeskResponse>((resolve) => (this.deliver = resolve));
    }
  }

  async send(what: WatchDeskResponse): Promise<void> {
    this.deliver(what);
    await settle();
  }
}

class FakeTab {
  readonly got: ToPage[] = [];
  readonly say: (message: ToWorker) => void;

  constructor(hub: DeskHub) {
    this.say = hub.attach({ send: (one) => this.got.push(one) });
  }

  updates(): string[] {
    return this.got.flatMap((one) => (one.kind === "update" ? [one.update.kind] : []));
  }

  isLeader(): boolean {
    return this.got.findLast((one) => one.kind === "leader")?.leader ?? false;
  }
}

// What is to be done later, which happens when a test says so.
class FakeTimers {
  readonly pausesMs: number[] = [];
  private readonly waiting = new Set<() => void>();

  readonly later = (act: () => void, ms: number) => {
    this.pausesMs.push(ms);
    this.waiting.add(act);
    return () => void this.waiting.delete(act);
  };

  get count(): number {
    return this.waiting.size;
  }

  async run(): Promise<void> {
    const due = [...this.waiting];
    this.waiting.clear();
    for (const act of due) act();
    await settle();
  }
}

function makeHub(server: FakeServer, timers = new FakeTimers()): DeskHub {
  return new DeskHub({
    api: server.api,
    now: () => 0,
    chance: () => 0.5,
    makeId: () => "id",
    later: timers.later,
  });
}

test("all tabs share one stream", async () => {
  const server = new FakeServer();
  const hub = makeHub(server);
  const one = new FakeTab(hub);
  await settle();
  await server.send(heartbeat(1n));
  const two = new FakeTab(hub);
  await settle();

  await server.send(queueRemoved(2n));

  expect(server.streams).toBe(1);
  expect(one.updates()).toEqual(["heartbeat", "queueRemoved"]);
  expect(two.updates()).toEqual(["snapshot", "queueRemoved"]);
});

test("a tab that comes later is not told again what the whole has already", async () => {
  const server = new FakeServer();
  const hub = makeHub(server);
  new FakeTab(hub);
  await settle();
  await server.send(heartbeat(1n));
  server.wholeCursor = 5n;
  const two = new FakeTab(hub);
  await settle();

  await server.send(queueRemoved(5n));
  await server.send(queueRemoved(6n));

  expect(two.updates()).toEqual(["snapshot", "queueRemoved"]);
});

test("the tab that was visible last rings, and another when it goes", async () => {
  const hub = makeHub(new FakeServer());
  const one = new FakeTab(hub);
  const two = new FakeTab(hub);
  expect([one.isLeader(), two.isLeader()]).toEqual([true, false]);

  two.say({ kind: "visible", visible: true });
  expect([one.isLeader(), two.isLeader()]).toEqual([false, true]);

  two.say({ kind: "bye" });
  expect(one.isLeader()).toBe(true);
});

test("a ring that is stopped in one tab is stopped in the others", () => {
  const hub = makeHub(new FakeServer());
  const one = new FakeTab(hub);
  const two = new FakeTab(hub);

  one.say({ kind: "silence" });

  expect(two.got).toContainEqual({ kind: "silence" });
  expect(one.got).not.toContainEqual({ kind: "silence" });
});

test("who is not signed in is told so, and signing in opens the stream for all tabs", async () => {
  const server = new FakeServer();
  server.signedIn = null;
  const hub = makeHub(server);
  const one = new FakeTab(hub);
  const two = new FakeTab(hub);
  await settle();
  expect(two.got).toContainEqual({ kind: "session", signedIn: null });
  expect(server.streams).toBe(0);

  one.say({ kind: "query", id: 1, query: { query: "signIn", login: "ana", password: "x" } });
  await settle();

  expect(two.got).toContainEqual({ kind: "session", signedIn: ANA });
  expect(server.streams).toBe(1);
});

test("somebody who is no agent gets no stream, and the reason", async () => {
  const server = new FakeServer();
  server.signedIn = { ...ANA, agent: "" };
  const tab = new FakeTab(makeHub(server));
  await settle();

  expect(tab.got).toContainEqual({ kind: "link", to: "refused", detail: "NOT_AN_AGENT" });
  expect(server.streams).toBe(0);
});

test("a further tab of somebody who is no agent gets none either", async () => {
  const server = new FakeServer();
  server.signedIn = { ...ANA, agent: "" };
  const hub = makeHub(server);
  new FakeTab(hub);
  await settle();

  const further = new FakeTab(hub);
  await settle();

  expect(further.got).toContainEqual({ kind: "link", to: "refused", detail: "NOT_AN_AGENT" });
  expect(server.streams).toBe(0);
});

test("an absent server is asked by one loop, however often Retry is pressed", async () => {
  const server = new FakeServer();
  server.away = true;
  const timers = new FakeTimers();
  const tab = new FakeTab(makeHub(server, timers));
  await settle();

  tab.say({ kind: "reconnect" });
  tab.say({ kind: "reconnect" });
  await settle();
  tab.say({ kind: "reconnect" });
  await settle();

  expect(timers.count).toBe(1);
  server.askedWho = 0;
  await timers.run();
  expect(server.askedWho).toBe(1);
});

test("it is asked again after longer and longer, until it is there", async () => {
  const server = new FakeServer();
  server.away = true;
  const timers = new FakeTimers();
  new FakeTab(makeHub(server, timers));
  await settle();

  await timers.run();
  await timers.run();
  server.away = false;
  await timers.run();

  expect(timers.pausesMs).toEqual([0, 500, 1_000]);
  expect(server.streams).toBe(1);
  expect(timers.count).toBe(0);
});

test("who signs in is not taken for lost by what was asked before", async () => {
  const server = new FakeServer();
  server.away = true;
  const timers = new FakeTimers();
  const tab = new FakeTab(makeHub(server, timers));
  await settle();

  server.away = false;
  tab.say({ kind: "query", id: 1, query: { query: "signIn", login: "ana", password: "x" } });
  await settle();

  expect(timers.count).toBe(0);
  expect(server.streams).toBe(1);
});

test("a request is answered to the tab that asked", async () => {
  const server = new FakeServer();
  const hub = makeHub(server);
  const one = new FakeTab(hub);
  const two = new FakeTab(hub);

  one.say({ kind: "ask", id: 3, request: { method: "ExtendWrapUp", call: "calls/c1" }, atMs: 0 });
  await settle();

  expect(one.got).toContainEqual({
    kind: "answer",
    id: 3,
    outcome: { ok: true, value: { kind: "done" } },
  });
  expect(two.got.some(({ kind }) => kind === "answer")).toBe(false);
});
