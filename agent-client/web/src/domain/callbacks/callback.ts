// Who is to be called, as the server tells it; the same for desks and for the supervisor's page.

import type { Outcome } from "../desk/input";
import type { PhoneNumber } from "../desk/values";

// In the order of the contract's numbers, as all lists here. "unknown": newer than this page.
export const CALLBACK_STATES = [
  "unknown",
  "waiting",
  "scheduled",
  "inProgress",
  "reached",
  "unreached",
  "cancelled",
] as const;
export type CallbackState = (typeof CALLBACK_STATES)[number];

export const CALLBACK_ORIGINS = ["unknown", "queue", "missedCall", "promise", "list"] as const;
export type CallbackOrigin = (typeof CALLBACK_ORIGINS)[number];

// "none": it has not ended.
export const ATTEMPT_OUTCOMES = [
  "none",
  "reached",
  "noAnswer",
  "busy",
  "notThem",
  "wrongNumber",
  "failed",
  "later", // They asked to be called at another time.
] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

// Why it is over. "none": it is not.
export const CALLBACK_ENDS = [
  "none",
  "reached",
  "reachedOtherwise",
  "customerCalled",
  "takenBack",
  "attemptsUsed",
  "wrongNumber",
  "expired",
  "doNotCall",
] as const;
export type CallbackEnd = (typeof CALLBACK_ENDS)[number];

export interface CallbackAttempt {
  readonly agent: string; // `agents/{agent}`
  readonly startMs: number | null; // null: it was not dialled.
  readonly outcome: AttemptOutcome;
  readonly assumed: boolean; // Nobody told the outcome.
}

// Somebody who is to be called.
export interface Callback {
  readonly name: string; // `callbacks/{callback}`
  readonly number: PhoneNumber | null; // null: it may not be seen here.
  readonly displayName: string;
  readonly customer: string;
  readonly queueDisplayName: string;
  readonly state: CallbackState;
  readonly origin: CallbackOrigin;
  readonly note: string;
  readonly waitStartMs: number | null;
  readonly earliestMs: number | null;
  readonly nextAttemptMs: number | null;
  readonly agent: string; // Who has it, `agents/{agent}`. Empty: nobody.
  readonly preferredAgent: string; // Whom it is kept for. Empty: anybody.
  readonly attempts: readonly CallbackAttempt[]; // The first first.
  readonly ticket: string; // `tickets/{ticket}`. Empty: none.
  readonly createMs: number | null;
  readonly end: CallbackEnd;
  readonly endMs: number | null;
  readonly recovered: boolean; // The customer was reached, in either direction.
  readonly held: boolean; // The customer is calling: nobody calls them meanwhile.
  readonly leaseMs: number | null; // Until when who has it is to call, or to tell the outcome.
}

// Where callbacks are, as people ask for them.
export const CALLBACK_GROUPS = ["due", "later", "inProgress", "done"] as const;
export type CallbackGroup = (typeof CALLBACK_GROUPS)[number];

const STATES_OF: Readonly<Record<CallbackGroup, readonly CallbackState[]>> = {
  due: ["waiting"],
  later: ["scheduled"],
  inProgress: ["inProgress"],
  done: ["reached", "unreached", "cancelled"],
};
export const statesOf = (groups: readonly CallbackGroup[]) =>
  groups.flatMap((group) => STATES_OF[group]);

export const RECOVERIES = ["any", "recovered", "remaining"] as const;
export type Recovery = (typeof RECOVERIES)[number];

// Which callbacks are wanted. All that is set must fit.
export interface CallbackFilter {
  readonly states: readonly CallbackState[]; // Empty: all.
  readonly origins: readonly CallbackOrigin[]; // Empty: all.
  readonly queue: string; // Empty: all.
  readonly recovery: Recovery;
  readonly createdFromMs: number | null; // By the server's clock. null: whenever.
}

export const EVERY_CALLBACK: CallbackFilter = {
  states: [],
  origins: [],
  queue: "",
  recovery: "any",
  createdFromMs: null,
};

// A short call about callbacks; the same from a desk and from the supervisor's page.
export interface CallbackQuery {
  readonly query: "listCallbacks";
  readonly filter: CallbackFilter;
  readonly pageSize: number;
  readonly pageToken: string;
}

// A call that an agent promises to somebody.
export interface CallPromise {
  readonly number: string; // In E.164 form, or as the caller's switch wrote it.
  readonly customer: string; // Empty: not known.
  readonly interaction: string; // The call in which it was promised, `calls/{call}`.
  readonly queue: string; // `queues/{queue}`: whose agents call.
  readonly preferredAgent: string; // `agents/{agent}`. Empty: anybody.
  readonly earliestMs: number;
  readonly note: string;
}

export interface PromiseQuery {
  readonly query: "promiseCall";
  readonly promise: CallPromise;
  readonly requestId: string;
}

export interface CallbackPage {
  readonly callbacks: readonly Callback[]; // The newest first.
  readonly nextPageToken: string;
}

export type AskCallbacks = (query: CallbackQuery) => Promise<Outcome<CallbackPage>>;

export const isOver = ({ state }: Callback) => STATES_OF.done.includes(state);

// When somebody is to do something next: call, tell the outcome, or try again. null: at once, or
// never.
export function nextMs(callback: Callback): number | null {
  switch (callback.state) {
    case "inProgress":
      return callback.leaseMs;
    case "scheduled":
      return callback.nextAttemptMs ?? callback.earliestMs;
    default:
      return null;
  }
}
