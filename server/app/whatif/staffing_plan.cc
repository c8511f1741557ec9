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

StaffingPlan PlanByDay(const std::vector<DayStep>& day, WallTime begin, WallTime end) {
  constexpr Duration kDay{24LL * 3'600'000};
  StaffingPlan plan;
  if (day.empty()) return plan;
  const WallTime midnight = begin - begin.time_since_epoch() % kDay;
  std::uint32_t agents = day.back().agents;
  for (WallTime today = midnight; today < end; today += kDay) {
    for (const DayStep& step : day) {
      const WallTime from = today + step.from;
      if (from > begin && plan.empty()) plan.push_back({begin, agents});
      agents = step.agents;
      if (from >= begin && from < end) plan.push_back({from, agents});
    }
  }
  if (plan.empty()) plan.push_back({begin, agents});
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
