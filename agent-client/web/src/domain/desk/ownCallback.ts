// The callback that the agent has, and what they say of it.
//
// Rules:
//  B1. The server says which it is. It is there until its outcome is told or the server takes it
//      away; where the agent did not ask for that, it is said.
//  B2. One thing at a time is asked of a callback.
//  B3. With a callback goes its card.
//  B4. The card of one that becomes theirs, or is theirs when the page is loaded, opens by itself,
//      unless they type, are rung, or talk with somebody else.

import type { Callback } from "../callbacks/callback";
import type { AnswerValue, CallbackRequest } from "./command";
import type { Outcome } from "./input";
import type { DeskState, Say } from "./state";
import type { Step } from "./step";
import { ask, needsServer, tell, tellFailed } from "./step";
import { isBusy, isRung, showAside } from "./work";

const GONE = [
  "CALLBACK_OVER",
  "CALLBACK_NOT_IN_PROGRESS",
  "CALLBACK_NOT_FOUND",
  "CALLBACK_OF_ANOTHER_AGENT",
];

const SAID: Readonly<Record<CallbackRequest["method"], Say>> = {
  TakeCallback: "workAccepted",
  ReturnCallback: "callbackReturned",
  CancelCallback: "callbackCancelled",
  CompleteCallback: "callbackTold",
};

// Whether something is asked of it already.
export function isCallbackAsked(state: DeskState, callback: string): boolean {
  return [...state.pending.values()].some(
    (request) => "callback" in request && request.callback === callback,
  );
}

export function holdCallback(step: Step, callback: Callback | null): void {
  const { state } = step;
  const isNew = callback !== null && callback.name !== state.callback?.name;
  state.callback = callback;
  if (isNew) openCard(step, callback);
  if (callback === null && state.aside?.kind === "callback") showAside(step, null); // B3.
}

// B4. Without a limit of time they talk with whom they call back.
function openCard(step: Step, { leaseMs }: Callback): void {
  const { state } = step;
  const theirs = state.typing === null && leaseMs === null;
  if (isRung(state) || (isBusy(state) && !theirs)) return;
  showAside(step, { kind: "callback" });
}

// As the server tells it. Returns whether it is the agent's.
export function takeCallback(step: Step, callback: Callback): boolean {
  const { state } = step;
  if (callback.state === "inProgress" && callback.agent === state.agent.name) {
    holdCallback(step, callback);
    return true;
  }
  if (state.callback?.name !== callback.name) return false;
  holdCallback(step, null);
  if (!isCallbackAsked(state, callback.name)) tell(step, "callbackGone"); // B1.
  return false;
}

export function askOfCallback(step: Step, request: CallbackRequest): void {
  if (isCallbackAsked(step.state, request.callback) || !needsServer(step)) return; // B2.
  ask(step, request);
}

export function takeCallbackAnswer(
  step: Step,
  { method, callback: name }: CallbackRequest,
  given: Outcome<AnswerValue>,
): void {
  const taken = method === "TakeCallback";
  const held = step.state.callback?.name === name;
  if (!given.ok) {
    if (taken || !GONE.includes(given.failure.reason)) return tellFailed(step, given.failure);
    if (held) holdCallback(step, null);
    return tell(step, "callbackGone");
  }
  tell(step, SAID[method]);
  if (!taken) return held ? holdCallback(step, null) : undefined;
  if (given.value.kind === "callback") takeCallback(step, given.value.callback);
}
