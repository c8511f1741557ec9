// One change of many tickets: what would become of each, before it is made.

import type { Ticket, TicketChange, TicketFields, TicketPriority, TicketType } from "./ticket";
import { isDone } from "./ticket";

export type BulkAct =
  | { readonly what: "priority"; readonly to: TicketPriority }
  | { readonly what: "type"; readonly to: TicketType }
  | { readonly what: "queue"; readonly to: string }
  | { readonly what: "owner"; readonly to: string }; // Empty: back to the queue.

export type Planned =
  | { readonly kind: "same" }
  | { readonly kind: "closed" } // Nothing of it can be changed.
  | { readonly kind: "done" } // It has to be opened again first.
  | { readonly kind: "change"; readonly before: string; readonly change: TicketChange };

const fieldsOf = (act: Exclude<BulkAct, { what: "owner" }>): TicketFields => ({
  [act.what]: act.to,
});

export function planned(ticket: Ticket, act: BulkAct): Planned {
  if (ticket.state === "closed") return { kind: "closed" };
  const before = ticket[act.what];
  if (before === act.to) return { kind: "same" };
  const moves = act.what === "owner" || act.what === "queue";
  if (moves && isDone(ticket)) return { kind: "done" };
  const { etag } = ticket;
  const change: TicketChange =
    act.what === "owner"
      ? { kind: "assign", owner: act.to, etag }
      : { kind: "fields", fields: fieldsOf(act), etag };
  return { kind: "change", before, change };
}
