// Why somebody who is ready gets no work, or less of it.

import { m } from "$messages";
import { AgentStatus_State } from "$proto/agent_pb";
import type { BoardAgent } from "$proto/board_pb";

// Empty: nothing is against it, or they are not ready.
export function idleText(agent: BoardAgent): string {
  if (agent.status?.state !== AgentStatus_State.READY) return "";
  if (agent.outsideWorkingHours) return m.board_off_hours();
  const paused = agent.memberships.filter((membership) => membership.paused).length;
  return paused === 0 ? "" : m.board_paused_in({ paused, count: agent.memberships.length });
}
