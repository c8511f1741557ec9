#include "server/exchange/routing/routing_index.h"

#include <algorithm>

namespace jackfield::exchange {
namespace {

bool& FreeFor(RoutedAgent& agent, WorkKind kind) {
  return agent.free[static_cast<std::size_t>(kind)];
}

bool IsPausedIn(const Agent& agent, QueueId queue) {
  const auto membership = agent.memberships.find(queue);
  return membership != agent.memberships.end() && membership->second.paused;
}

}  // namespace

const RoutingPlan& PlanOf(const State& state, QueueId queue) {
  static const RoutingPlan kObservedPlan;
  const auto known = state.queues.find(queue);
  const bool declared = known != state.queues.end() && known->second.configured;
  return declared ? known->second.configuration.routing : kObservedPlan;
}

RoutedAgent RoutedAgentOf(const State& state, const Agent& agent) {
  const AgentRouting& routing = agent.routing;
  RoutedAgent routed{.id = agent.id,
                     .skills = routing.skills,
                     .idle_since = routing.idle_since,
                     .handled = routing.handled,
                     .talk = routing.talk,
                     .last_offer = routing.last_offer};
  for (const auto& [queue, rank] : routing.ranks) {
    if (!IsPausedIn(agent, queue)) routed.ranks.emplace(queue, rank);
  }
  for (const auto& [queue, membership] : agent.memberships) {
    const bool counts = !membership.paused && PlanOf(state, queue).mode == QueueMode::kObserved;
    if (counts) routed.ranks.emplace(queue, kUndeclaredRank);
  }
  const bool at_work = agent.configured && !routing.off_hours;  // W11.
  const bool ready = at_work && agent.state == AgentState::kReady;
  const bool at_desk = ready && !agent.desk.empty();
  const std::size_t tickets = routing.tickets + routing.reserved_tickets.size();
  FreeFor(routed, WorkKind::kCall) = ready && !agent.devices.empty();
  FreeFor(routed, WorkKind::kTicket) = at_desk && tickets < routing.ticket_capacity;
  FreeFor(routed, WorkKind::kCallback) = at_desk;
  return routed;
}

RoutedItem RoutedItemOf(const State& state, const WorkItem& item) {
  const RoutingPlan& plan = PlanOf(state, item.queue);
  RoutedItem routed{.place = PlaceOf(item.key, item.entered.at, item.priority,
                                     state.configuration.routing.ageing_per_minute),
                    .queues = {item.queue},
                    .strategy = plan.strategy,
                    .skills = item.skills,
                    .passed = item.passed};
  if (item.preferred_until) routed.kept_for = item.preferred;
  if (item.ring >= plan.rings.size()) return routed;
  const RoutingRing& ring = plan.rings[item.ring];
  routed.skills.insert(routed.skills.end(), ring.skills.begin(), ring.skills.end());
  for (const std::string& name : ring.queues) {
    const auto queue = state.queue_names.find(name);
    if (queue == state.queue_names.end()) continue;
    // One that a source reports and nobody declares may come at any time, and is not meant.
    if (state.queues.at(queue->second).configured) routed.queues.insert(queue->second);
  }
  return routed;
}

bool IsRoutable(const State& state, const WorkKey& key) {
  if (key.kind != WorkKind::kCall) return true;
  const Source& source = state.sources.at(state.calls.at(CallId{key.id}).source);
  return source.linked && source.capabilities.contains(CommandKind::kRoute);
}

bool IsToBeGiven(const State& state, const WorkItem& item) {
  return !item.held && item.reserved.empty() && IsRoutable(state, item.key);
}

bool Qualifies(const RoutedAgent& agent, const RoutedItem& item) {
  const bool member = std::any_of(item.queues.begin(), item.queues.end(),
                                  [&](QueueId queue) { return agent.ranks.contains(queue); });
  return member && std::all_of(item.skills.begin(), item.skills.end(), [&](const auto& required) {
           const auto level = agent.skills.find(required.skill);
           return level != agent.skills.end() && level->second >= required.level_min;
         });
}

Router IndexWork(const State& state) {
  Router router;
  for (const auto& [id, agent] : state.agents) router.PutAgent(RoutedAgentOf(state, agent));
  for (const auto& [key, item] : state.work) {
    if (IsToBeGiven(state, item)) router.PutItem(RoutedItemOf(state, item));
  }
  return router;
}

}  // namespace jackfield::exchange
