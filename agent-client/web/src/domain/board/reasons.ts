// Codes of reasons for being not ready, as agents use them today. The list of the configuration is
// told to desks and to admins only.

import type { BoardAgent } from "$proto/board_pb";

const REASONS_MAX = 32;

export function reasonsOf(agents: Iterable<BoardAgent>): readonly string[] {
  const codes = new Set<string>();
  for (const agent of agents) {
    codes.add(agent.status?.reason ?? "");
    codes.add(agent.status?.pendingReason ?? "");
    for (const time of agent.dayCounts?.notReadyTimes ?? []) codes.add(time.reason);
  }
  codes.delete("");
  return [...codes].sort().slice(0, REASONS_MAX);
}
