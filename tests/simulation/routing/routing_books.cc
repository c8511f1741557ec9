// The books of the oracle: what must wait, since when, and for whom.

#include <algorithm>
#include <utility>
#include <variant>

#include "tests/simulation/routing/routing_oracle.h"

namespace jackfield::sim {
namespace {

using exchange::WorkKey;
using exchange::WorkKind;

constexpr std::uint32_t kRankOfUndeclared = 1'000'000;

WorkKey KeyOf(CallId call, std::size_t leg) {
  return {WorkKind::kCall, call.value, static_cast<std::uint32_t>(leg)};
}

std::string Text(const std::optional<Instant>& time) {
  return time ? std::to_string(time->time_since_epoch().count()) + " ms" : "never";
}

}  // namespace

void RoutingOracle::Adopt(const exchange::Configuration& configuration) {
  configuration_ = configuration;
  declared_agents_.clear();
  declared_queues_.clear();
  for (const auto& agent : configuration.agents) declared_agents_[agent.login] = agent;
  for (const auto& queue : configuration.queues) declared_queues_[queue.name] = queue;
}

const exchange::QueueConfiguration* RoutingOracle::Declared(QueueId queue) const {
  for (const auto& [name, declared] : declared_queues_) {
    const auto id = state_->queue_names.find(name);
    if (id != state_->queue_names.end() && id->second == queue) return &declared;
  }
  return nullptr;
}

bool RoutingOracle::IsDirected(QueueId queue) const {
  const exchange::QueueConfiguration* declared = Declared(queue);
  return declared != nullptr && declared->routing.mode == exchange::QueueMode::kDirected;
}

bool RoutingOracle::IsSignedIn(AgentId agent) const {
  const exchange::Agent& known = state_->agents.at(agent);
  return declared_agents_.contains(known.login) &&
         known.idle.state != exchange::IdleState::kLoggedOff;
}

bool RoutingOracle::IsIdle(const exchange::Agent& agent) const {
  return agent.busy.empty() && !agent.wrap_up && agent.idle.state == exchange::IdleState::kReady;
}

void RoutingOracle::BookAnswers(const exchange::Effects& effects) {
  for (const exchange::Effect& effect : effects) {
    const auto* changed = std::get_if<exchange::CallChanged>(&effect);
    if (changed == nullptr) continue;
    const auto call = state_->calls.find(changed->call);
    if (call == state_->calls.end()) continue;
    for (std::size_t index = 0; index < call->second.legs.size(); ++index) {
      const exchange::Leg& leg = call->second.legs[index];
      const bool by_agent = leg.state == exchange::LegState::kAnswered && leg.agent;
      if (!by_agent || !answered_.emplace(call->first, index).second) continue;
      ++workers_[leg.agent].handled;
      ++tally_["answered"];
    }
  }
}

void RoutingOracle::BookAgents(bool exactly) {
  for (const auto& [id, agent] : state_->agents) {
    Worker& worker = workers_[id];
    const bool idle = IsIdle(agent);
    const bool ready = agent.idle.state == exchange::IdleState::kReady;
    const bool signed_in = agent.idle.state != exchange::IdleState::kLoggedOff;
    if (ready && !worker.ready) worker.passes = 0;
    if (signed_in && !worker.signed_in) worker.handled = 0;
    if (idle && !worker.idle) worker.idle_since = now_;
    if (!exactly) worker.idle_since = agent.routing.idle_since;
    if (of_members_) {
      worker.handled = agent.routing.handled;
      worker.passes = agent.routing.passes;
    }
    worker.idle = idle;
    worker.ready = ready;
    worker.signed_in = signed_in;
    const std::uint32_t passes_max = configuration_.routing.passes_max;
    if (!passed_now_.contains(id) || passes_max == 0 || worker.passes < passes_max) continue;
    worker.passes = 0;
    ++tally_["made not ready"];
    if (ready && !agent.pending) Fail(agent.login + " let too many offers pass, and is Ready (W7)");
  }
}

// A stay that became one of another call goes on as the same item. Pauses begin anew.
void RoutingOracle::BookMoves() {
  std::map<WorkKey, WorkKey> moves;
  for (const auto& [key, item] : items_) {
    if (key.kind != WorkKind::kCall) continue;
    const exchange::Leg& leg = state_->calls.at(CallId{key.id}).legs.at(key.leg);
    if (leg.state != exchange::LegState::kMoved) continue;
    for (const auto& [id, call] : state_->calls) {
      const exchange::Leg* last = call.legs.empty() ? nullptr : &call.legs.back();
      const bool is_it = last != nullptr && last->state == exchange::LegState::kWaiting &&
                         last->queue == leg.queue && last->entered == leg.entered;
      if (is_it) moves[key] = KeyOf(id, call.legs.size() - 1);
    }
  }
  for (const auto& [from, to] : moves) {
    ++tally_["moved"];
    Item item = items_.at(from);
    items_.erase(from);
    for (auto& [agent, until] : item.passed) {
      until = now_ + std::max(configuration_.routing.pass_pause, Duration{1'000});
    }
    items_[to] = item;
    for (auto& [id, reserved] : reserved_) {
      if (reserved.work == from) reserved.work = to;
    }
  }
}

void RoutingOracle::BookItems() {
  std::set<WorkKey> there;
  for (const auto& [id, call] : state_->calls) {
    for (std::size_t index = 0; index < call.legs.size(); ++index) {
      const exchange::Leg& leg = call.legs[index];
      if (leg.state != exchange::LegState::kWaiting || !IsDirected(leg.queue)) continue;
      const WorkKey key = KeyOf(id, index);
      there.insert(key);
      BookCaller(key, leg, call.caller);
    }
  }
  for (const auto& [id, ticket] : state_->tickets) {
    if (!ticket.active() || ticket.owner || !ticket.queue) continue;
    const WorkKey key{WorkKind::kTicket, id.value, 0};
    there.insert(key);
    BookTicket(key, ticket);
  }
  std::erase_if(items_, [&](const auto& entry) { return !there.contains(entry.first); });
  for (auto& [key, item] : items_) {
    // Who let it pass is asked again once the pause is over.
    std::erase_if(item.passed, [this](const auto& entry) { return entry.second <= now_; });
    const auto held = state_->work.find(key);
    const bool adopts = of_members_ && held != state_->work.end();
    if (adopts && !held->second.preferred_until) item.kept_for = {};
    if (item.kept_for && !MayKeep(key, item)) item.kept_for = {};
  }
}

// W8. Whom they are kept for may be known later than that they wait.
void RoutingOracle::BookCaller(const WorkKey& key, const exchange::Leg& leg,
                               const exchange::Caller& caller) {
  const bool is_new = !items_.contains(key);
  Item& item = items_[key];
  if (is_new) {
    ++tally_["waited"];
    item.queue = leg.queue;
    item.entered = leg.entered.at;
  }
  const auto named = state_->agent_logins.find(caller.preferred_agent);
  const AgentId preferred = named == state_->agent_logins.end() ? AgentId{} : named->second;
  if (item.preferred == preferred) return;
  item.preferred = preferred;
  item.kept_for = {};
  const Duration limit = Declared(leg.queue)->routing.preferred_limit;
  if (limit <= Duration{0} || !preferred) return;
  item.kept_for = preferred;
  item.kept_until = now_ + limit;
  if (MayKeep(key, item)) {
    ++tally_["kept"];
  } else {
    item.kept_for = {};
  }
}

bool RoutingOracle::IsReserved(const WorkKey& key) const {
  return std::any_of(before_giving_.begin(), before_giving_.end(),
                     [&key](const auto& entry) { return entry.second.work == key; });
}

// W8. What is reserved is kept for nobody meanwhile: what is noted of it is taken over.
bool RoutingOracle::MayKeep(const WorkKey& key, const Item& item) const {
  const AgentId agent = item.kept_for;
  if (item.kept_until <= now_ || item.passed.contains(agent)) return false;
  const auto held = state_->work.find(key);
  if (held == state_->work.end()) return false;
  if (IsReserved(key)) return held->second.preferred_until.has_value();
  if (!IsSignedIn(agent)) return false;
  return CanReach(key, agent) &&
         IsFor(PictureOf(key, item), PictureOf(state_->agents.at(agent), {}));
}

// It waits from the moment on at which it is nobody's. In another queue it is asked of everybody.
void RoutingOracle::BookTicket(const WorkKey& key, const exchange::Ticket& ticket) {
  const bool is_new = !items_.contains(key);
  Item& item = items_[key];
  if (is_new) item.entered = now_;
  if (is_new) ++tally_["tickets waited"];
  if (item.queue != ticket.queue || item.skills != ticket.skills) item.passed.clear();
  item.queue = ticket.queue;
  item.skills = ticket.skills;
}

std::uint32_t RoutingOracle::RingOf(const Item& item) const {
  const auto& rings = Declared(item.queue)->routing.rings;
  std::uint32_t reached = 0;
  for (std::uint32_t ring = 0; ring < rings.size(); ++ring) {
    if (rings[ring].after <= now_ - item.entered) reached = ring;
  }
  return reached;
}

std::int32_t RoutingOracle::PointsOfTier(std::uint32_t tier) const {
  const auto& tiers = configuration_.routing.tier_priorities;
  return tier >= 1 && tier <= tiers.size() ? tiers[tier - 1] : 0;
}

std::int32_t RoutingOracle::PriorityOf(const WorkKey& key, QueueId queue) const {
  constexpr std::int32_t kPointsOfTickets[] = {0, 0, 100, 250, 500};  // By TicketPriority.
  std::int32_t points = Declared(queue)->routing.priority;
  bool complains = false;
  if (key.kind == WorkKind::kCall) {
    const exchange::Caller& caller = state_->calls.at(CallId{key.id}).caller;
    points += PointsOfTier(caller.value_tier);
    complains = caller.open_complaint;
  } else if (key.kind == WorkKind::kTicket) {
    const exchange::Ticket& ticket = state_->tickets.at(TicketId{key.id});
    points += PointsOfTier(ticket.value_tier);
    points += kPointsOfTickets[static_cast<std::size_t>(ticket.priority)];
    complains = ticket.type == exchange::TicketType::kComplaint;
  }
  if (complains) points += configuration_.routing.complaint_priority;
  return std::min(std::max(points, 0), exchange::kWorkPriorityMax);
}

bool RoutingOracle::CanReach(const WorkKey& key, AgentId agent) const {
  if (key.kind != WorkKind::kCall) return true;
  return !DevicesFor(state_->calls.at(CallId{key.id}), agent).empty();
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
  PicturedItem pictured{.key = key, .entered = item.entered, .kept_for = item.kept_for};
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
  pictured.free = IsIdle(agent) && !has_call;
  pictured.reachable = !declared->second.devices.empty();
  pictured.at_desk = !agent.desk.empty();
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

void RoutingOracle::JudgeItems() {
  for (const auto& [key, held] : state_->work) {
    if (!items_.contains(key)) Fail(Text(key) + " is to be given, and does not wait");
  }
  for (const auto& [key, item] : items_) JudgeItem(key, item);
}

void RoutingOracle::JudgeItem(const WorkKey& key, const Item& item) {
  const auto found = state_->work.find(key);
  if (found == state_->work.end()) return Fail(Text(key) + " waits, and is not to be given");
  const exchange::WorkItem& held = found->second;
  const std::string what = Text(key);
  if (held.entered.at != item.entered || held.queue != item.queue) {
    Fail(what + " does not keep its place (W5)");
  }
  const std::int32_t priority = PriorityOf(key, item.queue);
  if (held.priority != priority) {
    Fail(what + " has priority " + std::to_string(held.priority) + "; expected " +
         std::to_string(priority));
  }
  const std::uint32_t ring = RingOf(item);
  if (held.ring != ring) {
    Fail(what + " is in ring " + std::to_string(held.ring) + "; expected " + std::to_string(ring));
  }
  std::optional<Instant> until;
  if (item.kept_for) until = item.kept_until;
  if (held.preferred_until != until) {
    Fail(what + " is kept until " + Text(held.preferred_until) + "; expected " + Text(until) +
         " (W8)");
  }
  std::set<AgentId> passed;
  for (const AgentId agent : held.passed) {
    if (CanReach(key, agent)) passed.insert(agent);
  }
  std::set<AgentId> expected;
  for (const auto& [agent, time] : item.passed) {
    if (CanReach(key, agent)) expected.insert(agent);
  }
  if (passed != expected) {
    Fail(what + " passes by " + std::to_string(passed.size()) + " agents; expected " +
         std::to_string(expected.size()));
  }
}

}  // namespace jackfield::sim
