// The table of agents: which rows, in which order. Sorted by times, not by how long ago they were,
// so that the order changes only when something happened.

import { toMs } from "../shared/clock";
import { AgentStatus_State } from "$proto/agent_pb";
import type { BoardAgent } from "$proto/board_pb";

// The states as they are told apart on screens.
export type StateGroup =
  "ready" | "ringing" | "talking" | "hold" | "wrapUp" | "notReady" | "loggedOff";

export const STATE_GROUPS: readonly StateGroup[] = [
  "ringing",
  "talking",
  "hold",
  "wrapUp",
  "ready",
  "notReady",
  "loggedOff",
];

export function groupOf(state: AgentStatus_State | undefined): StateGroup {
  switch (state) {
    case AgentStatus_State.READY:
      return "ready";
    case AgentStatus_State.RESERVED:
    case AgentStatus_State.ALERTING:
      return "ringing";
    case AgentStatus_State.CONNECTED:
      return "talking";
    case AgentStatus_State.HOLD:
      return "hold";
    case AgentStatus_State.WORKING_AFTER_CALL:
      return "wrapUp";
    case AgentStatus_State.LOGGED_OFF:
      return "loggedOff";
    case AgentStatus_State.NOT_READY:
    case AgentStatus_State.UNSPECIFIED:
    case undefined:
      return "notReady";
    default:
      // A state of a newer server is shown as not ready, as the contract says.
      return "notReady";
  }
}

export const AGENT_COLUMNS = ["name", "team", "state", "since", "queue", "call", "link"] as const;
export type AgentColumn = (typeof AGENT_COLUMNS)[number];

export interface AgentOrder {
  readonly column: AgentColumn;
  readonly descending: boolean;
}

export interface AgentFilter {
  // Empty: all.
  readonly teams: readonly string[];
  readonly states: readonly StateGroup[];
  readonly queue: string;
  // Part of a name, a login or a team, without regard to case.
  readonly text: string;
}

export const everyAgent: AgentFilter = { teams: [], states: [], queue: "", text: "" };

export function sinceMs(agent: BoardAgent): number {
  const since = agent.status?.sinceTime;
  return since === undefined ? 0 : toMs(since);
}

export function roundTripMs(agent: BoardAgent): number | undefined {
  const trip = agent.deskRoundTripDuration;
  return trip === undefined ? undefined : toMs(trip);
}

export type LinkQuality = "none" | "unknown" | "good" | "slow";

const SLOW_LINK_MS = 500;

export function linkQuality(agent: BoardAgent): LinkQuality {
  if (agent.status?.deskLost ?? true) return "none";
  const trip = roundTripMs(agent);
  if (trip === undefined) return "unknown";
  return trip > SLOW_LINK_MS ? "slow" : "good";
}

function fits(agent: BoardAgent, filter: AgentFilter, text: string): boolean {
  if (filter.teams.length > 0 && !filter.teams.includes(agent.team)) return false;
  if (filter.states.length > 0 && !filter.states.includes(groupOf(agent.status?.state))) {
    return false;
  }
  if (filter.queue !== "" && !agent.memberships.some((one) => one.queue === filter.queue)) {
    return false;
  }
  if (text === "") return true;
  const fields = [agent.displayName, agent.agent.replace("agents/", ""), agent.team];
  return fields.some((field) => field.toLocaleLowerCase().includes(text));
}

const names = new Intl.Collator(undefined, { numeric: true });

// The place of each agent in the order of names. Comparing names is slow, so it is kept while no
// name changes.
export interface NameOrder {
  readonly places: ReadonlyMap<string, number>;
  readonly names: ReadonlyMap<string, string>;
}

export const noNames: NameOrder = { places: new Map(), names: new Map() };

export function nameOrder(
  agents: ReadonlyMap<string, BoardAgent>,
  before: NameOrder = noNames,
): NameOrder {
  let same = agents.size === before.names.size;
  for (const agent of agents.values()) {
    if (!same) break;
    same = before.names.get(agent.agent) === agent.displayName;
  }
  if (same) return before;
  const sorted = [...agents.values()].sort(
    (one, other) =>
      names.compare(one.displayName, other.displayName) || names.compare(one.agent, other.agent),
  );
  return {
    places: new Map(sorted.map((agent, index) => [agent.agent, index])),
    names: new Map(sorted.map((agent) => [agent.agent, agent.displayName])),
  };
}

// The place of each text among all, the empty one last.
function textPlaces(texts: Iterable<string>): ReadonlyMap<string, number> {
  const sorted = [...new Set(texts)].sort((one, other) => {
    if (one === "" || other === "") return one === "" ? 1 : -1;
    return names.compare(one, other);
  });
  return new Map(sorted.map((text, index) => [text, index]));
}

// What a row is sorted by, as a number. Times: the longest first, that is the earliest; who has no
// call comes after all who have one. Links: the worst first.
function sortKey(column: AgentColumn, rows: readonly BoardAgent[]): (row: BoardAgent) => number {
  switch (column) {
    case "name":
      return () => 0;
    case "team": {
      const places = textPlaces(rows.map((row) => row.team));
      return (row) => places.get(row.team) ?? 0;
    }
    case "state":
      return (row) => STATE_GROUPS.indexOf(groupOf(row.status?.state));
    case "since":
      return sinceMs;
    case "queue": {
      const places = textPlaces(rows.map((row) => row.callQueue));
      return (row) => places.get(row.callQueue) ?? 0;
    }
    case "call":
      return (row) => (row.callSinceTime === undefined ? Infinity : toMs(row.callSinceTime));
    case "link":
      return (row) => -(roundTripMs(row) ?? -1);
  }
}

// The rows that are shown. Those that are equal in the column are in the order of their names.
export function agentRows(
  agents: ReadonlyMap<string, BoardAgent>,
  filter: AgentFilter,
  order: AgentOrder,
  byName: NameOrder = nameOrder(agents),
): readonly BoardAgent[] {
  const text = filter.text.trim().toLocaleLowerCase();
  const rows = [...agents.values()].filter((agent) => fits(agent, filter, text));
  const keyOf = sortKey(order.column, rows);
  const sign = order.descending ? -1 : 1;
  const placeSign = order.column === "name" ? sign : 1;
  const keyed = rows.map((row) => ({
    row,
    key: sign * keyOf(row),
    place: placeSign * (byName.places.get(row.agent) ?? 0),
  }));
  keyed.sort((one, other) => {
    if (one.key !== other.key) return one.key < other.key ? -1 : 1;
    return one.place - other.place;
  });
  return keyed.map(({ row }) => row);
}

export function teamsOf(agents: Iterable<BoardAgent>): readonly string[] {
  const teams = new Set([...agents].map((agent) => agent.team).filter((team) => team !== ""));
  return [...teams].sort(names.compare);
}

export function countStates(agents: Iterable<BoardAgent>): Readonly<Record<StateGroup, number>> {
  const counts = {
    ready: 0,
    ringing: 0,
    talking: 0,
    hold: 0,
    wrapUp: 0,
    notReady: 0,
    loggedOff: 0,
  };
  for (const agent of agents) counts[groupOf(agent.status?.state)]++;
  return counts;
}
