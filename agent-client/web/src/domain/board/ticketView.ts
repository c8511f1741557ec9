// Which tickets the supervisor's page shows, as a part of its address. What does not fit is left
// out, see savedView.ts.

import type { TicketFilter, TicketOrder } from "../tickets/ticket";
import { EVERY_TICKET, PRIORITIES, STATES, TICKET_ORDERS, TYPES } from "../tickets/ticket";

export interface TicketView {
  readonly filter: TicketFilter;
  readonly order: TicketOrder;
  readonly shown: string; // `tickets/{ticket}` whose details are open. Empty: none.
}

// What is not done, the one that is due first first.
export const firstTickets: TicketView = {
  filter: { ...EVERY_TICKET, states: ["new", "open", "pending"] },
  order: "due",
  shown: "",
};

const HOUR_MS = 3_600_000;
export const DUE_WITHIN_HOURS = [0, 1, 4, 24, 72] as const;

const TICKET = /^tickets\/[A-Za-z0-9._-]{1,64}$/;
const RESOURCE = /^(agents|queues)\/[a-z0-9._-]{1,64}$/;

function all<Word extends string>(params: URLSearchParams, name: string, words: readonly Word[]) {
  const given = params.getAll(name);
  return words.filter((word) => given.includes(word));
}

function resource(text: string | null, kind: "agents" | "queues"): string {
  return text !== null && RESOURCE.test(text) && text.startsWith(`${kind}/`) ? text : "";
}

function statesOf(params: URLSearchParams): TicketFilter["states"] {
  if (!params.has("tstate")) return firstTickets.filter.states;
  return all(params, "tstate", STATES);
}

// `plain`: as savedView.ts cleans what is typed.
export function parseTickets(params: URLSearchParams, plain: (text: string) => string): TicketView {
  const hours = DUE_WITHIN_HOURS.find((one) => String(one) === params.get("tdue")) ?? 0;
  const [priorityMin = ""] = all(params, "tpriority", PRIORITIES);
  const [order = firstTickets.order] = all(params, "tsort", TICKET_ORDERS);
  const shown = params.get("ticket") ?? "";
  return {
    filter: {
      ...EVERY_TICKET,
      text: plain(params.get("ttext") ?? ""),
      states: statesOf(params),
      types: all(params, "ttype", TYPES),
      priorityMin,
      queue: resource(params.get("tqueue"), "queues"),
      owner: resource(params.get("towner"), "agents"),
      breached: params.get("tbreached") === "1",
      dueWithinMs: hours * HOUR_MS,
    },
    order,
    shown: TICKET.test(shown) ? shown : "",
  };
}

const same = (one: readonly string[], other: readonly string[]) => one.join() === other.join();

// Only what differs from the first view.
export function writeTickets(params: URLSearchParams, { filter, order, shown }: TicketView): void {
  const set = (name: string, value: string) => {
    if (value !== "") params.set(name, value);
  };
  set("ttext", filter.text);
  if (!same(filter.states, firstTickets.filter.states)) {
    for (const state of filter.states) params.append("tstate", state);
    if (filter.states.length === 0) params.set("tstate", "all");
  }
  for (const type of filter.types) params.append("ttype", type);
  set("tpriority", filter.priorityMin);
  set("tqueue", filter.queue);
  set("towner", filter.owner);
  set("tbreached", filter.breached ? "1" : "");
  set("tdue", filter.dueWithinMs > 0 ? String(filter.dueWithinMs / HOUR_MS) : "");
  set("tsort", order === firstTickets.order ? "" : order);
  set("ticket", shown);
}
