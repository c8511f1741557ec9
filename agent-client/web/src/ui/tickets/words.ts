// The words for what the domain knows of tickets by name.

import { m } from "$messages";
import type { Fault } from "../../domain/tickets/draft";
import type { Standing } from "../../domain/tickets/clocks";
import { spanOf } from "../../domain/tickets/clocks";
import type {
  ClockKind,
  TicketEntry,
  TicketPriority,
  TicketState,
  TicketType,
} from "../../domain/tickets/ticket";
import type { Failure } from "../../domain/shared/failure";
import { DEADLINE_EXCEEDED, UNAVAILABLE } from "../../domain/shared/failure";
import { formatLocale } from "../shared/language";

type Words<Name extends string> = Readonly<Record<Name, () => string>>;

const STATES: Words<TicketState> = {
  new: m.ticket_state_new,
  open: m.ticket_state_open,
  pending: m.ticket_state_pending,
  resolved: m.ticket_state_resolved,
  closed: m.ticket_state_closed,
};
export const stateText = (state: TicketState) => STATES[state]();

const TYPES: Words<TicketType> = {
  question: m.ticket_type_question,
  incident: m.ticket_type_incident,
  complaint: m.ticket_type_complaint,
  callback: m.ticket_type_callback,
  task: m.ticket_type_task,
};
export const typeText = (type: TicketType) => TYPES[type]();

const PRIORITIES: Words<TicketPriority> = {
  low: m.ticket_priority_low,
  normal: m.ticket_priority_normal,
  high: m.ticket_priority_high,
  urgent: m.ticket_priority_urgent,
};
export const priorityText = (priority: TicketPriority) => PRIORITIES[priority]();

const CLOCKS: Words<ClockKind> = {
  unknown: m.ticket_clock_unknown,
  firstResponse: m.ticket_clock_firstResponse,
  nextResponse: m.ticket_clock_nextResponse,
  resolution: m.ticket_clock_resolution,
};
export const clockKindText = (kind: ClockKind) => CLOCKS[kind]();

// "2 hr 10 min", as this language writes it.
export function spanText(ms: number): string {
  const { days, hours, minutes } = spanOf(ms);
  const parts = [
    { value: days, unit: "day" },
    { value: hours, unit: "hour" },
    { value: minutes, unit: "minute" },
  ].filter(({ value }) => value > 0);
  if (parts.length === 0) return m.ticket_now();
  const words = parts.map(({ value, unit }) =>
    new Intl.NumberFormat(formatLocale(), { style: "unit", unit, unitDisplay: "short" }).format(
      value,
    ),
  );
  return words.join(" ");
}

export function standingText(standing: Standing): string {
  switch (standing.kind) {
    case "none":
      return "";
    case "paused":
      return m.ticket_paused();
    case "due":
      return m.ticket_due_in({ span: spanText(standing.inMs) });
    case "breached": {
      const { agoMs } = standing;
      return agoMs === null
        ? m.ticket_breached()
        : m.ticket_breached_ago({ span: spanText(agoMs) });
    }
  }
}

const FAULTS: Words<Fault> = {
  subject: m.tickets_subject_required,
  amount: m.ticket_compensation_invalid,
  currency: m.ticket_currency_required,
};
export const faultText = (fault: Fault) => FAULTS[fault]();

const CHANGE_REASONS: Readonly<Partial<Record<string, () => string>>> = {
  ETAG_MISMATCH: m.ticket_changed_meanwhile,
  TICKET_TAKEN: m.ticket_taken,
  RESOLUTION_REQUIRED: m.ticket_resolve_required,
  TICKET_NOT_FOUND: m.ticket_not_found,
  TICKET_SAME: m.ticket_same,
  TICKET_CLOSED: m.ticket_is_closed,
  TICKET_MERGED: m.ticket_is_merged,
  TICKET_NOT_RESOLVED: m.ticket_not_resolved,
  TICKET_OF_ANOTHER_AGENT: m.ticket_of_another_agent,
  TICKET_OF_ANOTHER_CUSTOMER: m.ticket_of_another_customer,
  TICKET_LINKS_FULL: m.ticket_links_full,
  TICKET_WATCHERS_FULL: m.ticket_watchers_full,
  TICKET_ATTACHMENTS_FULL: m.ticket_attachments_full,
  TICKET_HISTORY_FULL: m.ticket_history_full,
};

// Why a change of a ticket was not made, or is not known to be.
export function changeFailureText(failure: Failure): string {
  const known = CHANGE_REASONS[failure.reason];
  if (known !== undefined) return known();
  if (failure.code === DEADLINE_EXCEEDED || failure.code === UNAVAILABLE) {
    return m.ticket_change_unknown();
  }
  const field = failure.fields[0];
  const what = field ? `${field.field}: ${field.description}` : failure.message;
  return m.ticket_change_failed({ reason: failure.reason || what });
}

const VIEW_REASONS: Readonly<Partial<Record<string, () => string>>> = {
  SAVED_VIEW_EXISTS: m.ticket_view_exists,
  SAVED_VIEWS_FULL: m.ticket_views_full,
  SAVED_VIEW_NOT_FOUND: m.ticket_view_gone,
  SAVED_VIEW_SHARED: m.ticket_view_not_yours,
  ETAG_MISMATCH: m.ticket_view_meanwhile,
};

// Why a view could not be listed, saved or deleted.
export function viewFailureText(failure: Failure): string {
  const known = VIEW_REASONS[failure.reason];
  if (known !== undefined) return known();
  if (failure.code === DEADLINE_EXCEEDED || failure.code === UNAVAILABLE) {
    return m.ticket_views_failed();
  }
  const field = failure.fields[0];
  const what = field ? `${field.field}: ${field.description}` : failure.message;
  return m.ticket_view_failed({ reason: what || failure.reason });
}

const ACTORS: Readonly<Partial<Record<string, () => string>>> = {
  "(customer)": m.actor_customer,
  "(sla)": m.actor_sla,
  "(timer)": m.actor_timer,
  "(trigger)": m.actor_trigger,
  "(configuration)": m.actor_configuration,
};

export function actorText({ actor, actorDisplayName }: TicketEntry): string {
  return ACTORS[actor]?.() ?? (actorDisplayName || actor);
}

const lastPart = (name: string) => name.slice(name.lastIndexOf("/") + 1);
const orNone = (text: string) => (text === "" ? m.entry_none() : text);
const numberOf = (name: string) => `#${lastPart(name)}`;

const word = <Name extends string>(words: Words<Name>, name: string) =>
  name in words ? words[name as Name]() : name;

const CLOCK_CODES: Readonly<Partial<Record<string, ClockKind>>> = {
  first_response: "firstResponse",
  next_response: "nextResponse",
  resolution: "resolution",
};
const clockText = (code: string) => clockKindText(CLOCK_CODES[code] ?? "unknown");

function momentText(code: string): string {
  const ms = Date.parse(code);
  if (Number.isNaN(ms)) return code;
  const as = { dateStyle: "medium", timeStyle: "short" } as const;
  return new Intl.DateTimeFormat(formatLocale(), as).format(ms);
}

// What happened, without the words that were written.
export function entryText(entry: TicketEntry): string {
  const { before, after, text } = entry;
  const between = (name: (value: string) => string) => ({
    before: name(before),
    after: name(after),
  });
  switch (entry.kind) {
    case "created":
      return m.entry_created();
    case "commented":
      return entry.actor === "(customer)" ? m.entry_customer_said() : m.entry_commented();
    case "stateChanged":
      return m.entry_state(between((value) => word(STATES, value)));
    case "ownerChanged":
      return m.entry_owner(between((value) => orNone(lastPart(value))));
    case "queueChanged":
      return m.entry_queue(between((value) => orNone(lastPart(value))));
    case "priorityChanged":
      return m.entry_priority(between((value) => word(PRIORITIES, value)));
    case "typeChanged":
      return m.entry_type(between((value) => word(TYPES, value)));
    case "subjectChanged":
      return m.entry_subject();
    case "tagsChanged":
      return m.entry_tags({ after: orNone(after) });
    case "skillsChanged":
      return m.entry_skills({ after: orNone(after) });
    case "customerChanged":
      return m.entry_customer();
    case "complaintChanged":
      return m.entry_complaint({ after: orNone(after) });
    case "linked":
      return m.entry_linked({ after: numberOf(after) });
    case "unlinked":
      return m.entry_unlinked({ after: numberOf(after) });
    case "mergedInto":
      return m.entry_merged_into({ after: numberOf(after) });
    case "mergedFrom":
      return m.entry_merged_from({ after: numberOf(after) });
    case "interaction":
      return m.entry_interaction();
    case "watched":
      return m.entry_watched({ after });
    case "unwatched":
      return m.entry_unwatched({ after });
    case "attached":
      return m.entry_attached({ text });
    case "rated":
      return m.entry_rated({ after });
    case "reminderSet":
      return after === ""
        ? m.entry_reminder_none()
        : m.entry_reminder({ after: momentText(after) });
    case "clockWarned":
      return m.entry_clock_warned({ clock: clockText(after) });
    case "clockBreached":
      return m.entry_clock_breached({ clock: clockText(after) });
    case "handedToSupervisors":
      return m.entry_handed();
    case "unknown":
      return m.entry_unknown();
  }
}
