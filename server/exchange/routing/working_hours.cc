#include "server/exchange/routing/working_hours.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "server/exchange/calendar/business_time.h"
#include "server/exchange/tickets/ticket_changes.h"

namespace jackfield::exchange {
namespace {

constexpr TimerKey kTimer{TimerKind::kWorkingHours, 0, 0};

struct Hours {
  bool open = false;
  WallTime changes{};  // At the latest it is to be asked anew then.
};

Hours HoursAt(const Calendar& calendar, WallTime now) {
  const bool open = IsOpen(&calendar, now);
  const auto changes = open ? NextClosing(&calendar, now) : NextOpening(&calendar, now);
  return {open, changes.value_or(now + kOpeningHorizon)};
}

// By name, of the calendars that agents name.
std::map<std::string, Hours> HoursOfAgents(const State& state, WallTime now) {
  std::set<std::string> named;
  for (const auto& [id, agent] : state.agents) {
    if (agent.configured) named.insert(agent.routing.calendar);
  }
  std::map<std::string, Hours> hours;
  for (const Calendar& calendar : state.configuration.calendars) {
    if (named.contains(calendar.name)) hours.emplace(calendar.name, HoursAt(calendar, now));
  }
  return hours;
}

}  // namespace

void FollowWorkingHours(Step& step) {
  const Moment now = TicketMoment(step);
  const std::map<std::string, Hours> hours = HoursOfAgents(step.state, now.wall);
  for (auto& [id, agent] : step.state.agents) {
    const auto own = hours.find(agent.routing.calendar);
    const bool off = agent.configured && own != hours.end() && !own->second.open;
    if (agent.routing.off_hours == off) continue;
    agent.routing.off_hours = off;
    step.Tell(AgentChanged{id});
  }
  std::optional<WallTime> next;
  for (const auto& [name, each] : hours) next = std::min(next.value_or(each.changes), each.changes);
  step.state.timers.Cancel(kTimer);
  if (next) step.state.timers.Set(kTimer, SourceId{}, now, *next - now.wall);
}

bool IsSignedInToWork(const Agent& agent) {
  switch (agent.state) {
    case AgentState::kLoggedOff:
      return false;
    case AgentState::kNotReady:
    case AgentState::kReady:
      return !agent.routing.off_hours || agent.routing.callback;
    case AgentState::kAlerting:
    case AgentState::kConnected:
    case AgentState::kHold:
    case AgentState::kWorkingAfterCall:
    case AgentState::kReserved:
      return true;
  }
  return false;
}

}  // namespace jackfield::exchange
