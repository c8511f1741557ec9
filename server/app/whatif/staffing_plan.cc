#include "server/app/whatif/staffing_plan.h"

#include <algorithm>

#include "server/exchange/counters.h"

namespace jackfield::whatif {

StaffingPlan PlanOf(const std::vector<StaffedTime>& staffed) {
  constexpr Duration kInterval = exchange::kIntervalLength;
  StaffingPlan plan;
  Duration carried{0};
  for (const StaffedTime& each : staffed) {
    const Duration time = each.time + carried;
    const auto agents = std::max<Duration::rep>((time + kInterval / 2) / kInterval, 0);
    carried = time - agents * kInterval;
    plan.push_back({each.interval, static_cast<std::uint32_t>(agents)});
  }
  return plan;
}

StaffingPlan Changed(StaffingPlan plan, const StaffingChange& change) {
  for (StaffingStep& step : plan) {
    switch (change.kind) {
      case StaffingChange::Kind::kNone:
        break;
      case StaffingChange::Kind::kFixed:
        step.agents = change.agents;
        break;
      case StaffingChange::Kind::kMore:
        step.agents += change.agents;
        break;
      case StaffingChange::Kind::kFewer:
        step.agents -= std::min(step.agents, change.agents);
        break;
    }
  }
  return plan;
}

}  // namespace jackfield::whatif
