// What a board says of tickets: how many lie with each queue and each agent.

import type { BoardAgent, BoardQueue } from "$proto/board_pb";
import { toMs } from "../shared/clock";

export interface QueueTickets {
  // New or open; of these, those that nobody has; and of those, the ones that are being offered.
  readonly open: number;
  readonly waiting: number;
  readonly offered: number;
  // By the server's clock. Undefined: none waits for an agent.
  readonly longestSinceMs: number | undefined;
  readonly pending: number;
  // Clocks, of which a ticket has several.
  readonly warned: number;
  readonly breached: number;
}

// Undefined: the queue has none that are not done.
export function queueTickets(entry: BoardQueue): QueueTickets | undefined {
  const { tickets } = entry;
  if (tickets === undefined) return undefined;
  const since = tickets.longestWaitingSinceTime;
  return {
    open: tickets.openCount,
    waiting: tickets.waitingCount,
    offered: tickets.offeredCount,
    longestSinceMs: since === undefined ? undefined : toMs(since),
    pending: tickets.pendingCount,
    warned: tickets.warnedClockCount,
    breached: tickets.breachedClockCount,
  };
}

export function oldestTicketMs(tickets: QueueTickets, serverMs: number): number | undefined {
  const since = tickets.longestSinceMs;
  return since === undefined ? undefined : Math.max(0, serverMs - since);
}

export interface AgentTickets {
  readonly held: number;
  readonly pending: number;
  readonly offered: number;
  readonly capacity: number;
}

export function agentTickets({ tickets }: BoardAgent): AgentTickets {
  return {
    held: tickets?.heldCount ?? 0,
    pending: tickets?.pendingCount ?? 0,
    offered: tickets?.offeredCount ?? 0,
    capacity: tickets?.capacity ?? 0,
  };
}

// Whether the agent has a ticket, or is offered one.
export function hasTickets(agent: BoardAgent): boolean {
  const { held, pending, offered } = agentTickets(agent);
  return held + pending + offered > 0;
}
