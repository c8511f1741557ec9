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

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const DUE_HOURS_MAX = 366 * 24;
export const DUE_WITHIN_HOURS = [0, 1, 4, 24, 72] as const;
export const TICKET_TEXT_MAX = 200;

const TICKET = /^tickets\/[A-Za-z0-9._-]{1,64}$/;
const CUSTOMER = /^customers\/[A-Za-z0-9._-]{1,64}$/;
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

// Hours, "4", or seconds, "90s".
function dueOf(text: string | null): number {
  const [, count = "0", unit] = /^(\d{1,8})(s?)$/.exec(text ?? "") ?? [];
  const ms = Number(count) * (unit === "s" ? SECOND_MS : HOUR_MS);
  return ms <= DUE_HOURS_MAX * HOUR_MS ? ms : 0;
}

function dueText(ms: number): string {
  if (ms <= 0) return "";
  return ms % HOUR_MS === 0 ? String(ms / HOUR_MS) : `${Math.ceil(ms / SECOND_MS)}s`;
}

function timeOf(text: string | null): number {
  const ms = /^\d{4}-\d{2}-\d{2}T[\d:.]{5,12}Z$/.test(text ?? "") ? Date.parse(text ?? "") : 0;
  return ms > 0 ? ms : 0; // What is no time is not more.
}

const timeText = (ms: number) => (ms > 0 ? new Date(ms).toISOString() : "");

type Plain = (text: string, max?: number) => string;

// `plain`: as savedView.ts cleans what is typed.
export function parseTickets(params: URLSearchParams, plain: Plain): TicketView {
  const [priorityMin = ""] = all(params, "tpriority", PRIORITIES);
  const [order = firstTickets.order] = all(params, "tsort", TICKET_ORDERS);
  const shown = params.get("ticket") ?? "";
  const customer = params.get("tcustomer") ?? "";
  return {
    filter: {
      text: plain(params.get("ttext") ?? "", TICKET_TEXT_MAX),
      states: statesOf(params),
      types: all(params, "ttype", TYPES),
      priorityMin,
      customer: CUSTOMER.test(customer) ? customer : "",
      queue: resource(params.get("tqueue"), "queues"),
      owner: resource(params.get("towner"), "agents"),
      breached: params.get("tbreached") === "1",
      dueWithinMs: dueOf(params.get("tdue")),
      tag: plain(params.get("ttag") ?? ""),
      watched: params.get("twatched") === "1",
      startMs: timeOf(params.get("tfrom")),
      endMs: timeOf(params.get("tto")),
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
  set("tcustomer", filter.customer);
  set("tqueue", filter.queue);
  set("towner", filter.owner);
  set("tbreached", filter.breached ? "1" : "");
  set("tdue", dueText(filter.dueWithinMs));
  set("ttag", filter.tag);
  set("twatched", filter.watched ? "1" : "");
  set("tfrom", timeText(filter.startMs));
  set("tto", timeText(filter.endMs));
  set("tsort", order === firstTickets.order ? "" : order);
  set("ticket", shown);
}
