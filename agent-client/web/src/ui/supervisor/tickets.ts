// The tickets of the supervisor's page: asked for directly, over the page's own channel.

import type { Outcome } from "../../domain/desk/input";
import type { AskTickets, TicketQuery, TicketResults } from "../../domain/tickets/ticket";
import type { BoardServer } from "../../transport/board/server";
import { failureOf } from "../../transport/shared/failure";
import { TicketApi } from "../../transport/tickets/api";

export function ticketsOf(server: BoardServer): AskTickets {
  const api = new TicketApi(server.channel);
  const ask = async (query: TicketQuery): Promise<Outcome<TicketResults[TicketQuery["query"]]>> => {
    try {
      return { ok: true, value: await api.query(query) };
    } catch (thrown) {
      return { ok: false, failure: failureOf(thrown) };
    }
  };
  return ask as AskTickets;
}
