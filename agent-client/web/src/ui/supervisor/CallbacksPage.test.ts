// @vitest-environment happy-dom

import { create } from "@bufbuild/protobuf";
import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BoardAgentSchema } from "$proto/board_pb";
import { firstView } from "../../domain/board/savedView";
import type { Callback, CallbackQuery } from "../../domain/callbacks/callback";
import { aCallback } from "../../domain/callbacks/fixtures";
import { ok, refused } from "../tickets/fakeDoor";
import { callbackCells } from "./callbackCells";
import CallbacksPage from "./CallbacksPage.svelte";
import { FakeDesk, mounted, press, settled } from "./fakeDesk.svelte";

const NOW = 1_790_000_000_000;
const DAY_MS = 86_400_000;
const TALKS = aCallback({
  state: "inProgress",
  agent: "agents/ben",
  leaseMs: NOW + 60_000,
  attempts: [{ agent: "agents/ben", startMs: NOW, outcome: "none", assumed: false }],
});
const BACK = aCallback({
  name: "callbacks/b2",
  displayName: "Lea Noel",
  state: "cancelled",
  origin: "missedCall",
  end: "customerCalled",
  recovered: true,
});
const LEFT = aCallback({ name: "callbacks/b3", displayName: "Bert Berg", origin: "missedCall" });

const server = vi.hoisted(() => ({ ask: vi.fn() }));
vi.mock("./callbacks", () => ({ callbacksOf: () => server.ask }));

let desk: FakeDesk;
let leave: () => Promise<void>;
let callbacks: readonly Callback[];

const asked = () => server.ask.mock.calls.map(([query]) => query as CallbackQuery);
const text = () => (document.body.textContent ?? "").replace(/\s+/g, " ");
const row = (name: string) =>
  [...document.querySelectorAll("tbody tr")].find((one) => one.textContent?.includes(name));

function choose(label: string, value: string): void {
  const box = document.querySelector<HTMLSelectElement>(`select[aria-label="${label}"]`);
  if (box === null) throw new Error(`no choice ${label} in: ${text()}`);
  box.value = value;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  flushSync();
}

beforeEach(async () => {
  callbacks = [TALKS];
  server.ask.mockReset();
  server.ask.mockImplementation(() => Promise.resolve(ok({ callbacks, nextPageToken: "" })));
  desk = new FakeDesk({});
  desk.view = { ...firstView, page: "callbacks" };
  const ben = create(BoardAgentSchema, { agent: "agents/ben", displayName: "Ben Vidal" });
  desk.show({ agents: new Map([[ben.agent, ben]]) });
  leave = mounted(CallbacksPage, {}, desk);
  await settled();
});
afterEach(() => leave());

test("what is not done is asked for once, and stands with who has it", () => {
  expect(asked()).toHaveLength(1);
  expect(asked()[0]?.filter.states).toEqual(["waiting", "scheduled", "inProgress"]);
  expect(row("Anna Berg")?.textContent).toMatch(/In progress.*Ben Vidal/s);
});

test("states and a queue are in the address and ask anew", async () => {
  press("Done");
  press("Due now");
  await settled();

  expect(desk.view.callbacks.groups).toEqual(["later", "inProgress", "done"]);
  expect(asked().at(-1)?.filter.states).not.toContain("waiting");
});

test("missed calls stand with who was reached since, and are counted", async () => {
  callbacks = [BACK, LEFT];
  press("Missed calls");
  await settled();
  await settled();

  expect(asked().at(-1)?.filter).toMatchObject({
    origins: ["missedCall"],
    states: [],
    createdFromMs: NOW - DAY_MS,
  });
  expect(text()).toContain("Missed calls: 1 recovered, 1 remaining");
  expect(row("Lea Noel")?.textContent).toMatch(/called again and was answered.*Recovered/s);
  expect(row("Bert Berg")?.textContent).toMatch(/Remaining/);
});

test("the remainder alone is asked for, of a longer time", async () => {
  press("Missed calls");
  choose("Reached since", "remaining");
  choose("Since when", "7");
  await settled();
  await settled();

  const listed = asked().filter(({ pageSize }) => pageSize === 100);
  expect(listed.at(-1)?.filter).toMatchObject({
    recovery: "remaining",
    createdFromMs: NOW - 7 * DAY_MS,
  });
});

test("a further page is added below", async () => {
  server.ask.mockResolvedValueOnce(ok({ callbacks: [TALKS], nextPageToken: "more" }));
  document.querySelector<HTMLElement>('[aria-label="Refresh"]')?.click();
  await settled();
  callbacks = [LEFT];
  press("Show more");
  await settled();

  expect(asked().at(-1)?.pageToken).toBe("more");
  expect(row("Anna Berg")).toBeDefined();
  expect(row("Bert Berg")).toBeDefined();
});

test("a list that failed says why", async () => {
  server.ask.mockResolvedValueOnce(refused("STORE_BUSY", 8));
  document.querySelector<HTMLElement>('[aria-label="Refresh"]')?.click();
  await settled();

  expect(document.querySelector("[role=alert]")?.textContent).not.toBe("");
});

test("the file has the rows that are shown, and times that programs read", () => {
  const [head, first] = callbackCells([TALKS]);

  expect(first).toHaveLength(head?.length ?? 0);
  expect(first).toContain("In progress");
  expect(first).toContain(new Date(NOW + 60_000).toISOString());
});
