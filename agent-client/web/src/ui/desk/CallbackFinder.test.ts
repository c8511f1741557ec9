// @vitest-environment happy-dom
import { flushSync, mount } from "svelte";
import { afterEach, expect, test } from "vitest";
import type { Callback, CallbackQuery } from "../../domain/callbacks/callback";
import { aCallback } from "../../domain/callbacks/fixtures";
import { aDesk, aQueue } from "../../domain/desk/fixtures";
import type { Outcome } from "../../domain/desk/input";
import type { DeskState } from "../../domain/desk/state";
import { EMPTY_DESK } from "../../domain/desk/state";
import { settled } from "../tickets/fakeDoor";
import CallbackFinder from "./CallbackFinder.svelte";
import type { Session } from "./context";
import { FakeSession } from "./fakeSession.svelte";
import { Mounted } from "./mounted";

afterEach(() => Mounted.closeAll());

const ME = { ...EMPTY_DESK.agent, name: "agents/ana" };

async function show(callbacks: readonly Callback[] | null, change: Partial<DeskState> = {}) {
  const asked: CallbackQuery[] = [];
  const failed: Outcome<never> = {
    ok: false,
    failure: { code: 14, reason: "", message: "", fields: [] },
  };
  const ask = (query: CallbackQuery) => {
    asked.push(query);
    return Promise.resolve(
      callbacks === null ? failed : { ok: true, value: { callbacks, nextPageToken: "" } },
    );
  };
  const queues = [aQueue({})];
  const session = new FakeSession(
    aDesk({ agent: ME, queues, aside: { kind: "callbacks" }, ...change }),
    ask as unknown as Session["ask"],
  );
  const props = { onClose: () => undefined };
  const list = new Mounted(session, (where) => mount(CallbackFinder, { ...where, props }));
  await settled();
  return { list, session, asked };
}

function choose(list: Mounted, index: number, value: string): void {
  const box = list.all("select")[index] as HTMLSelectElement;
  box.value = value;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  flushSync();
}

test("what is not done is listed, with where it is, why, and whose", async () => {
  const { list, asked } = await show([
    aCallback({ note: "about the invoice", waitStartMs: 0 }),
    aCallback({
      name: "callbacks/b2",
      displayName: "Bert Berg",
      state: "inProgress",
      origin: "missedCall",
      agent: "agents/ben",
    }),
  ]);

  expect(asked[0]?.filter.states).toEqual(["waiting", "scheduled", "inProgress"]);
  expect(list.text).toMatch(/Anna Berg Due now · Sales · left the queue for a callback · waits/);
  expect(list.text).toContain("about the invoice");
  expect(list.text).toContain("Bert Berg In progress · Sales · could not reach anybody · ben");
});

test("a group and a queue are asked for", async () => {
  const { list, asked } = await show([]);
  expect(list.text).toContain("No callback fits");

  choose(list, 0, "done");
  choose(list, 1, "queues/sales");
  await settled();

  expect(asked.at(-1)?.filter).toMatchObject({
    states: ["reached", "unreached", "cancelled"],
    queue: "queues/sales",
  });
});

test("one that is due is picked; one that waits for its time is not", async () => {
  const scheduled = aCallback({ name: "callbacks/b2", state: "scheduled", nextAttemptMs: 0 });
  const { list, session } = await show([aCallback({}), scheduled]);

  expect(list.all("li button")).toHaveLength(1);
  list.press("Take it");

  expect(session.requests).toEqual([{ method: "TakeCallback", callback: "callbacks/b1" }]);
});

test.each<[string, Callback, Partial<DeskState>]>([
  ["who has one", aCallback({}), { callback: aCallback({ name: "callbacks/b9" }) }],
  ["while the customer calls", aCallback({ held: true }), {}],
  ["without a link", aCallback({}), { nowMs: 60_000 }],
])("%s: none can be picked", async (_, callback, change) => {
  const { list } = await show([callback], change);

  expect(list.find("Take it").hasAttribute("disabled")).toBe(true);
});

test("one that is kept for the agent says so", async () => {
  const { list } = await show([aCallback({ preferredAgent: ME.name })]);

  expect(list.text).toContain("kept for you");
});

test("a list that failed is asked for again", async () => {
  const { list, asked } = await show(null);
  expect(list.text).toContain("The list is not available");

  list.press("Retry");

  expect(asked).toHaveLength(2);
});
