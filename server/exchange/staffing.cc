#include "server/exchange/staffing.h"

#include <utility>

#include "server/base/check.h"
#include "server/exchange/routing/routing_index.h"

namespace jackfield::exchange {

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
  std::map<QueueId, MemberPart> parts;
  const auto agent = state.agents.find(id);
  if (agent != state.agents.end()) {
    for (const auto& [queue, membership] : agent->second.memberships) {
      parts.emplace(queue, PartOf(agent->second, membership));
    }
    for (const auto& [queue, rank] : agent->second.routing.ranks) {
      const bool directed = PlanOf(state, queue).mode == QueueMode::kDirected;
      if (directed && agent->second.configured) {
        parts.emplace(queue, PartOf(agent->second, Membership()));
      }
    }
  }
  std::set<QueueId> changed;
  std::map<QueueId, MemberPart>& counted = parts_[id];
  for (const auto& [queue, part] : counted) {
    const auto now = parts.find(queue);
    if (now != parts.end() && now->second == part) continue;
    counts_[queue].Remove(part);
    changed.insert(queue);
  }
  for (const auto& [queue, part] : parts) {
    const auto before = counted.find(queue);
    if (before != counted.end() && before->second == part) continue;
    counts_[queue].Add(part);
    changed.insert(queue);
  }
  counted = std::move(parts);
  return changed;
}

StaffCount Staffing::Of(QueueId queue) const {
  const auto found = counts_.find(queue);
  return found == counts_.end() ? StaffCount() : found->second;
}

}  // namespace jackfield::exchange
