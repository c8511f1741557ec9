#include "server/app/cli/board_reason.h"

#include <algorithm>

namespace jackfield::cli {

std::string WriteReason(const v1::BoardAgent& agent) {
  const v1::AgentStatus& status = agent.status();
  if (status.state() != v1::AgentStatus::STATE_READY) return status.reason();
  if (agent.outside_working_hours()) return "off hours";
  const auto& memberships = agent.memberships();
  const auto paused =
      std::count_if(memberships.begin(), memberships.end(),
                    [](const v1::BoardMembership& membership) { return membership.paused(); });
  if (paused == 0) return status.reason();
  return "paused " + std::to_string(paused) + "/" + std::to_string(memberships.size());
}

}  // namespace jackfield::cli
