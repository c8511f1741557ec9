// A view of the supervisor's page, as the query of its address, so that it can be bookmarked and
// sent. What comes in an address may have been written by anybody: what does not fit is left out.

import { AGENT_COLUMNS, STATE_GROUPS, everyAgent } from "./agentTable";
import type { AgentFilter, AgentOrder } from "./agentTable";
import { INTERVALS, faultOf, isDay } from "./report";
import type { ReportQuery } from "./report";
import { firstCallbacks, parseCallbacks, writeCallbacks } from "./callbackView";
import type { CallbackView } from "./callbackView";
import { firstTickets, parseTickets, writeTickets } from "./ticketView";
import type { TicketView } from "./ticketView";

export const PAGES = [
  "board",
  "alerts",
  "tickets",
  "callbacks",
  "reports",
  "staffing",
  "links",
] as const;
export type Page = (typeof PAGES)[number];

export interface SavedView {
  readonly page: Page;
  readonly filter: AgentFilter;
  readonly order: AgentOrder;
  // `agents/{agent}` or `queues/{queue}` whose details are shown. Empty: none.
  readonly selected: string;
  // Null: the one that the page begins with.
  readonly report: ReportQuery | null;
  readonly tickets: TicketView;
  readonly callbacks: CallbackView;
}

export const firstView: SavedView = {
  page: "board",
  filter: everyAgent,
  order: { column: "state", descending: false },
  selected: "",
  report: null,
  tickets: firstTickets,
  callbacks: firstCallbacks,
};

const TEXT_MAX = 64;
const TEAMS_MAX = 64;
const RESOURCE = /^(agents|queues)\/[a-z0-9._-]{1,64}$/;

// No characters that steer terminals, or turn the direction of writing.
export function plain(text: string, max = TEXT_MAX): string {
  const shown = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "");
  return [...shown].slice(0, max).join("");
}

function oneOf<T extends string>(allowed: readonly T[], text: string | null): T | undefined {
  return allowed.find((one) => one === text);
}

function resource(text: string | null, kind: "agents" | "queues" | ""): string {
  if (text === null || !RESOURCE.test(text)) return "";
  return text.startsWith(kind) ? text : "";
}

function reportOf(params: URLSearchParams): ReportQuery | null {
  const from = params.get("from") ?? "";
  const to = params.get("to") ?? "";
  const every = oneOf(INTERVALS, params.get("every"));
  if (!isDay(from) || !isDay(to) || every === undefined) return null;
  const query = { from, to, every };
  return faultOf(query) === undefined ? query : null;
}

export function parseView(query: string): SavedView {
  const params = new URLSearchParams(query);
  const all = (name: string) => [...new Set(params.getAll(name))].slice(0, TEAMS_MAX);
  const states = all("state").map((state) => oneOf(STATE_GROUPS, state));
  const sort = params.get("sort") ?? "";
  const column = oneOf(AGENT_COLUMNS, sort.replace(/^-/, ""));
  return {
    page: oneOf(PAGES, params.get("page")) ?? firstView.page,
    filter: {
      teams: all("team")
        .map((team) => plain(team))
        .filter((team) => team !== ""),
      states: states.filter((state) => state !== undefined),
      queue: resource(params.get("queue"), "queues"),
      text: plain(params.get("text") ?? ""),
    },
    order: column === undefined ? firstView.order : { column, descending: sort.startsWith("-") },
    selected: resource(params.get("show"), ""),
    report: reportOf(params),
    tickets: parseTickets(params, plain),
    callbacks: parseCallbacks(params),
  };
}

// The shortest query that says it; empty for the first view.
export function formatView(view: SavedView): string {
  const params = new URLSearchParams();
  if (view.page !== firstView.page) params.set("page", view.page);
  for (const team of view.filter.teams) params.append("team", team);
  for (const state of view.filter.states) params.append("state", state);
  if (view.filter.queue !== "") params.set("queue", view.filter.queue);
  if (view.filter.text !== "") params.set("text", view.filter.text);
  const { column, descending } = view.order;
  if (column !== firstView.order.column || descending !== firstView.order.descending) {
    params.set("sort", (descending ? "-" : "") + column);
  }
  if (view.selected !== "") params.set("show", view.selected);
  if (view.report !== null) {
    params.set("from", view.report.from);
    params.set("to", view.report.to);
    params.set("every", view.report.every);
  }
  writeTickets(params, view.tickets);
  writeCallbacks(params, view.callbacks);
  const query = params.toString();
  return query === "" ? "" : `?${query}`;
}
