// From the messages of tickets to plain values. A value that is newer than this page is taken as
// the first of its kind, as the contract says.

import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { timestampMs } from "@bufbuild/protobuf/wkt";
import type { Ticket as TicketMessage, TicketClock as ClockMessage } from "$proto/ticket_pb";
import type { Ticket, TicketClock } from "../../domain/tickets/ticket";
import {
  CLOCK_KINDS,
  CLOCK_STATES,
  TICKET_PRIORITIES,
  TICKET_STATES,
  TICKET_TYPES,
} from "../../domain/tickets/ticket";

// `values` are in the order of the contract's numbers.
export function known<Value>(values: readonly Value[], number: number, otherwise: Value): Value {
  return values[number] ?? otherwise;
}

// The last number of a word is its own; the first may stand for what is newer.
export const numberOf = <Word>(words: readonly Word[], word: Word) => words.lastIndexOf(word);

export const timeOf = (time: Timestamp | undefined): number | null =>
  time ? timestampMs(time) : null;

function clockOf(clock: ClockMessage): TicketClock {
  return {
    kind: known(CLOCK_KINDS, clock.kind, "unknown"),
    state: known(CLOCK_STATES, clock.state, "unknown"),
    dueMs: timeOf(clock.dueTime),
    warnMs: timeOf(clock.warnTime),
    warned: clock.warned,
    stopMs: timeOf(clock.stopTime),
  };
}

export function ticketOf(ticket: TicketMessage): Ticket {
  const { complaint } = ticket;
  return {
    name: ticket.name,
    number: Number(ticket.number),
    subject: ticket.subject,
    state: known(TICKET_STATES, ticket.state, "open"),
    type: known(TICKET_TYPES, ticket.type, "question"),
    priority: known(TICKET_PRIORITIES, ticket.priority, "normal"),
    customer: ticket.customer,
    customerDisplayName: ticket.customerDisplayName,
    queue: ticket.queue,
    queueDisplayName: ticket.queueDisplayName,
    owner: ticket.owner,
    ownerDisplayName: ticket.ownerDisplayName,
    tags: [...ticket.tags],
    reminderMs: timeOf(ticket.reminderTime),
    clocks: ticket.clocks.map(clockOf),
    complaint: complaint
      ? {
          severity: complaint.severity,
          cause: complaint.cause,
          promisedAction: complaint.promisedAction,
          compensationMinorUnits: Number(complaint.compensationMinorUnits),
          currencyCode: complaint.compensationCurrencyCode,
        }
      : null,
    satisfaction: ticket.satisfaction,
    mergedInto: ticket.mergedInto,
    withSupervisors: ticket.withSupervisors,
    createMs: timeOf(ticket.createTime),
    updateMs: timeOf(ticket.updateTime),
    etag: ticket.etag,
  };
}
