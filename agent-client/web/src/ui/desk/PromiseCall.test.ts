// @vitest-environment happy-dom
import { flushSync, mount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { aCaller, aDesk, aPop, aWrapUp } from "../../domain/desk/fixtures";
import type { DeskState } from "../../domain/desk/state";
import "./AsidePanel.svelte"; // Otherwise loaded when it is shown first.
import { FakeSession } from "./fakeSession.svelte";
import FocusPanel from "./FocusPanel.svelte";
import { Mounted } from "./mounted";
import Unsent from "./Unsent.svelte";
import "./workParts"; // As above.

afterEach(() => Mounted.closeAll());

const NUMBER = {
  formatted: "030 901820",
  e164: "+4930901820",
  raw: "030901820",
  place: "",
  kind: "mobile",
} as const;
const QUEUES = ["billing", "sales"].map((name) => ({
  queue: `queues/${name}`,
  displayName: name,
  waiting: 0,
  longestSinceMs: null,
  stale: false,
}));
const KEY = { offer: "", call: "calls/c1" };
const POP = aPop({
  state: "connected",
  queue: "queues/sales",
  caller: aCaller({ displayName: "Wang Xiaoming", customer: "customers/w", number: NUMBER }),
});

const done = () => Promise.resolve({ ok: true, value: null });
const refusedAs = (reason: string, code = 9) => {
  const failure = { code, reason, message: "", fields: [] };
  return Promise.resolve({ ok: false, failure });
};

// The call is wrapped up, and its form is opened.
async function show(ask: unknown, change: Partial<DeskState> = {}) {
  const state = aDesk({
    queues: QUEUES,
    wrapUps: [aWrapUp({ call: KEY.call })],
    cards: new Map([[KEY.call, POP]]),
    focus: KEY,
    ...change,
  });
  const session = new FakeSession(state, ask as FakeSession["ask"]);
  const panel = new Mounted(session, (where) => mount(FocusPanel, where));
  const column = new Mounted(session, (where) => mount(Unsent, where));
  await begin(panel);
  return { panel, column, session };
}

async function begin(panel: Mounted) {
  await vi.waitFor(() => {
    flushSync();
    panel.press("Promise a call…");
  });
  await formOf(panel);
}

const formOf = (panel: Mounted) =>
  vi.waitFor(() => {
    flushSync();
    expect(panel.all("input[type=datetime-local]")).toHaveLength(1);
  });

function type(part: Mounted, selector: string, value: string) {
  const field = part.all(selector)[0] as HTMLInputElement;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
}
const WHEN = "input[type=datetime-local]";
const ABOUT = "input:not([type])";
const valueOf = (part: Mounted, selector: string) =>
  (part.all(selector)[0] as HTMLInputElement | undefined)?.value;

test("a call is promised to whom one talked to, in the queue that the call came by", async () => {
  const ask = vi.fn(done);
  const { panel, column, session } = await show(ask);
  expect(panel.text).toContain("Wang Xiaoming 030 901820");
  expect(document.activeElement).toBe(panel.all(WHEN)[0]);
  type(panel, WHEN, "2099-03-01T10:30");
  type(panel, ABOUT, " the bill ");
  panel.press("Promise it");

  await vi.waitFor(() => {
    expect(session.state.toast?.say).toBe("callPromised");
  });
  flushSync();
  expect(ask).toHaveBeenCalledWith({
    query: "promiseCall",
    promise: {
      number: "+4930901820",
      customer: "customers/w",
      interaction: "calls/c1",
      queue: "queues/sales",
      preferredAgent: aDesk({}).agent.name,
      earliestMs: new Date("2099-03-01T10:30").getTime(),
      note: "the bill",
    },
    requestId: expect.any(String) as string,
  });
  expect(session.state.aside).toBeNull();
  expect(column.text).toBe("");
});

test("a time that is over is refused here, and what the server refuses is said", async () => {
  const ask = vi.fn(() => refusedAs("CALLBACK_EXISTS", 6));
  const { panel } = await show(ask);
  type(panel, WHEN, "1960-01-01T10:30");
  panel.press("Promise it");
  expect(panel.text).toContain("Say when: a time to come");
  expect(ask).not.toHaveBeenCalled();

  type(panel, WHEN, "2099-03-01T10:30");
  panel.press("Promise it");

  await vi.waitFor(() => {
    flushSync();
    expect(panel.text).toContain("This number waits for a call in this queue already.");
  });
});

test("the end of the wrap-up takes nothing of what is written", async () => {
  const { panel, session } = await show(vi.fn(done));
  type(panel, ABOUT, "the bill");
  session.state = { ...session.state, wrapUps: [], cards: new Map() };
  flushSync();

  expect(valueOf(panel, ABOUT)).toBe("the bill");
});

test("what takes the place of the form leaves its words to be gone on with", async () => {
  const { panel, column, session } = await show(vi.fn(done));
  expect(column.text).toBe("");
  type(panel, ABOUT, "the bill");
  session.act({ act: "showAside", aside: null });
  session.state = { ...session.state, wrapUps: [], cards: new Map() };
  flushSync();
  expect(column.text).toBe("Not promised yet Wang Xiaoming");

  column.press("Wang Xiaoming");
  await formOf(panel);

  expect(valueOf(panel, ABOUT)).toBe("the bill");
  expect(column.text).toBe("");
});

test("from the call's card the same words come back, and the same attempt", async () => {
  const ask = vi.fn((_: { readonly requestId: string }) => refusedAs("", 4));
  const { panel, session } = await show(ask);
  type(panel, WHEN, "2099-03-01T10:30");
  panel.press("Promise it");
  await vi.waitFor(() => {
    flushSync();
    expect(panel.text).toContain("it may or may not be done");
  });
  session.act({ act: "showAside", aside: null });
  await begin(panel);
  expect(valueOf(panel, WHEN)).toBe("2099-03-01T10:30");
  panel.press("Promise it");
  await vi.waitFor(() => {
    expect(ask).toHaveBeenCalledTimes(2);
  });

  const ids = ask.mock.calls.map(([{ requestId }]) => requestId);
  expect(new Set(ids).size).toBe(1);
});

test("what is not to be promised is forgotten", async () => {
  const { panel, column, session } = await show(vi.fn(done));
  type(panel, ABOUT, "the bill");
  panel.press("Do not promise it");

  expect(session.state.aside).toBeNull();
  expect(column.text).toBe("");
});
