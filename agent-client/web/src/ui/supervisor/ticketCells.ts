// The shown tickets as cells of a CSV, see exports.ts.

import { m } from "$messages";
import type { Cell } from "../../domain/board/csv";
import { dueMsOf, worstOf } from "../../domain/tickets/clocks";
import type { Ticket } from "../../domain/tickets/ticket";
import { priorityText, standingText, stateText, typeText } from "../tickets/words";

const isoTime = (ms: number | null) =>
  ms === null || ms === Infinity ? "" : new Date(ms).toISOString();

export function ticketCells(
  tickets: readonly Ticket[],
  nowMs: number,
): readonly (readonly Cell[])[] {
  const head = [
    m.board_tickets_col_number(),
    m.ticket_subject(),
    m.ticket_state(),
    m.ticket_priority(),
    m.ticket_type(),
    m.ticket_queue(),
    m.ticket_owner(),
    m.ticket_customer(),
    m.board_tickets_col_due(),
    m.board_tickets_col_due_time(),
    m.ticket_created(),
  ];
  const body = tickets.map((ticket) => [
    ticket.number,
    ticket.subject,
    stateText(ticket.state),
    priorityText(ticket.priority),
    typeText(ticket.type),
    ticket.queueDisplayName,
    ticket.ownerDisplayName || ticket.owner.replace("agents/", ""),
    ticket.customerDisplayName,
    standingText(worstOf(ticket, nowMs)),
    isoTime(dueMsOf(ticket)),
    isoTime(ticket.createMs),
  ]);
  return [head, ...body];
}
