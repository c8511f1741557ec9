// Which callbacks the supervisor's page shows, as a part of its address. What does not fit is left
// out, see savedView.ts.

import type { CallbackFilter, CallbackGroup, Recovery } from "../callbacks/callback";
import { CALLBACK_GROUPS, EVERY_CALLBACK, RECOVERIES, statesOf } from "../callbacks/callback";

export interface CallbackView {
  readonly missed: boolean; // Those of missed calls only.
  readonly groups: readonly CallbackGroup[]; // Empty: all.
  readonly queue: string; // Empty: all.
  readonly recovery: Recovery;
  readonly days: number; // Made within so many. 0: whenever.
}

export const CALLBACK_DAYS = [1, 7, 30, 0] as const;

// What is not done.
export const firstCallbacks: CallbackView = {
  missed: false,
  groups: ["due", "later", "inProgress"],
  queue: "",
  recovery: "any",
  days: 0,
};

// Of missed calls also those whose callers were reached count.
export const firstMissed: CallbackView = { ...firstCallbacks, missed: true, groups: [], days: 1 };

const DAY_MS = 86_400_000;
const QUEUE = /^queues\/[a-z0-9._-]{1,64}$/;

const firstOf = (missed: boolean) => (missed ? firstMissed : firstCallbacks);

function groupsOf(params: URLSearchParams, first: CallbackView): readonly CallbackGroup[] {
  const given = params.getAll("cstate");
  return given.length === 0 ? first.groups : CALLBACK_GROUPS.filter((one) => given.includes(one));
}

export function parseCallbacks(params: URLSearchParams): CallbackView {
  const first = firstOf(params.get("cmissed") === "1");
  const queue = params.get("cqueue") ?? "";
  const days = params.get("cdays");
  return {
    missed: first.missed,
    groups: groupsOf(params, first),
    queue: QUEUE.test(queue) ? queue : "",
    recovery: RECOVERIES.find((one) => one === params.get("creached")) ?? first.recovery,
    days: CALLBACK_DAYS.find((one) => String(one) === days) ?? first.days,
  };
}

// Only what differs from the first view.
export function writeCallbacks(params: URLSearchParams, view: CallbackView): void {
  const first = firstOf(view.missed);
  if (view.missed) params.set("cmissed", "1");
  if (view.groups.join() !== first.groups.join()) {
    for (const group of view.groups) params.append("cstate", group);
    if (view.groups.length === 0) params.set("cstate", "all");
  }
  if (view.queue !== "") params.set("cqueue", view.queue);
  if (view.recovery !== first.recovery) params.set("creached", view.recovery);
  if (view.days !== first.days) params.set("cdays", String(view.days));
}

// Since when those are that are shown. null: whenever.
export function fromMsOf({ days }: CallbackView, nowMs: number): number | null {
  return days === 0 ? null : nowMs - days * DAY_MS;
}

export function filterOf(view: CallbackView, nowMs: number): CallbackFilter {
  return {
    ...EVERY_CALLBACK,
    states: statesOf(view.groups),
    origins: view.missed ? ["missedCall"] : [],
    queue: view.queue,
    recovery: view.recovery,
    createdFromMs: fromMsOf(view, nowMs),
  };
}
