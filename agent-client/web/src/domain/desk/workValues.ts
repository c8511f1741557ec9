// What the server tells a desk of work and of commands, as plain data; see values.ts.

import type { Callback } from "../callbacks/callback";
import type { Ticket } from "../tickets/ticket";

// In the order of the contract's numbers, as all lists here. "unknown": newer than this page.
export const COMMAND_KINDS = [
  "unknown",
  "answer",
  "hold",
  "retrieve",
  "clear",
  "transfer",
  "consult",
  "completeTransfer",
  "conference",
  "decline",
  "dial",
  "pauseMember",
  "snapshot",
  "route",
  "addMember",
  "removeMember",
  "cancelConsult",
] as const;
export type CommandKind = (typeof COMMAND_KINDS)[number];

export type Work =
  | { readonly kind: "ticket"; readonly ticket: Ticket }
  | { readonly kind: "callback"; readonly callback: Callback };

export interface WorkOffer {
  readonly name: string; // `workOffers/{work_offer}`
  readonly work: Work;
  readonly queueDisplayName: string;
  readonly startMs: number | null;
  readonly deadlineMs: number | null;
}

export const WORK_CLOSE_REASONS = [
  "withdrawn",
  "accepted",
  "declined",
  "deadline",
  "taken",
  "withdrawn",
  "callCame",
  "notReady",
] as const;
export type WorkCloseReason = (typeof WORK_CLOSE_REASONS)[number];

export const NOTICE_KINDS = [
  "unknown",
  "reminder",
  "clockWarning",
  "clockBreach",
  "assigned",
  "comment",
  "reopened",
  "show",
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

// Something that the agent is told until they have seen it.
export interface WorkNotice {
  readonly name: string; // `workNotices/{work_notice}`
  readonly kind: NoticeKind;
  readonly ticket: Ticket;
  readonly timeMs: number | null;
}

export const COMMAND_OUTCOMES = ["unknown", "accepted", "refused", "unknown"] as const;

export interface CommandEnded {
  readonly commandId: string;
  readonly kind: CommandKind;
  readonly outcome: (typeof COMMAND_OUTCOMES)[number];
  readonly message: string; // Why it was refused, for people.
}

// What is left out of a message is empty: an older server tells nothing of work.
export interface WorkSnapshot {
  readonly workOffers: readonly WorkOffer[]; // Oldest first.
  readonly tickets: readonly Ticket[];
  readonly notices: readonly WorkNotice[]; // Newest first.
  readonly allowedCommands: readonly CommandKind[];
  readonly callback: Callback | null; // That the agent has. null: none.
}
