// What a desk asks to be carried out. Methods as in proto/jackfield/v1.

import type { AttemptOutcome, Callback } from "../callbacks/callback";
import type { CommandKind } from "./workValues";
import type { AgentState, AgentStatus, Brief, Caller, Channel, PopMode, WrapUp } from "./values";

// What is said to an offer of work.
export interface WorkAnswer {
  readonly method: "AcceptWorkOffer" | "DeclineWorkOffer";
  readonly name: string;
}

// What is done with a callback.
export type CallbackRequest =
  | {
      readonly method: "TakeCallback" | "ReturnCallback" | "CancelCallback";
      readonly callback: string;
    }
  | {
      readonly method: "CompleteCallback";
      readonly callback: string;
      readonly outcome: AttemptOutcome;
      readonly nextAttemptMs: number | null; // When they wish it. null: by the queue's plan.
    };

// What is asked of the switch.
export type CallRequest =
  | {
      readonly method:
        | "AnswerCall"
        | "DeclineCall"
        | "HoldCall"
        | "RetrieveCall"
        | "HangUpCall"
        | "CancelConsultation"; // `call`: the one that is held.
      readonly call: string;
    }
  | {
      readonly method: "TransferCall" | "ConsultCall";
      readonly call: string;
      readonly target: string;
    }
  | {
      readonly method: "CompleteTransfer" | "ConferenceCall";
      readonly call: string;
      readonly consultation: string;
    }
  | { readonly method: "DialNumber"; readonly number: string };

export type Request =
  | { readonly method: "SetAgentState"; readonly state: AgentState; readonly reason: string }
  | { readonly method: "ReportPopShown"; readonly offer: string }
  | {
      readonly method: "SaveWrapUpNote";
      readonly call: string;
      readonly note: string;
      readonly revision: bigint;
    }
  | {
      readonly method: "CompleteWrapUp";
      readonly call: string;
      readonly disposition: string;
      readonly note: string;
    }
  | { readonly method: "ExtendWrapUp"; readonly call: string }
  | { readonly method: "ChooseCaller"; readonly call: string; readonly customer: string }
  | { readonly method: "SetPopMode"; readonly popMode: PopMode }
  | { readonly method: "AcknowledgeMissed"; readonly offers: readonly string[] }
  | WorkAnswer
  | { readonly method: "AcknowledgeNotices"; readonly names: readonly string[] }
  | CallRequest
  | CallbackRequest
  | {
      readonly method: "GetTimeline";
      readonly customer: string;
      readonly channel: Channel;
      readonly pageToken: string;
    };

export type Command =
  | { readonly kind: "ask"; readonly id: number; readonly request: Request }
  // The rest is of this browser, without an answer. `offer`: a call's, or `workOffers/…`, which
  // rings once.
  | { readonly kind: "ring"; readonly offer: string }
  // For a desk that tells by the command alone, and for the conformance runner; the page's Notifier
  // follows the state instead, so that what it shows ends with the offer.
  | { readonly kind: "notify"; readonly offer: string }
  | { readonly kind: "openUri"; readonly offer: string; readonly uri: string }
  | { readonly kind: "reconnect" };

// What requests gave.
export type AnswerValue =
  | { readonly kind: "done" }
  | { readonly kind: "noteSaved"; readonly revision: bigint }
  | { readonly kind: "status"; readonly status: AgentStatus }
  | { readonly kind: "popMode"; readonly popMode: PopMode }
  | { readonly kind: "wrapUp"; readonly wrapUp: WrapUp }
  | { readonly kind: "caller"; readonly caller: Caller }
  | { readonly kind: "callback"; readonly callback: Callback }
  | { readonly kind: "issued"; readonly commandId: string; readonly command: CommandKind }
  | {
      readonly kind: "timeline";
      readonly briefs: readonly Brief[];
      readonly nextPageToken: string;
    };
