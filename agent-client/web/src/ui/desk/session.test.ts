// @vitest-environment happy-dom
import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Snapshot, Update } from "../../domain/desk/values";
import { EMPTY_DESK, EMPTY_DRAFT, draftOf } from "../../domain/desk/state";
import { aPop, aSnapshot, aWrapUp } from "../../domain/desk/fixtures";
import type { Connection } from "../../transport/desk/connection";
import { DraftStore } from "../../transport/desk/draftStore";
import type { ToPage, ToWorker } from "../../transport/desk/protocol";
import { DeskSession } from "./session.svelte";

const CALL = "calls/c1";

// The worker, of which a test says what it tells and answers.
const worker = vi.hoisted(() => ({
  said: [] as ToWorker[],
  tell: (() => undefined) as (message: ToPage) => void,
  ask: (() => Promise.reject(new Error("not asked for"))) as (query: unknown) => unknown,
}));

vi.mock("../../transport/desk/connection", () => ({
  connect: (take: (message: ToPage) => void): Promise<Connection> => {
    worker.said = [];
    worker.tell = take;
    const send = (message: ToWorker) => void worker.said.push(message);
    const ask = ((query) => worker.ask(query)) as Connection["ask"];
    return Promise.resolve({ send, ask });
  },
}));

const snapshotOf = (agent: string, change: Partial<Snapshot>): Update => ({
  kind: "snapshot",
  snapshot: aSnapshot({ agent: { ...EMPTY_DESK.agent, name: agent }, ...change }),
});

async function begin(store: DraftStore): Promise<DeskSession> {
  const session = new DeskSession(store);
  await session.start();
  return session;
}

beforeEach(() => vi.useFakeTimers({ toFake: ["setInterval"] }));
afterEach(() => vi.useRealTimers());

test("a note that the server has not is there after a reload", async () => {
  const store = await DraftStore.open();
  const typed = { ...EMPTY_DRAFT, note: "old and what was typed", revision: 3n, dirty: true };
  await store.keep("agents/a1", CALL, typed, Date.now());
  const wrapUps = [aWrapUp({ call: CALL, note: "old", noteRevision: 3n })];

  const session = await begin(store);
  worker.tell({ kind: "update", update: snapshotOf("agents/a1", { wrapUps }) });

  await vi.waitFor(() => expect(draftOf(session.state, CALL).note).toBe("old and what was typed"));
  const kept = await store.read("agents/a1", Date.now());
  expect(kept.get(CALL)).toMatchObject({ note: "old and what was typed", dirty: true });
});

test("what is typed counts as kept once it is on this computer", async () => {
  const session = await begin(await DraftStore.open());
  const wrapUps = [aWrapUp({ call: CALL })];
  worker.tell({ kind: "update", update: snapshotOf("agents/a1", { wrapUps }) });
  session.act({ act: "editNote", text: "typed" });
  expect(session.kept).toBe(false);

  await vi.waitFor(() => expect(session.kept).toBe(true));
});

describe("a sign-out", () => {
  const answered = (outcome: unknown) => {
    worker.ask = () => Promise.resolve(outcome);
  };
  const failure = (code: number) => ({ code, reason: "", message: "", fields: [] });
  const reload = vi.spyOn(location, "reload").mockImplementation(() => undefined);
  beforeEach(() => reload.mockClear());

  test("leaves the page when the server says that the session ended", async () => {
    answered({ ok: true, value: null });

    await (await begin(await DraftStore.open())).signOut();

    expect(reload).toHaveBeenCalledOnce();
  });

  test("that failed does not look like one that worked: the cookie lives on", async () => {
    answered({ ok: false, failure: failure(14) });
    const session = await begin(await DraftStore.open());

    await session.signOut();

    expect(reload).not.toHaveBeenCalled();
    expect(session.state.toast).toMatchObject({ say: "notSignedOut", bad: true });
  });

  test("of a session that ended before leaves the page too", async () => {
    answered({ ok: false, failure: failure(16) });

    await (await begin(await DraftStore.open())).signOut();

    expect(reload).toHaveBeenCalledOnce();
  });
});

test("a part that cannot be loaded any more means a new version", async () => {
  const session = await begin(await DraftStore.open());

  window.dispatchEvent(new Event("vite:preloadError"));
  worker.tell({ kind: "update", update: snapshotOf("agents/a3", { serverVersion: "1" }) });

  expect(session.state.newVersion).toBe(true);
});

test("a note that goes on with its call under another name is kept under it", async () => {
  const store = await DraftStore.open();
  const session = await begin(store);
  const pop = aPop({ offer: "calls/c1/offers/o1", state: "connected" });
  worker.tell({ kind: "update", update: snapshotOf("agents/a2", { pops: [pop] }) });
  session.act({ act: "startNote" });
  session.act({ act: "editNote", text: "typed" });

  const moved = { ...pop, offer: "calls/c2/offers/o1", call: "calls/c2", revision: 2n };
  worker.tell({ kind: "update", update: { kind: "popUpdated", pop: moved } });

  await vi.waitFor(async () => {
    const kept = await store.read("agents/a2", Date.now());
    expect([...kept.keys()]).toEqual(["calls/c2"]);
  });
});
