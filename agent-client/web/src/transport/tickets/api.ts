// Calls about tickets, carried out by the server. Loaded when something first asks for a ticket.

import { create } from "@bufbuild/protobuf";
import type { Client, Transport } from "@connectrpc/connect";
import { createClient } from "@connectrpc/connect";
import type { Ticket as TicketMessage, TicketEntry as EntryMessage } from "$proto/ticket_pb";
import { TicketEntry_Visibility, TicketSchema } from "$proto/ticket_pb";
import { TicketService } from "$proto/ticket_service_pb";
import type {
  TicketDraft,
  TicketEntry,
  TicketQuery,
  TicketResults,
} from "../../domain/tickets/ticket";
import { ENTRY_KINDS, TICKET_ORDERS } from "../../domain/tickets/ticket";
import { changeTicket, given, messageOf } from "./changes";
import { filterOf } from "./filter";
import { known, numberOf, ticketOf, timeOf } from "./mapping";
import { TicketViewApi } from "./views";

const ENTRIES_PAGE = 50;

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
        return changeTicket(this.tickets, query);
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
}
