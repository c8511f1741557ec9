// One act on a ticket, as the call that does it.

import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { Client } from "@connectrpc/connect";
import type { Ticket as TicketMessage } from "$proto/ticket_pb";
import { ComplaintSchema, TicketEntry_Visibility, TicketSchema } from "$proto/ticket_pb";
import type { TicketService } from "$proto/ticket_service_pb";
import type {
  Complaint,
  TicketChange,
  TicketDetails,
  TicketFields,
} from "../../domain/tickets/ticket";
import { TICKET_PRIORITIES, TICKET_STATES, TICKET_TYPES } from "../../domain/tickets/ticket";
import { numberOf, ticketOf, timeOf } from "./mapping";

type Tickets = Client<typeof TicketService>;

interface Asked {
  readonly ticket: string;
  readonly change: TicketChange;
  readonly requestId: string;
}

const visibilityOf = (isPublic: boolean) =>
  isPublic ? TicketEntry_Visibility.PUBLIC : TicketEntry_Visibility.INTERNAL;

function complaintOf(complaint: Complaint) {
  return create(ComplaintSchema, {
    severity: complaint.severity,
    cause: complaint.cause,
    promisedAction: complaint.promisedAction,
    compensationMinorUnits: BigInt(complaint.compensationMinorUnits),
    compensationCurrencyCode: complaint.currencyCode,
  });
}

export function messageOf({
  subject,
  type,
  priority,
  queue,
  complaint,
}: TicketFields): TicketMessage {
  return create(TicketSchema, {
    ...(subject === undefined ? {} : { subject }),
    ...(type === undefined ? {} : { type: numberOf(TICKET_TYPES, type) }),
    ...(priority === undefined ? {} : { priority: numberOf(TICKET_PRIORITIES, priority) }),
    ...(queue === undefined ? {} : { queue }),
    ...(complaint === undefined ? {} : { complaint: complaintOf(complaint) }),
  });
}

export function given(ticket: TicketMessage | undefined): TicketDetails {
  if (ticket === undefined) throw new Error("no ticket in the answer");
  const { watchers, linkedTickets, closeTime } = ticket;
  const closeMs = timeOf(closeTime);
  return { ...ticketOf(ticket), watchers: [...watchers], linked: [...linkedTickets], closeMs };
}

// It is another ticket's now, and is read as what it became.
async function merge(tickets: Tickets, ticket: string, into: string, requestId: string) {
  await tickets.mergeTickets({ ticket: into, merged: ticket, requestId });
  return tickets.getTicket({ name: ticket });
}

async function answerTo(tickets: Tickets, { ticket, change, requestId }: Asked) {
  switch (change.kind) {
    case "fields": {
      const { fields, etag } = change;
      const message = create(TicketSchema, { ...messageOf(fields), name: ticket, etag });
      const updateMask = { paths: Object.keys(fields) };
      return tickets.updateTicket({ ticket: message, updateMask, requestId });
    }
    case "comment": {
      const { text, byCustomer } = change;
      const visibility = visibilityOf(change.isPublic || byCustomer);
      return tickets.commentTicket({ ticket, text, visibility, byCustomer, requestId });
    }
    case "assign":
      return tickets.assignTicket({ ticket, owner: change.owner, etag: change.etag, requestId });
    case "take":
      return tickets.takeTicket({ ticket, requestId });
    case "state": {
      const { comment, etag, reminderMs } = change;
      const state = numberOf(TICKET_STATES, change.state);
      const commentVisibility = visibilityOf(change.isPublic);
      const reminder = reminderMs === null ? {} : { reminderTime: timestampFromMs(reminderMs) };
      const request = { ticket, state, comment, commentVisibility, etag, requestId, ...reminder };
      return tickets.setTicketState(request);
    }
    case "rate":
      return tickets.rateTicket({ ticket, satisfaction: change.satisfaction, requestId });
    case "watch":
      return tickets.setTicketWatch({ ticket, stop: change.stop, requestId });
    case "link": {
      const other = { case: "linkedTicket", value: change.other } as const;
      return tickets.linkTicket({ ticket, other, remove: change.remove, requestId });
    }
    case "merge":
      return merge(tickets, ticket, change.into, requestId);
    case "attach": {
      const { displayName, uri } = change;
      const visibility = visibilityOf(change.isPublic);
      return tickets.attachToTicket({ ticket, displayName, uri, visibility, requestId });
    }
  }
}

// The ticket as it is after it.
export async function changeTicket(tickets: Tickets, asked: Asked): Promise<TicketDetails> {
  return given((await answerTo(tickets, asked)).ticket);
}
