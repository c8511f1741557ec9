// What the server tells a desk, as plain data. The fields have the names and the meaning of
// proto/jackfield/v1; transport/desk/mapping.ts makes them. Times are milliseconds by the server's
// clock. All texts come from outside and are only ever shown as text.

import type { Callback } from "../callbacks/callback";
import type { Ticket } from "../tickets/ticket";
import type { CommandEnded, CommandKind, WorkCloseReason } from "./workValues";
import type { WorkNotice, WorkOffer, WorkSnapshot } from "./workValues";

export type AgentState =
  | "unknown"
  | "loggedOff"
  | "notReady"
  | "ready"
  | "reserved"
  | "alerting"
  | "connected"
  | "hold"
  | "workingAfterCall";

export type PopMode = "on" | "cardOnly" | "off";

export interface AgentStatus {
  readonly state: AgentState;
  readonly reason: string;
  readonly sinceMs: number | null;
  readonly pendingState: AgentState; // "unknown": none was chosen.
  readonly pendingReason: string;
  readonly cause: "unknown" | "self" | "other";
}

export interface Agent {
  readonly name: string;
  readonly login: string;
  readonly displayName: string;
  readonly status: AgentStatus;
  readonly popMode: PopMode;
  readonly offHours: boolean; // It is outside their working hours.
}

export type NumberKind =
  | "unknown"
  | "fixedLine"
  | "mobile"
  | "fixedLineOrMobile"
  | "tollFree"
  | "premiumRate"
  | "specialRate"
  | "voip"
  | "extension";

export interface PhoneNumber {
  readonly formatted: string;
  readonly e164: string; // Empty: no certain form.
  readonly raw: string;
  readonly place: string;
  readonly kind: NumberKind;
}

export type MatchKind =
  | "none"
  | "exact"
  | "otherFormat"
  | "extensionStripped"
  | "chosen"
  | "denied"
  | "attachedId"
  | "confirmedBefore";

export type CandidateReason =
  "none" | "chosenBefore" | "sameAgent" | "sameQueue" | "openTicket" | "lastContact" | "role";

export interface Candidate {
  readonly customer: string;
  readonly displayName: string;
  readonly company: string;
  readonly role: string;
  readonly formattedNumber: string;
  readonly lastContactMs: number | null;
  readonly reason: CandidateReason;
}

export interface Caller {
  readonly displayName: string;
  readonly number: PhoneNumber | null; // null: withheld or not known.
  readonly withheld: boolean;
  readonly customer: string; // Empty: not known who.
  readonly company: string;
  readonly role: string;
  readonly tier: string;
  readonly flags: readonly { readonly code: string; readonly label: string }[];
  readonly languageCode: string;
  readonly match: MatchKind;
  readonly candidates: readonly Candidate[];
  readonly candidateCount: number;
}

// In the order of the contract's numbers. What filters by "unknown" takes all.
export const CHANNELS = [
  "unknown",
  "call",
  "email",
  "chat",
  "sms",
  "visit",
  "letter",
  "note",
  "voicemail",
] as const;
export type Channel = (typeof CHANNELS)[number];

export type CallResult =
  "unknown" | "answered" | "abandoned" | "unanswered" | "refused" | "lost" | "left";

// One line of a timeline.
export interface Brief {
  readonly name: string;
  readonly channel: Channel;
  readonly outbound: boolean;
  readonly startMs: number | null;
  readonly summary: string;
  readonly agentDisplayName: string;
  readonly outcome: string;
  readonly result: CallResult;
  readonly note: string; // Empty where only the few words of a pop are known.
  readonly subject: string;
  readonly body: string;
  readonly tickets: readonly string[]; // `tickets/{ticket}`. Empty in a pop, which knows none.
}

export interface Outcome {
  readonly code: string;
  readonly label: string;
  readonly digit: number; // 0: none of its own; then its place in the list counts.
  readonly noteRequired: boolean;
}

export interface Attached {
  readonly label: string;
  readonly value: string;
  readonly masked: boolean; // Kept by the server, never shown.
}

export type PopState = "ringing" | "connected" | "held" | "ended";
export type PopPolicy = "card" | "openOnAnswer" | "openUriOnAnswer";

export interface Pop {
  readonly offer: string;
  readonly call: string;
  readonly state: PopState;
  readonly outbound: boolean;
  readonly queue: string;
  readonly queueDisplayName: string;
  readonly offerNumber: number;
  readonly offerCount: number;
  readonly waitedMs: number | null;
  readonly waitingSinceMs: number | null;
  readonly ringStartMs: number | null;
  readonly deadlineMs: number | null;
  readonly answerMs: number | null;
  readonly holdSinceMs: number | null;
  readonly caller: Caller;
  readonly dialled: PhoneNumber | null;
  readonly dialledLabel: string;
  readonly attached: readonly Attached[];
  readonly pinnedNote: string;
  readonly callsTodayCount: number;
  readonly lastAgent: string;
  readonly lastOutcome: string;
  readonly recent: readonly Brief[];
  readonly openTicketCount: number;
  readonly openTickets: readonly Ticket[]; // The newest of them.
  readonly policy: PopPolicy;
  readonly openUri: string;
  readonly outcomes: readonly Outcome[];
  readonly transferred: boolean;
  readonly transferredBy: string;
  readonly nextAppointmentMs: number | null;
  readonly allowedCommands: readonly CommandKind[]; // While it rings.
  readonly revision: bigint;
}

export type CloseReason =
  | "unknown"
  | "answeredByYou"
  | "answeredElsewhere"
  | "noAnswer"
  | "callerGone"
  | "cancelled"
  | "lost"
  | "transferred"
  | "deadline";

export interface PopClosed {
  readonly offer: string;
  readonly reason: CloseReason;
  readonly answeredBy: string;
}

export type OwnCallState = "dialling" | "connected" | "held" | "ended";

export interface OwnCall {
  readonly call: string;
  readonly offer: string; // Empty: the agent made it.
  readonly state: OwnCallState;
  readonly caller: Caller;
  readonly queueDisplayName: string;
  readonly startMs: number | null;
  readonly sinceMs: number | null;
  readonly allowedCommands: readonly CommandKind[];
  readonly revision: bigint;
}

export interface WrapUp {
  readonly call: string;
  readonly state: "open" | "completed" | "expired";
  readonly callerDisplayName: string;
  readonly startMs: number | null;
  readonly deadlineMs: number | null; // null: it does not end by itself.
  readonly extensionsLeft: number;
  readonly note: string;
  readonly noteRevision: bigint;
  readonly disposition: string;
  readonly outcomes: readonly Outcome[];
  readonly dispositionRequired: boolean;
}

export interface Missed {
  readonly offer: string;
  readonly call: string;
  readonly callerDisplayName: string;
  readonly number: PhoneNumber | null;
  readonly withheld: boolean;
  readonly customer: string;
  readonly queueDisplayName: string;
  readonly ringStartMs: number | null;
  readonly ringMs: number;
  readonly reason: CloseReason;
}

export interface Queue {
  readonly queue: string;
  readonly displayName: string;
  readonly waiting: number;
  readonly longestSinceMs: number | null;
  readonly stale: boolean;
}

export interface NotReadyReason {
  readonly code: string;
  readonly label: string;
}

export interface DeskLink {
  readonly label: string;
  readonly uriTemplate: string;
}

export interface Snapshot extends WorkSnapshot {
  readonly agent: Agent;
  readonly pops: readonly Pop[];
  readonly calls: readonly OwnCall[];
  readonly wrapUps: readonly WrapUp[];
  readonly missed: readonly Missed[];
  readonly missedCount: number;
  readonly queues: readonly Queue[];
  readonly reasons: readonly NotReadyReason[];
  readonly links: readonly DeskLink[];
  readonly serverMs: number;
  readonly serverVersion: string;
}

// One message of the stream.
export type Update =
  | { readonly kind: "snapshot"; readonly snapshot: Snapshot }
  | { readonly kind: "popOpened"; readonly pop: Pop }
  | { readonly kind: "popUpdated"; readonly pop: Pop }
  | { readonly kind: "popClosed"; readonly closed: PopClosed }
  | { readonly kind: "callChanged"; readonly call: OwnCall }
  | { readonly kind: "wrapUpChanged"; readonly wrapUp: WrapUp }
  | { readonly kind: "agentChanged"; readonly agent: Agent }
  | { readonly kind: "missedAdded"; readonly missed: Missed }
  | {
      readonly kind: "missedRemoved";
      readonly offers: readonly string[];
      readonly missedCount: number;
    }
  | { readonly kind: "queueChanged"; readonly queue: Queue }
  | { readonly kind: "queueRemoved"; readonly queue: string }
  | { readonly kind: "workOfferOpened"; readonly offer: WorkOffer }
  | {
      readonly kind: "workOfferClosed";
      readonly name: string;
      readonly reason: WorkCloseReason;
    }
  | { readonly kind: "ticketChanged"; readonly ticket: Ticket }
  | { readonly kind: "noticeAdded"; readonly notice: WorkNotice }
  | { readonly kind: "noticesRemoved"; readonly names: readonly string[] }
  | { readonly kind: "commandEnded"; readonly ended: CommandEnded }
  | { readonly kind: "allowedCommandsChanged"; readonly kinds: readonly CommandKind[] }
  | { readonly kind: "callbackChanged"; readonly callback: Callback }
  | { readonly kind: "heartbeat"; readonly serverMs: number }
  | { readonly kind: "resync" };

export interface CustomerNumber {
  readonly formatted: string;
  readonly e164: string; // Empty: no certain form.
  readonly raw: string;
}

export interface Customer {
  readonly name: string;
  readonly displayName: string;
  readonly company: string;
  readonly role: string;
  readonly tier: string;
  readonly flags: readonly { readonly code: string; readonly label: string }[];
  readonly languageCode: string;
  readonly pinnedNote: string;
  readonly numbers: readonly CustomerNumber[];
  readonly emailAddresses: readonly string[];
  readonly externalIds: readonly { readonly system: string; readonly value: string }[];
}

// An existing customer who may be the same as the one that is about to be created.
export interface Duplicate {
  readonly customer: string;
  readonly displayName: string;
  readonly company: string;
  readonly alike: "unknown" | "numberAndName" | "number" | "emailAddress" | "nameAndCompany";
}

export interface CustomerDraft {
  readonly displayName: string;
  readonly company: string;
  readonly number: string;
  readonly emailAddress: string;
}

// The identity of an offer: the last part of its name. After a transfer the same offer may be
// named under another call.
export function offerId(offer: string): string {
  return offer.slice(offer.lastIndexOf("/") + 1);
}
