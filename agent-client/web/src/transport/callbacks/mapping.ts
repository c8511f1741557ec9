// From the messages of callbacks to plain values. A value that is newer than this page is taken as
// the first of its kind, as the contract says.

import type { Callback as CallbackMessage } from "$proto/callback_pb";
import type { Callback } from "../../domain/callbacks/callback";
import {
  ATTEMPT_OUTCOMES,
  CALLBACK_ENDS,
  CALLBACK_ORIGINS,
  CALLBACK_STATES,
} from "../../domain/callbacks/callback";
import { numberOf } from "../shared/phoneNumber";
import { known, timeOf } from "../tickets/mapping";

export function callbackOf(callback: CallbackMessage): Callback {
  return {
    name: callback.name,
    number: numberOf(callback.number),
    displayName: callback.displayName,
    customer: callback.customer,
    queueDisplayName: callback.queueDisplayName,
    state: known(CALLBACK_STATES, callback.state, "unknown"),
    origin: known(CALLBACK_ORIGINS, callback.origin, "unknown"),
    note: callback.note,
    waitStartMs: timeOf(callback.waitStartTime),
    earliestMs: timeOf(callback.earliestTime),
    nextAttemptMs: timeOf(callback.nextAttemptTime),
    agent: callback.agent,
    preferredAgent: callback.preferredAgent,
    attempts: callback.attempts.map(({ agent, startTime, outcome, outcomeAssumed }) => ({
      agent,
      startMs: timeOf(startTime),
      outcome: known(ATTEMPT_OUTCOMES, outcome, "none"),
      assumed: outcomeAssumed,
    })),
    ticket: callback.ticket,
    createMs: timeOf(callback.createTime),
    end: known(CALLBACK_ENDS, callback.end, "none"),
    endMs: timeOf(callback.endTime),
    recovered: callback.recovered,
    held: callback.held,
    leaseMs: timeOf(callback.leaseExpireTime),
  };
}
