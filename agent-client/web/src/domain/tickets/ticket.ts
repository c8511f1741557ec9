// Tickets as plain data, for the desk and for the supervisor's page. The fields have the names and
// the meaning of proto/jackfield/v1; transport/tickets/mapping.ts makes them. Times are
// milliseconds by the server's clock. All texts come from outside and are only ever shown as text.

import type { Outcome } from "../desk/input";
import type { KeptView, ViewDraft } from "./views";

// All lists are in the order of the contract's numbers; what is newer than this page is the first.
export const TICKET_STATES = ["open", "new", "open", "pending", "resolved", "closed"] as const;
export type TicketState = (typeof TICKET_STATES)[number];
export const TICKET_TYPES = [
  "question",
  "question",
  "incident",
  "complaint",
  "callback",
  "task",
] as const;
export type TicketType = (typeof TICKET_TYPES)[number];
export const TICKET_PRIORITIES = ["normal", "low", "normal", "high", "urgent"] as const;
export type TicketPriority = (typeof TICKET_PRIORITIES)[number];

// To be chosen from, each once.
export const TYPES: readonly TicketType[] = TICKET_TYPES.slice(1);
export const PRIORITIES: readonly TicketPriority[] = TICKET_PRIORITIES.slice(1);
export const STATES: readonly TicketState[] = TICKET_STATES.slice(1);

export const CLOCK_KINDS = ["unknown", "firstResponse", "nextResponse", "resolution"] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];
export const CLOCK_STATES = ["unknown", "running", "paused", "met", "breached"] as const;
export type ClockState = (typeof CLOCK_STATES)[number];

export interface TicketClock {
  readonly kind: ClockKind;
  readonly state: ClockState;
  readonly dueMs: number | null; // null: it stands still, or was stopped.
  readonly warnMs: number | null;
  readonly warned: boolean;
  readonly stopMs: number | null;
}

export interface Complaint {
  readonly severity: number; // 1 (slight) to 4 (grave). 0: not stated.
  readonly cause: string;
  readonly promisedAction: string;
  readonly compensationMinorUnits: number; // 0: none.
  readonly currencyCode: string;
}

export const NO_COMPLAINT: Complaint = {
  severity: 0,
  cause: "",
  promisedAction: "",
  compensationMinorUnits: 0,
  currencyCode: "",
};

export interface Ticket {
  readonly name: string; // `tickets/{ticket}`
  readonly number: number;
  readonly subject: string;
  readonly state: TicketState;
  readonly type: TicketType;
  readonly priority: TicketPriority;
  readonly customer: string; // Empty: nobody's.
  readonly customerDisplayName: string;
  readonly queue: string; // Empty: none.
  readonly queueDisplayName: string;
  readonly owner: string; // `agents/{agent}`. Empty: nobody.
  readonly ownerDisplayName: string;
  readonly tags: readonly string[];
  readonly reminderMs: number | null;
  readonly clocks: readonly TicketClock[];
  readonly complaint: Complaint | null;
  readonly satisfaction: number; // 1 to 5. 0: not asked.
  readonly mergedInto: string; // `tickets/{ticket}`. Empty: into none.
  readonly withSupervisors: boolean;
  readonly createMs: number | null;
  readonly updateMs: number | null;
  readonly etag: string;
}

// A ticket that was asked for by itself: with what lists and pushes have no need of.
export interface TicketDetails extends Ticket {
  readonly watchers: readonly string[]; // Logins.
  readonly linked: readonly string[]; // `tickets/{ticket}`
  readonly closeMs: number | null; // null: it was not closed.
}

export const ENTRY_KINDS = [
  "unknown",
  "created",
  "commented",
  "stateChanged",
  "ownerChanged",
  "queueChanged",
  "priorityChanged",
  "typeChanged",
  "subjectChanged",
  "tagsChanged",
  "skillsChanged",
  "customerChanged",
  "complaintChanged",
  "linked",
  "unlinked",
  "mergedInto",
  "mergedFrom",
  "interaction",
  "watched",
  "unwatched",
  "attached",
  "rated",
  "reminderSet",
  "clockWarned",
  "clockBreached",
  "handedToSupervisors",
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

export interface TicketEntry {
  readonly number: number; // Place in the history, from 1.
  readonly kind: EntryKind;
  readonly timeMs: number | null;
  readonly actor: string;
  readonly actorDisplayName: string;
  readonly isPublic: boolean; // The customer may read `text`.
  readonly text: string;
  readonly before: string;
  readonly after: string;
  readonly uri: string;
}

// Which tickets are wanted. All that is set must fit.
export interface TicketFilter {
  readonly text: string;
  readonly states: readonly TicketState[]; // Empty: all.
  readonly types: readonly TicketType[];
  readonly priorityMin: TicketPriority | ""; // Empty: any.
  readonly customer: string;
  readonly queue: string;
  readonly owner: string; // `agents/-`: those that nobody has.
  readonly breached: boolean;
  readonly dueWithinMs: number; // A clock that runs is due within it. 0: whenever.
  readonly tag: string;
  readonly watched: boolean; // By who is signed in.
  readonly startMs: number; // Created at or after it. 0: whenever.
  readonly endMs: number; // Created before it. 0: whenever.
}

export const NOBODY_OWNS = "agents/-";

export const EVERY_TICKET: TicketFilter = {
  text: "",
  states: [],
  types: [],
  priorityMin: "",
  customer: "",
  queue: "",
  owner: "",
  breached: false,
  dueWithinMs: 0,
  tag: "",
  watched: false,
  startMs: 0,
  endMs: 0,
};

export const TICKET_ORDERS = ["newest", "updated", "due", "priority"] as const;
export type TicketOrder = (typeof TICKET_ORDERS)[number];

export interface TicketDraft {
  readonly subject: string;
  readonly type: TicketType;
  readonly priority: TicketPriority;
  readonly customer: string;
  readonly queue: string;
  readonly interaction: string; // `calls/{call}`. Empty: by hand.
  readonly description: string;
  readonly owner: string; // Empty: nobody has it.
  readonly complaint: Complaint | null;
}

// The fields that can be set at any time.
export interface TicketFields {
  readonly subject?: string;
  readonly type?: TicketType;
  readonly priority?: TicketPriority;
  readonly queue?: string;
  readonly complaint?: Complaint;
}

// One act on a ticket. What has an `etag` is refused when the ticket was changed meanwhile.
export type TicketChange =
  | { readonly kind: "fields"; readonly fields: TicketFields; readonly etag: string }
  | {
      readonly kind: "comment";
      readonly text: string;
      readonly isPublic: boolean;
      readonly byCustomer: boolean;
    }
  | { readonly kind: "assign"; readonly owner: string; readonly etag: string }
  | { readonly kind: "take" }
  | {
      readonly kind: "state";
      readonly state: TicketState;
      readonly reminderMs: number | null;
      readonly comment: string;
      readonly isPublic: boolean;
      readonly etag: string;
    }
  | { readonly kind: "rate"; readonly satisfaction: number }
  | { readonly kind: "watch"; readonly stop: boolean }
  | { readonly kind: "link"; readonly other: string; readonly remove: boolean }
  | { readonly kind: "merge"; readonly into: string } // It becomes part of that one.
  | {
      readonly kind: "attach";
      readonly displayName: string;
      readonly uri: string;
      readonly isPublic: boolean;
    };

// Short calls about tickets; the same from a desk and from the supervisor's page.
export type TicketQuery =
  | { readonly query: "getTicket"; readonly name: string }
  | { readonly query: "listTicketEntries"; readonly ticket: string; readonly pageToken: string }
  | {
      readonly query: "listTickets";
      readonly filter: TicketFilter;
      readonly order: TicketOrder;
      readonly pageSize: number;
      readonly pageToken: string;
      readonly nowMs: number; // By the server's clock, for `dueWithinMs`.
    }
  | { readonly query: "createTicket"; readonly draft: TicketDraft; readonly requestId: string }
  | {
      readonly query: "changeTicket";
      readonly ticket: string;
      readonly change: TicketChange;
      readonly requestId: string;
    }
  | { readonly query: "listTicketViews" }
  | { readonly query: "saveTicketView"; readonly draft: ViewDraft; readonly requestId: string }
  | {
      readonly query: "deleteTicketView";
      readonly name: string;
      readonly etag: string;
      readonly requestId: string;
    };

export interface TicketResults {
  readonly getTicket: TicketDetails;
  readonly listTicketEntries: {
    readonly entries: readonly TicketEntry[];
    readonly nextPageToken: string;
  };
  readonly listTickets: { readonly tickets: readonly Ticket[]; readonly nextPageToken: string };
  readonly createTicket: TicketDetails;
  readonly changeTicket: TicketDetails;
  readonly listTicketViews: readonly KeptView[];
  readonly saveTicketView: KeptView;
  readonly deleteTicketView: null;
}

export type AskTickets = <Name extends TicketQuery["query"]>(
  query: Extract<TicketQuery, { query: Name }>,
) => Promise<Outcome<TicketResults[Name]>>;

export const isDone = ({ state }: Ticket) => state === "resolved" || state === "closed";
