import { expect, test } from "vitest";
import type { Callback } from "../callbacks/callback";
import { aCallback } from "../callbacks/fixtures";
import type { AnswerValue, CallbackRequest } from "./command";
import { apply } from "./desk";
import { aCall, aDesk, aPop, aSnapshot } from "./fixtures";
import type { Input, Outcome } from "./input";
import type { DeskState } from "./state";
import { EMPTY_DESK, isFree } from "./state";

const ME = { ...EMPTY_DESK.agent, name: "agents/ana" };
const MINE = aCallback({ state: "inProgress", agent: ME.name });
const desk = (change: Partial<DeskState> = {}) => aDesk({ agent: ME, ...change });

function take(state: DeskState, ...inputs: readonly Input[]) {
  const asked = [];
  for (const input of inputs) {
    const applied = apply(state, input, state.nowMs);
    state = applied.state;
    asked.push(...applied.commands.flatMap((one) => (one.kind === "ask" ? [one.request] : [])));
  }
  return { state, asked };
}

const told = (callback: Callback): Input => ({
  kind: "update",
  update: { kind: "callbackChanged", callback },
});
const whole = (callback: Callback | null): Input => ({
  kind: "update",
  update: { kind: "snapshot", snapshot: aSnapshot({ agent: ME, callback }) },
});
const ask = (request: CallbackRequest): Input => ({
  kind: "act",
  act: { act: "ofCallback", request },
});
const answered = (outcome: Outcome<AnswerValue>): Input => ({ kind: "answer", id: 1, outcome });
const OK: Input = answered({ ok: true, value: { kind: "done" } });
const refused = (reason: string): Input =>
  answered({ ok: false, failure: { code: 9, message: "", fields: [], reason } });

const REACHED: CallbackRequest = {
  method: "CompleteCallback",
  callback: MINE.name,
  outcome: "reached",
  nextAttemptMs: null,
};
const RETURN: CallbackRequest = { method: "ReturnCallback", callback: MINE.name };
const CANCEL: CallbackRequest = { method: "CancelCallback", callback: MINE.name };
const TAKE: CallbackRequest = { method: "TakeCallback", callback: MINE.name };

test("the callback that the agent has is there as the server tells it", () => {
  expect(take(desk(), whole(MINE)).state.callback).toEqual(MINE);
  const later = { ...MINE, note: "about the invoice" };

  expect(take(desk(), told(MINE), told(later)).state.callback).toEqual(later);
});

test("one of another agent, or that nobody has, is not theirs", () => {
  const { state } = take(
    desk(),
    told(aCallback({ state: "inProgress", agent: "agents/ben" })),
    told(aCallback({})),
  );

  expect(state.callback).toBeNull();
  expect(state.toast).toBeNull();
});

test("one that is taken away goes with its card, and that is said", () => {
  const shown = desk({ callback: MINE, aside: { kind: "callback" } });

  const { state } = take(shown, told(aCallback({ state: "scheduled" })));

  expect(state.callback).toBeNull();
  expect(state.aside).toBeNull();
  expect(state.toast?.say).toBe("callbackGone");
});

test("a whole without it ends it, and leaves what else stands open", () => {
  const ticket = { kind: "ticket", ticket: "tickets/t1" } as const;

  expect(take(desk({ callback: MINE, aside: ticket }), whole(null)).state).toMatchObject({
    callback: null,
    aside: ticket,
  });
});

test.each([
  [REACHED, "callbackTold"],
  [RETURN, "callbackReturned"],
  [CANCEL, "callbackCancelled"],
] as const)("%s is asked once, and what came of it is said", (request, say) => {
  const { state, asked } = take(
    desk({ callback: MINE, aside: { kind: "callback" } }),
    ask(request),
    ask(RETURN),
    told(aCallback({ state: "scheduled" })),
    OK,
  );

  expect(asked).toEqual([request]);
  expect(state.callback).toBeNull();
  expect(state.aside).toBeNull();
  expect(state.toast?.say).toBe(say);
});

test.each(["CALLBACK_OVER", "CALLBACK_NOT_IN_PROGRESS", "CALLBACK_OF_ANOTHER_AGENT"])(
  "%s: it is not the agent's any more, and that is said",
  (reason) => {
    const { state } = take(desk({ callback: MINE }), ask(REACHED), refused(reason));

    expect(state.callback).toBeNull();
    expect(state.toast?.say).toBe("callbackGone");
  },
);

test("what was refused otherwise may be tried again", () => {
  const { state } = take(desk({ callback: MINE }), ask(RETURN), refused("CALLBACK_DIALLED"));

  expect(state.callback).toEqual(MINE);
  expect(state.toast?.say).toBe("failed");
  expect(take(state, ask(REACHED)).asked).toEqual([REACHED]);
});

test("one that was picked from the list is the agent's, and its card is opened", () => {
  const { state } = take(
    desk({ aside: { kind: "callbacks" } }),
    ask(TAKE),
    answered({ ok: true, value: { kind: "callback", callback: MINE } }),
  );

  expect(state.callback).toEqual(MINE);
  expect(state.aside).toEqual({ kind: "callback" });
});

test.each([
  ["while they are rung", { pops: [aPop({})] }],
  ["while they talk", { pops: [aPop({ state: "connected" })] }],
] as const)("one that was picked is theirs, and opens nothing %s", (_, change) => {
  const leased = { ...MINE, leaseMs: 60_000 };
  const picked = answered({ ok: true, value: { kind: "callback", callback: leased } });
  const { state } = take(desk({ ...change, aside: null }), ask(TAKE), picked);

  expect(state.callback).toEqual(leased);
  expect(state.aside).toBeNull();
});

test("a card that was closed before the answer came stays closed", () => {
  const close: Input = { kind: "act", act: { act: "showAside", aside: null } };
  const picked = answered({ ok: true, value: { kind: "callback", callback: MINE } });

  expect(take(desk(), ask(TAKE), told(MINE), close, picked).state.aside).toBeNull();
});

test("one that was picked does not push away a call that came meanwhile", () => {
  const talking = desk({ pops: [aPop({ state: "connected" })], aside: null });

  expect(take(talking, ask(TAKE), OK).state.aside).toBeNull();
});

test("one that somebody else picked stays in the list, and the reason is said", () => {
  const list = desk({ aside: { kind: "callbacks" } });
  const { state } = take(list, ask(TAKE), refused("CALLBACK_IN_PROGRESS"));

  expect(state.aside).toEqual({ kind: "callbacks" });
  expect(state.toast?.say).toBe("failed");
});

test("without a link nothing is asked", () => {
  const { state, asked } = take(desk({ callback: MINE, nowMs: 60_000 }), ask(REACHED));

  expect(asked).toEqual([]);
  expect(state.toast?.say).toBe("notLive");
});

test("the card of one that becomes theirs opens by itself", () => {
  expect(take(desk(), told(MINE)).state.aside).toEqual({ kind: "callback" });
});

test("the card is open again when the page is loaded anew", () => {
  expect(take(desk(), whole(MINE)).state.aside).toEqual({ kind: "callback" });
});

test("a card that was closed stays so as long as it is the same callback", () => {
  const closed = desk({ callback: MINE, aside: null });

  expect(take(closed, told({ ...MINE, note: "again" }), whole(MINE)).state.aside).toBeNull();
});

test.each([
  ["who types", { typing: "note" }],
  ["who is rung", { pops: [aPop({})] }],
  ["who talks with somebody else", { pops: [aPop({ state: "connected" })] }],
] as const)("%s is not interrupted by it", (_, change) => {
  const waiting = { ...MINE, leaseMs: 60_000 };

  expect(take(desk({ ...change, aside: null }), told(waiting)).state.aside).toBeNull();
});

test("while they talk with whom they call back, the card is open after a reload", () => {
  const calling = { ...MINE, leaseMs: null };
  const call = aCall({ call: "calls/c9", offer: "" });
  const snapshot = aSnapshot({ agent: ME, callback: calling, calls: [call] });

  expect(
    take(desk(), { kind: "update", update: { kind: "snapshot", snapshot } }).state.aside,
  ).toEqual({ kind: "callback" });
});

test("who has a callback is not free for a page that is loaded anew", () => {
  expect(isFree(desk())).toBe(true);
  expect(isFree(desk({ callback: MINE }))).toBe(false);
});
