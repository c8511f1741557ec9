// What the oracle pictures to itself of the present moment, for routing_picture.h.

#include <algorithm>
#include <utility>

#include "tests/simulation/routing/routing_oracle.h"

namespace jackfield::sim {
namespace {

using exchange::WorkKey;
using exchange::WorkKind;

constexpr std::uint32_t kRankOfUndeclared = 1'000'000;

}  // namespace

std::uint32_t RoutingOracle::RingOf(const Item& item) const {
  const auto& rings = Declared(item.queue)->routing.rings;
  std::uint32_t reached = 0;
  for (std::uint32_t ring = 0; ring < rings.size(); ++ring) {
    if (rings[ring].after <= now_ - item.entered) reached = ring;
  }
  return reached;
}

bool RoutingOracle::CanReach(const WorkKey& key, AgentId agent) const {
  if (key.kind != WorkKind::kCall) return true;
  return !DevicesFor(state_->calls.at(CallId{key.id}), agent).empty();
}

bool RoutingOracle::IsRoutable(const WorkKey& key) const {
  if (key.kind != WorkKind::kCall) return true;
  const exchange::Source& source = state_->sources.at(state_->calls.at(CallId{key.id}).source);
  return source.linked && source.capabilities.contains(exchange::CommandKind::kRoute);
}

std::uint32_t RoutingOracle::TicketsOf(AgentId agent) const {
  return static_cast<std::uint32_t>(std::count_if(
      state_->tickets.begin(), state_->tickets.end(),
      [agent](const auto& entry) { return entry.second.active() && entry.second.owner == agent; }));
}

std::vector<std::string> RoutingOracle::DevicesFor(const exchange::Call& call,
                                                   AgentId agent) const {
  std::vector<std::string> devices;
  const auto declared = declared_agents_.find(state_->agents.at(agent).login);
  if (declared == declared_agents_.end()) return devices;
  for (const std::string& device : declared->second.devices) {
    const std::size_t colon = device.find(':');
    if (colon == std::string::npos) {
      devices.push_back(device);
    } else if (device.substr(0, colon) == state_->sources.at(call.source).name) {
      devices.push_back(device.substr(colon + 1));
    }
  }
  return devices;
}

std::set<QueueId> RoutingOracle::QueuesOf(QueueId queue, std::uint32_t ring) const {
  std::set<QueueId> queues{queue};
  const auto& rings = Declared(queue)->routing.rings;
  if (ring >= rings.size()) return queues;
  for (const std::string& name : rings[ring].queues) {
    const auto known = state_->queue_names.find(name);
    const bool declared = known != state_->queue_names.end() && declared_queues_.contains(name);
    if (declared) queues.insert(known->second);
  }
  return queues;
}

PicturedItem RoutingOracle::PictureOf(const WorkKey& key, const Item& item) const {
  PicturedItem pictured{.key = key,
                        .entered = item.entered,
                        .kept_for = item.kept_for,
                        .held = item.held || !IsRoutable(key)};
  const exchange::RoutingPlan& plan = Declared(item.queue)->routing;
  const std::uint32_t ring = RingOf(item);
  pictured.priority = PriorityOf(key, item.queue);
  pictured.queues = QueuesOf(item.queue, ring);
  pictured.strategy = plan.strategy;
  pictured.skills = item.skills;
  if (ring < plan.rings.size()) {
    const auto& asked = plan.rings[ring].skills;
    pictured.skills.insert(pictured.skills.end(), asked.begin(), asked.end());
  }
  for (const auto& [agent, until] : item.passed) pictured.barred.insert(agent);
  for (const auto& [id, agent] : state_->agents) {
    if (!CanReach(key, id)) pictured.barred.insert(id);
  }
  return pictured;
}

PicturedAgent RoutingOracle::PictureOf(const exchange::Agent& agent,
                                       const std::map<ReservationId, Reserved>& reserved) const {
  PicturedAgent pictured{.id = agent.id};
  const auto declared = declared_agents_.find(agent.login);
  if (declared == declared_agents_.end()) return pictured;
  const bool has_call = std::any_of(reserved.begin(), reserved.end(), [&](const auto& entry) {
    const bool of_calls = exchange::ChannelOf(entry.second.work.kind) == exchange::Channel::kCall;
    return of_calls && entry.second.agent == agent.id;
  });
  const bool at_work = IsAtWork(agent.id);
  pictured.free = at_work && IsIdle(agent) && !has_call && !callbacks_.HasOne(agent.id);
  pictured.reachable = !declared->second.devices.empty();
  pictured.at_desk = at_work && !agent.desk.empty();
  const std::uint32_t capacity = declared->second.ticket_capacity;
  pictured.ticket_room = capacity - std::min(capacity, TicketsOf(agent.id));
  pictured.skills = declared->second.skills;
  for (const exchange::QueueMember& member : declared->second.queues) {
    const auto queue = state_->queue_names.find(member.queue);
    if (queue != state_->queue_names.end()) pictured.ranks[queue->second] = member.rank;
  }
  for (const auto& [queue, membership] : agent.memberships) {
    if (membership.paused) {
      pictured.ranks.erase(queue);
    } else if (!IsDirected(queue)) {
      pictured.ranks.emplace(queue, kRankOfUndeclared);
    }
  }
  const auto worker = workers_.find(agent.id);
  if (worker == workers_.end()) return pictured;
  pictured.idle_since = worker->second.idle_since;
  pictured.handled = worker->second.handled;
  pictured.talk = agent.routing.talk;
  pictured.last_offer = worker->second.last_offer;
  return pictured;
}

Picture RoutingOracle::PictureWith(const std::map<ReservationId, Reserved>& reserved,
                                   const std::map<AgentId, Instant>& last_offers) const {
  Picture picture{.now = now_};
  picture.ageing_per_minute = std::max(configuration_.routing.ageing_per_minute, 1U);
  for (const auto& [id, agent] : state_->agents) {
    PicturedAgent pictured = PictureOf(agent, reserved);
    const auto before = last_offers.find(id);
    if (before != last_offers.end()) pictured.last_offer = before->second;
    picture.agents.emplace(id, std::move(pictured));
  }
  for (const auto& [key, item] : items_) picture.items.emplace(key, PictureOf(key, item));
  for (const auto& [id, each] : reserved) {
    const auto item = picture.items.find(each.work);
    if (item != picture.items.end()) item->second.reserved.insert(each.agent);
  }
  return picture;
}

}  // namespace jackfield::sim
