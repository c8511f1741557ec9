// What the table of agents tells of one agent, and what may be asked of it. Which rows are shown,
// and in which order: `agentList.ts`.

import { toMs } from "../shared/clock";
import { SLOW_ROUND_TRIP_MS } from "../shared/linkTimes";
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

export const AGENT_COLUMNS = [
  "name",
  "team",
  "state",
  "since",
  "queue",
  "call",
  "tickets",
  "link",
] as const;
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

// What a reason is called at the site; its code where it is no longer among the configured ones.
export function reasonLabel(
  code: string,
  reasons: readonly { readonly code: string; readonly label: string }[],
): string {
  return reasons.find((reason) => reason.code === code)?.label ?? code;
}

export function roundTripMs(agent: BoardAgent): number | undefined {
  const trip = agent.deskRoundTripDuration;
  return trip === undefined ? undefined : toMs(trip);
}

export type LinkQuality = "none" | "unknown" | "good" | "slow";

export function linkQuality(agent: BoardAgent): LinkQuality {
  if (agent.status?.deskLost ?? true) return "none";
  const trip = roundTripMs(agent);
  if (trip === undefined) return "unknown";
  return trip > SLOW_ROUND_TRIP_MS ? "slow" : "good";
}
