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

function callSinceMs(agent: BoardAgent): number {
  // Who has no call comes after all who have one.
  return agent.callSinceTime === undefined ? Infinity : toMs(agent.callSinceTime);
}

// Times: the longest first, that is the earliest. Links: the worst first.
function compareBy(column: AgentColumn, one: BoardAgent, other: BoardAgent): number {
  switch (column) {
    case "name":
      return 0;
    case "team":
      return names.compare(one.team, other.team);
    case "state":
      return (
        STATE_GROUPS.indexOf(groupOf(one.status?.state)) -
        STATE_GROUPS.indexOf(groupOf(other.status?.state))
      );
    case "since":
      return sinceMs(one) - sinceMs(other);
    case "queue":
      return names.compare(one.callQueue, other.callQueue);
    case "call":
      return minus(callSinceMs(one), callSinceMs(other));
    case "link":
      return (roundTripMs(other) ?? -1) - (roundTripMs(one) ?? -1);
  }
}

function minus(one: number, other: number): number {
  return one === other ? 0 : one - other;
}

// The rows that are shown. Those that are equal in the column are in the order of their names.
// Comparing names is slow, so it is done once a call: 2,000 rows take a few milliseconds.
export function agentRows(
  agents: Iterable<BoardAgent>,
  filter: AgentFilter,
  order: AgentOrder,
): readonly BoardAgent[] {
  const text = filter.text.trim().toLocaleLowerCase();
  const rows = [...agents].filter((agent) => fits(agent, filter, text));
  const sign = order.descending ? -1 : 1;
  return rows.sort((one, other) => {
    const first = compareBy(order.column, one, other);
    if (first !== 0) return sign * first;
    const byName = names.compare(one.displayName, other.displayName);
    const last = byName !== 0 ? byName : names.compare(one.agent, other.agent);
    return order.column === "name" ? sign * last : last;
  });
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
