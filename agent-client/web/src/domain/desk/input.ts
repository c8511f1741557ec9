// What happens to a desk.

import type { Failure } from "../shared/failure";
import type { Ticket } from "../tickets/ticket";
import type { AnswerValue, CallRequest, CallbackRequest } from "./command";
import type { Aside, Draft, Focus, StreamState, Unsent } from "./state";
import type { AgentState, Channel, Customer, PopMode, Update } from "./values";

export type Outcome<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: Failure };

// What the agent does, by key or pointer.
export type Act =
  | { readonly act: "open" }
  | { readonly act: "focus"; readonly key: Focus }
  | { readonly act: "next" }
  | { readonly act: "previous" }
  | { readonly act: "startNote" }
  | { readonly act: "editNote"; readonly text: string }
  | { readonly act: "leaveNote" }
  | { readonly act: "startField" }
  | { readonly act: "leaveField" }
  | { readonly act: "chooseOutcome"; readonly code: string }
  | { readonly act: "outcomeDigit"; readonly digit: number }
  | { readonly act: "complete" }
  | { readonly act: "extend" }
  | { readonly act: "notThem" }
  | { readonly act: "markCandidate"; readonly customer: string }
  | { readonly act: "chooseCaller"; readonly call: string; readonly customer: string }
  | { readonly act: "stopAsking" }
  | { readonly act: "seen" }
  | { readonly act: "seenOne"; readonly offer: string }
  | { readonly act: "ready" }
  | { readonly act: "setState"; readonly state: AgentState; readonly reason: string }
  | { readonly act: "setPopMode"; readonly popMode: PopMode }
  | { readonly act: "stopRing" }
  | { readonly act: "showCustomer"; readonly customer: Customer }
  | { readonly act: "hideCustomer" }
  | { readonly act: "showTimeline"; readonly channel: Channel }
  | { readonly act: "moreTimeline" }
  | { readonly act: "acceptWork"; readonly name: string } // Empty: the oldest offer.
  | { readonly act: "declineWork"; readonly name: string }
  | { readonly act: "seeNotice"; readonly name: string } // Empty: all.
  | { readonly act: "openTicket"; readonly ticket: string }
  | { readonly act: "newTicket" }
  | { readonly act: "showAside"; readonly aside: Aside | null }
  | { readonly act: "ticketAnswered"; readonly ticket: Ticket } // As it is after an own change.
  | { readonly act: "ofCallback"; readonly request: CallbackRequest }
  | { readonly act: "control"; readonly request: CallRequest }
  | { readonly act: "answerCall" } // What rings in focus, else the first.
  | { readonly act: "holdOrRetrieve" } // The call in focus.
  | { readonly act: "reconnect" }
  | { readonly act: "keepUnsent"; readonly unsent: readonly Unsent[] }
  | { readonly act: "tell"; readonly say: "callPromised" | "notSignedOut" } // What the page did.
  | { readonly act: "dismiss" };

export type Input =
  | { readonly kind: "update"; readonly update: Update }
  | { readonly kind: "link"; readonly to: StreamState; readonly detail: string }
  | { readonly kind: "roundTrip"; readonly ms: number }
  | { readonly kind: "act"; readonly act: Act }
  | { readonly kind: "answer"; readonly id: number; readonly outcome: Outcome<AnswerValue> }
  // Drafts that this browser kept, or that another tab typed.
  | { readonly kind: "drafts"; readonly drafts: ReadonlyMap<string, Draft> }
  // A part of this page is not to be had any more: it is of a version that was replaced.
  | { readonly kind: "outdated" }
  | { readonly kind: "tick" };
