// The words for what the domain knows of callbacks by name.

import { m } from "$messages";
import type {
  AttemptOutcome,
  Callback,
  CallbackEnd,
  CallbackGroup,
  CallbackOrigin,
  CallbackState,
} from "../../domain/callbacks/callback";
import type { Failure } from "../../domain/shared/failure";
import { DEADLINE_EXCEEDED, UNAVAILABLE } from "../../domain/shared/failure";

type Words<Name extends string> = Readonly<Record<Name, () => string>>;
const nothing = () => "";

// Who is to be called.
export function calledText({ displayName, number }: Callback): string {
  return displayName || (number?.formatted ?? m.pop_unknown());
}

const ORIGINS: Words<CallbackOrigin> = {
  unknown: nothing,
  queue: m.callback_origin_queue,
  missedCall: m.callback_origin_missedCall,
  promise: m.callback_origin_promise,
  list: m.callback_origin_list,
};
export const originText = (origin: CallbackOrigin) => ORIGINS[origin]();

const GROUPS: Words<CallbackGroup> = {
  due: m.callback_group_due,
  later: m.callback_group_later,
  inProgress: m.callback_group_inProgress,
  done: m.callback_group_done,
};
export const groupText = (group: CallbackGroup) => GROUPS[group]();

const STATES: Words<CallbackState> = {
  unknown: nothing,
  waiting: m.callback_group_due,
  scheduled: m.callback_group_later,
  inProgress: m.callback_group_inProgress,
  reached: m.callback_state_reached,
  unreached: m.callback_state_unreached,
  cancelled: m.callback_state_cancelled,
};
export const callbackStateText = (state: CallbackState) => STATES[state]();

const OUTCOMES: Words<AttemptOutcome> = {
  none: nothing,
  reached: m.callback_outcome_reached,
  noAnswer: m.callback_outcome_noAnswer,
  busy: m.callback_outcome_busy,
  notThem: m.callback_outcome_notThem,
  wrongNumber: m.callback_outcome_wrongNumber,
  failed: m.callback_outcome_failed,
  later: m.callback_outcome_later,
};
export const attemptText = (outcome: AttemptOutcome) => OUTCOMES[outcome]();

// Why it is over, where the state does not say so. Empty: it does, or it is not over.
const ENDS: Words<CallbackEnd> = {
  none: nothing,
  reached: nothing,
  reachedOtherwise: m.callback_end_reachedOtherwise,
  customerCalled: m.callback_end_customerCalled,
  takenBack: m.callback_end_takenBack,
  attemptsUsed: m.callback_end_attemptsUsed,
  wrongNumber: m.callback_end_wrongNumber,
  expired: m.callback_end_expired,
  doNotCall: m.callback_end_doNotCall,
};
export const endText = (end: CallbackEnd) => ENDS[end]();

const PROMISE_REASONS: Readonly<Partial<Record<string, () => string>>> = {
  CALLBACK_EXISTS: m.promise_exists,
  DO_NOT_CALL: m.promise_do_not_call,
  NUMBER_INVALID: m.promise_number_invalid,
  CALLBACKS_FULL: m.promise_full,
  CALLBACKS_OF_PARTY_FULL: m.promise_full,
};

// By their names at the server, as the form calls them.
const PROMISE_FIELDS: Readonly<Partial<Record<string, () => string>>> = {
  earliest_time: m.promise_at,
  queue: m.promise_queue,
  note: m.promise_about,
  preferred_agent: m.promise_mine,
};

// Why a call was not promised, or is not known to be.
export function promiseFailureText(failure: Failure): string {
  const known = PROMISE_REASONS[failure.reason];
  if (known !== undefined) return known();
  if (failure.code === DEADLINE_EXCEEDED || failure.code === UNAVAILABLE) {
    return m.ticket_change_unknown();
  }
  const field = failure.fields[0];
  if (field === undefined) {
    return m.promise_failed({ reason: failure.message || failure.reason });
  }
  const called = PROMISE_FIELDS[field.field.slice(field.field.lastIndexOf(".") + 1)];
  const name = called === undefined ? field.field : `“${called()}”`;
  return m.promise_field_invalid({ field: name, reason: field.description });
}
