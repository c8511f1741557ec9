#include "server/exchange/staffing.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "server/base/check.h"
#include "server/exchange/routing/routing_index.h"
#include "server/exchange/routing/working_hours.h"

namespace jackfield::exchange {
namespace {

using Parts = std::vector<std::pair<QueueId, MemberPart>>;

// Where Jackfield distributes, working hours count (W13).
MemberPart PartIn(const State& state, const Agent& agent, QueueId queue,
                  const Membership& membership) {
  const bool directed = PlanOf(state, queue).mode == QueueMode::kDirected;
  const bool away = directed && !IsSignedInToWork(agent);
  return away ? MemberPart::kLoggedOff : PartOf(agent, membership);
}

// In the order of the queues, each once.
Parts PartsOf(const State& state, const Agent& agent) {
  Parts parts;
  parts.reserve(agent.memberships.size() + agent.routing.ranks.size());
  for (const auto& [queue, membership] : agent.memberships) {
    parts.emplace_back(queue, PartIn(state, agent, queue, membership));
  }
  for (const auto& [queue, rank] : agent.routing.ranks) {
    const bool directed = PlanOf(state, queue).mode == QueueMode::kDirected;
    const bool counts = directed && agent.configured && !agent.memberships.contains(queue);
    if (counts) parts.emplace_back(queue, PartIn(state, agent, queue, Membership()));
  }
  std::sort(parts.begin(), parts.end());
  return parts;
}

}  // namespace

MemberPart PartOf(const Agent& agent, const Membership& membership) {
  switch (agent.state) {
    case AgentState::kLoggedOff:
      return MemberPart::kLoggedOff;
    case AgentState::kNotReady:
      return membership.paused ? MemberPart::kPaused : MemberPart::kAway;
    case AgentState::kReady:
      return membership.paused ? MemberPart::kPaused : MemberPart::kReady;
    case AgentState::kReserved:
    case AgentState::kAlerting:
    case AgentState::kConnected:
    case AgentState::kHold:
    case AgentState::kWorkingAfterCall:
      return MemberPart::kBusy;
  }
  return MemberPart::kAway;
}

void StaffCount::Add(MemberPart part) { ++CountOf(part); }

void StaffCount::Remove(MemberPart part) {
  std::uint32_t& count = CountOf(part);
  JACKFIELD_CHECK(count > 0);
  --count;
}

std::uint32_t& StaffCount::CountOf(MemberPart part) {
  switch (part) {
    case MemberPart::kReady:
      return ready;
    case MemberPart::kBusy:
      return busy;
    case MemberPart::kLoggedOff:
      return logged_off;
    case MemberPart::kAway:
    case MemberPart::kPaused:
      return not_ready;
  }
  return not_ready;
}

Staffing::Staffing(const State& state) {
  for (const auto& [id, agent] : state.agents) Recount(state, id);
}

std::set<QueueId> Staffing::Recount(const State& state, AgentId id) {
  const auto agent = state.agents.find(id);
  const Parts parts = agent == state.agents.end() ? Parts() : PartsOf(state, agent->second);
  std::set<QueueId> changed;
  std::map<QueueId, MemberPart>& counted = parts_[id];
  const bool same = std::equal(counted.begin(), counted.end(), parts.begin(), parts.end(),
                               [](const auto& before, const auto& now) {
                                 return before.first == now.first && before.second == now.second;
                               });
  if (same) return changed;
  std::map<QueueId, MemberPart> now(parts.begin(), parts.end());
  for (const auto& [queue, part] : counted) {
    const auto still = now.find(queue);
    if (still != now.end() && still->second == part) continue;
    counts_[queue].Remove(part);
    changed.insert(queue);
  }
  for (const auto& [queue, part] : now) {
    const auto before = counted.find(queue);
    if (before != counted.end() && before->second == part) continue;
    counts_[queue].Add(part);
    changed.insert(queue);
  }
  counted = std::move(now);
  return changed;
}

StaffCount Staffing::Of(QueueId queue) const {
  const auto found = counts_.find(queue);
  return found == counts_.end() ? StaffCount() : found->second;
}

}  // namespace jackfield::exchange
