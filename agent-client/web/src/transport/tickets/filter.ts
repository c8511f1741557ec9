// Which tickets are asked for, to the messages of the contract and back.

import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { TicketFilter as FilterMessage } from "$proto/ticket_service_pb";
import { TicketFilterSchema } from "$proto/ticket_service_pb";
import type { TicketFilter } from "../../domain/tickets/ticket";
import {
  STATES,
  TICKET_PRIORITIES,
  TICKET_STATES,
  TICKET_TYPES,
  TYPES,
} from "../../domain/tickets/ticket";
import { known, numberOf, timeOf } from "./mapping";

// Without the time that a span of `filter` ends at.
export function messageOf(filter: TicketFilter): FilterMessage {
  const { priorityMin, startMs, endMs } = filter;
  return create(TicketFilterSchema, {
    query: filter.text,
    states: filter.states.map((state) => numberOf(TICKET_STATES, state)),
    types: filter.types.map((type) => numberOf(TICKET_TYPES, type)),
    priorityMin: priorityMin === "" ? 0 : numberOf(TICKET_PRIORITIES, priorityMin),
    customer: filter.customer,
    queue: filter.queue,
    owner: filter.owner,
    tag: filter.tag,
    watched: filter.watched,
    breached: filter.breached,
    ...(startMs > 0 ? { startTime: timestampFromMs(startMs) } : {}),
    ...(endMs > 0 ? { endTime: timestampFromMs(endMs) } : {}),
  });
}

export function filterOf(filter: TicketFilter, nowMs: number): FilterMessage {
  const message = messageOf(filter);
  const { dueWithinMs } = filter;
  return dueWithinMs > 0
    ? { ...message, dueBeforeTime: timestampFromMs(nowMs + dueWithinMs) }
    : message;
}

// `dueWithinMs`: what stands beside the filter in a saved view.
export function filterFrom(message: FilterMessage, dueWithinMs: number): TicketFilter {
  const types = message.types.map((type) => known(TICKET_TYPES, type, "question"));
  const states = message.states.map((state) => known(TICKET_STATES, state, "open"));
  return {
    text: message.query,
    states: STATES.filter((state) => states.includes(state)), // In the order of the page.
    types: TYPES.filter((type) => types.includes(type)),
    priorityMin:
      message.priorityMin === 0 ? "" : known(TICKET_PRIORITIES, message.priorityMin, "normal"),
    customer: message.customer,
    queue: message.queue,
    owner: message.owner,
    breached: message.breached,
    dueWithinMs,
    tag: message.tag,
    watched: message.watched,
    startMs: timeOf(message.startTime) ?? 0,
    endMs: timeOf(message.endTime) ?? 0,
  };
}
