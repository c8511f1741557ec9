// @vitest-environment happy-dom
import { flushSync, mount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import type { Entry } from "../../domain/desk/state";
import { aCaller, aDesk, aPop } from "../../domain/desk/fixtures";
import { FakeSession } from "./fakeSession.svelte";
import { Mounted } from "./mounted";
import PromiseCall from "./PromiseCall.svelte";

afterEach(() => Mounted.closeAll());

const NUMBER = {
  formatted: "",
  e164: "+4930901820",
  raw: "030901820",
  place: "",
  kind: "",
} as const;
const QUEUES = ["billing", "sales"].map((name) => ({
  queue: `queues/${name}`,
  displayName: name,
  waiting: 0,
  longestSinceMs: null,
  stale: false,
}));

function show(ask: unknown): Mounted {
  const state = aDesk({ queues: QUEUES });
  const session = new FakeSession(state, ask as FakeSession["ask"]);
  const caller = aCaller({ customer: "customers/w" });
  const pop = aPop({ queue: "queues/sales", caller });
  const key = { offer: "o1", call: "calls/c1" };
  const entry = { kind: "talking", key, pop, own: null, wrapUp: null, missed: null } as Entry;
  const props = { entry, caller, number: { ...NUMBER, kind: "mobile" as const } };
  const part = new Mounted(session, (where) => mount(PromiseCall, { ...where, props }));
  part.press("Promise a call…");
  flushSync();
  return part;
}

function type(part: Mounted, selector: string, value: string) {
  const field = part.all(selector)[0] as HTMLInputElement;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
}

test("a call is promised to whom one talks to, in the queue that the call came by", async () => {
  const ask = vi.fn(() => Promise.resolve({ ok: true, value: null }));
  const part = show(ask);
  type(part, "input[type=datetime-local]", "2099-03-01T10:30");
  type(part, "input:not([type])", " the bill ");
  part.press("Promise it");

  await vi.waitFor(() => {
    expect(part.text).toContain("The call is promised");
  });
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
});

test("a time that is over is refused here, and what the server refuses is said", async () => {
  const failure = { reason: "CALLBACK_TIME_INVALID", message: "no", fields: [] };
  const ask = vi.fn(() => Promise.resolve({ ok: false, failure }));
  const part = show(ask);
  type(part, "input[type=datetime-local]", "1960-01-01T10:30");
  part.press("Promise it");
  expect(part.text).toContain("Say when: a time to come");
  expect(ask).not.toHaveBeenCalled();

  type(part, "input[type=datetime-local]", "2099-03-01T10:30");
  part.press("Promise it");

  await vi.waitFor(() => {
    expect(part.text).toContain("CALLBACK_TIME_INVALID");
  });
});
