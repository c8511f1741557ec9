// Calls about tickets, carried out by the server. Loaded when something first asks for a ticket.

import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { Client, Transport } from "@connectrpc/connect";
import { createClient } from "@connectrpc/connect";
import type { Ticket as TicketMessage, TicketEntry as EntryMessage } from "$proto/ticket_pb";
import { ComplaintSchema, TicketEntry_Visibility, TicketSchema } from "$proto/ticket_pb";
import { TicketService } from "$proto/ticket_service_pb";
import type {
  Complaint,
  Ticket,
  TicketChange,
  TicketDraft,
  TicketEntry,
  TicketFields,
  TicketQuery,
  TicketResults,
} from "../../domain/tickets/ticket";
import {
  ENTRY_KINDS,
  TICKET_ORDERS,
  TICKET_PRIORITIES,
  TICKET_STATES,
  TICKET_TYPES,
} from "../../domain/tickets/ticket";
import { filterOf } from "./filter";
import { known, numberOf, ticketOf, timeOf } from "./mapping";
import { TicketViewApi } from "./views";

const ENTRIES_PAGE = 50;

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

function messageOf({ subject, type, priority, queue, complaint }: TicketFields): TicketMessage {
  return create(TicketSchema, {
    ...(subject === undefined ? {} : { subject }),
    ...(type === undefined ? {} : { type: numberOf(TICKET_TYPES, type) }),
    ...(priority === undefined ? {} : { priority: numberOf(TICKET_PRIORITIES, priority) }),
    ...(queue === undefined ? {} : { queue }),
    ...(complaint === undefined ? {} : { complaint: complaintOf(complaint) }),
  });
}

function draftOf({ complaint, ...draft }: TicketDraft): TicketMessage {
  const fields = complaint === null ? draft : { ...draft, complaint };
  return create(TicketSchema, { ...messageOf(fields), customer: draft.customer });
}

function entryOf(entry: EntryMessage): TicketEntry {
  return {
    number: entry.number,
    kind: known(ENTRY_KINDS, entry.kind, "unknown"),
    timeMs: timeOf(entry.time),
    actor: entry.actor,
    actorDisplayName: entry.actorDisplayName,
    isPublic: entry.visibility === TicketEntry_Visibility.PUBLIC,
    text: entry.text,
    before: entry.before,
    after: entry.after,
    uri: entry.uri,
  };
}

function given(ticket: TicketMessage | undefined): Ticket {
  if (ticket === undefined) throw new Error("no ticket in the answer");
  return ticketOf(ticket);
}

export class TicketApi {
  private readonly tickets: Client<typeof TicketService>;
  private readonly views: TicketViewApi;

  constructor(channel: Transport) {
    this.tickets = createClient(TicketService, channel);
    this.views = new TicketViewApi(channel);
  }

  async query(query: TicketQuery): Promise<TicketResults[TicketQuery["query"]]> {
    switch (query.query) {
      case "getTicket":
        return given((await this.tickets.getTicket({ name: query.name })).ticket);
      case "listTicketEntries": {
        const { ticket, pageToken } = query;
        const page = { ticket, pageToken, pageSize: ENTRIES_PAGE };
        const { entries, nextPageToken } = await this.tickets.listTicketEntries(page);
        return { entries: entries.map(entryOf), nextPageToken };
      }
      case "listTickets": {
        const { pageSize, pageToken } = query;
        const filter = filterOf(query.filter, query.nowMs);
        const order = numberOf(TICKET_ORDERS, query.order);
        const page = { filter, order, pageSize, pageToken };
        const { tickets, nextPageToken } = await this.tickets.listTickets(page);
        return { tickets: tickets.map(ticketOf), nextPageToken };
      }
      case "createTicket": {
        const { draft, requestId } = query;
        const { interaction, description, owner } = draft;
        const ticket = draftOf(draft);
        const request = { ticket, interaction, description, owner, requestId };
        return given((await this.tickets.createTicket(request)).ticket);
      }
      case "changeTicket":
        return this.change(query.ticket, query.change, query.requestId);
      case "listTicketViews":
        return this.views.list();
      case "saveTicketView":
        return this.views.save(query.draft, query.requestId);
      case "deleteTicketView": {
        const { name, etag, requestId } = query;
        return this.views.remove({ name, etag, requestId });
      }
    }
  }

  private async change(ticket: string, change: TicketChange, requestId: string): Promise<Ticket> {
    switch (change.kind) {
      case "fields": {
        const { fields, etag } = change;
        const message = create(TicketSchema, { ...messageOf(fields), name: ticket, etag });
        const updateMask = { paths: Object.keys(fields) };
        const request = { ticket: message, updateMask, requestId };
        return given((await this.tickets.updateTicket(request)).ticket);
      }
      case "comment": {
        const { text, byCustomer } = change;
        const visibility = visibilityOf(change.isPublic || byCustomer);
        const request = { ticket, text, visibility, byCustomer, requestId };
        return given((await this.tickets.commentTicket(request)).ticket);
      }
      case "assign": {
        const { owner, etag } = change;
        const request = { ticket, owner, etag, requestId };
        return given((await this.tickets.assignTicket(request)).ticket);
      }
      case "take":
        return given((await this.tickets.takeTicket({ ticket, requestId })).ticket);
      case "state": {
        const { comment, etag, reminderMs } = change;
        const state = numberOf(TICKET_STATES, change.state);
        const commentVisibility = visibilityOf(change.isPublic);
        const reminder = reminderMs === null ? {} : { reminderTime: timestampFromMs(reminderMs) };
        const request = { ticket, state, comment, commentVisibility, etag, requestId, ...reminder };
        return given((await this.tickets.setTicketState(request)).ticket);
      }
      case "rate": {
        const { satisfaction } = change;
        return given((await this.tickets.rateTicket({ ticket, satisfaction, requestId })).ticket);
      }
    }
  }
}
