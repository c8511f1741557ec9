#include "server/exchange/routing/work_standing.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

#include "server/exchange/routing/routing_index.h"

namespace jackfield::exchange {
namespace {

// An item, and what the router is told of it.
struct Asked {
  const WorkItem& item;
  RoutedItem routed;
};

std::string LoginOf(const State& state, AgentId id) {
  const auto agent = state.agents.find(id);
  return agent == state.agents.end() ? std::string() : agent->second.login;
}

std::string NameOf(const State& state, QueueId id) {
  const auto queue = state.queues.find(id);
  return queue == state.queues.end() ? std::string() : queue->second.configuration.name;
}

bool IsMember(const RoutedAgent& agent, const std::set<QueueId>& queues) {
  return std::any_of(queues.begin(), queues.end(),
                     [&](QueueId queue) { return agent.ranks.contains(queue); });
}

// A member, declared or at the switch that distributes, who may be paused.
bool IsListed(const State& state, const Agent& agent, const std::set<QueueId>& queues) {
  return std::any_of(queues.begin(), queues.end(), [&](QueueId queue) {
    return agent.routing.ranks.contains(queue) ||
           (agent.memberships.contains(queue) && PlanOf(state, queue).mode == QueueMode::kObserved);
  });
}

bool HasOffer(const State& state, const WorkItem& item, AgentId agent) {
  return std::any_of(item.reserved.begin(), item.reserved.end(), [&](ReservationId id) {
    const auto open = state.reservations.find(id);
    return open != state.reservations.end() && open->second.agent == agent;
  });
}

const SkillRequirement* LackingOf(const RoutedAgent& agent, const RoutedItem& item) {
  for (const SkillRequirement& required : item.skills) {
    const auto level = agent.skills.find(required.skill);
    if (level == agent.skills.end() || level->second < required.level_min) return &required;
  }
  return nullptr;
}

// What the agent's own state says.
AgentObstacle ObstacleIn(const Agent& agent, WorkKind kind) {
  switch (agent.state) {
    case AgentState::kLoggedOff:
      return AgentObstacle::kSignedOff;
    case AgentState::kNotReady:
      return AgentObstacle::kNotReady;
    case AgentState::kReady:
      if (agent.routing.off_hours) return AgentObstacle::kOffHours;
      break;
    case AgentState::kAlerting:
    case AgentState::kConnected:
    case AgentState::kHold:
    case AgentState::kWorkingAfterCall:
    case AgentState::kReserved:
      return AgentObstacle::kBusy;
  }
  return kind != WorkKind::kCall && agent.desk.empty() ? AgentObstacle::kNoDesk
                                                       : AgentObstacle::kNone;
}

AgentStanding StandingOf(const State& state, const Asked& asked, const Agent& agent,
                         const RoutedAgent& routed) {
  const auto with = [&agent](AgentObstacle obstacle) {
    return AgentStanding{agent.login, obstacle};
  };
  if (HasOffer(state, asked.item, agent.id)) return with(AgentObstacle::kHasOffer);
  const SkillRequirement* lacking = LackingOf(routed, asked.routed);
  if (lacking != nullptr) return {agent.login, AgentObstacle::kSkill, *lacking};
  if (!agent.configured) return with(AgentObstacle::kSignedOff);
  if (agent.state == AgentState::kLoggedOff) return with(AgentObstacle::kSignedOff);
  if (!IsMember(routed, asked.routed.queues)) return with(AgentObstacle::kPaused);
  const AgentObstacle own = ObstacleIn(agent, asked.item.key.kind);
  if (own != AgentObstacle::kNone) return with(own);
  const bool free = routed.free[static_cast<std::size_t>(asked.item.key.kind)];
  if (!free) return with(AgentObstacle::kFull);
  if (asked.item.passed.contains(agent.id)) return with(AgentObstacle::kPassed);
  if (asked.routed.kept_for && asked.routed.kept_for != agent.id) {
    return with(AgentObstacle::kKeptForOther);
  }
  return with(AgentObstacle::kNone);
}

std::size_t AheadOf(const State& state, const Asked& asked) {
  const std::uint32_t ageing = state.configuration.routing.ageing_per_minute;
  return static_cast<std::size_t>(
      std::count_if(state.work.begin(), state.work.end(), [&](const auto& each) {
        const WorkItem& other = each.second;
        return other.key.kind == asked.item.key.kind && other.queue == asked.item.queue &&
               PlaceOf(other.key, other.entered.at, other.priority, ageing) < asked.routed.place;
      }));
}

// Those whom the others are cut off for, where there are more than can be listed.
int ListPlaceOf(AgentObstacle obstacle) {
  if (obstacle == AgentObstacle::kHasOffer) return 0;
  return obstacle == AgentObstacle::kNone ? 1 : 2;
}

void AddAgents(const State& state, const Asked& asked, WorkStanding& standing) {
  for (const auto& [id, agent] : state.agents) {
    const RoutedAgent routed = RoutedAgentOf(state, agent);
    const bool is_asked = IsMember(routed, asked.routed.queues) ||
                          (agent.configured && IsListed(state, agent, asked.routed.queues));
    if (!is_asked) continue;
    standing.agents.push_back(StandingOf(state, asked, agent, routed));
    ++standing.counts[standing.agents.back().obstacle];
  }
  std::stable_sort(standing.agents.begin(), standing.agents.end(),
                   [](const AgentStanding& one, const AgentStanding& other) {
                     return ListPlaceOf(one.obstacle) < ListPlaceOf(other.obstacle);
                   });
  if (standing.agents.size() > WorkStanding::kAgentsMax) {
    standing.agents.resize(WorkStanding::kAgentsMax);
  }
}

}  // namespace

std::size_t WorkStanding::AgentCount() const {
  return std::accumulate(counts.begin(), counts.end(), std::size_t{0},
                         [](std::size_t sum, const auto& each) { return sum + each.second; });
}

std::optional<WorkStanding> StandingOf(const State& state, const WorkKey& key) {
  const auto found = state.work.find(key);
  if (found == state.work.end()) return std::nullopt;
  const WorkItem& item = found->second;
  const Asked asked{item, RoutedItemOf(state, item)};
  WorkStanding standing;
  standing.queue = NameOf(state, item.queue);
  standing.entered = item.entered.wall;
  standing.priority = item.priority;
  standing.ahead = AheadOf(state, asked);
  standing.strategy = asked.routed.strategy;
  standing.ring = item.ring;
  standing.skills = asked.routed.skills;
  for (const QueueId queue : asked.routed.queues) standing.queues.push_back(NameOf(state, queue));
  standing.held = item.held;
  standing.routable = IsRoutable(state, key);
  standing.kept_for = LoginOf(state, asked.routed.kept_for);
  standing.offer_count = item.offer_count;
  AddAgents(state, asked, standing);
  return standing;
}

}  // namespace jackfield::exchange
