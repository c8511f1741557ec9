// What the parts that show tickets need of the desk.

import type { TicketDoor } from "../tickets/openTicket.svelte";
import type { Session } from "./context";

export function deskDoor(session: Session): TicketDoor {
  // Of the queues alone, so that a second that passes makes no other list.
  const held = $derived(session.state.queues);
  const queues = $derived(held.map(({ queue: name, displayName: label }) => ({ name, label })));
  return {
    get ask() {
      return session.ask;
    },
    get live() {
      return session.live;
    },
    get nowMs() {
      return session.serverNow;
    },
    get me() {
      return session.state.agent.name;
    },
    get login() {
      return session.state.agent.login;
    },
    supervises: false,
    get queues() {
      return queues;
    },
    agents: [], // A desk knows of no colleagues.
    onAnswered: (ticket) => session.act({ act: "ticketAnswered", ticket }),
  };
}
