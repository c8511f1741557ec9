// The books of the oracle: what must wait, since when, and for whom.

#include <algorithm>
#include <utility>
#include <variant>

#include "tests/simulation/routing/routing_hours.h"
#include "tests/simulation/routing/routing_oracle.h"

namespace jackfield::sim {
namespace {

using exchange::WorkKey;
using exchange::WorkKind;

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

// W11: within the hours that they have; a declared agent.
bool RoutingOracle::IsAtWork(AgentId agent) const {
  const auto declared = declared_agents_.find(state_->agents.at(agent).login);
  if (declared == declared_agents_.end()) return false;
  return Hours(configuration_, declared->second.calendar).IsOpen(wall_);
}

bool RoutingOracle::IsIdle(const exchange::Agent& agent) const {
  return agent.busy.empty() && !agent.wrap_up && agent.idle.state == exchange::IdleState::kReady;
}

void RoutingOracle::BookAnswers(const exchange::Effects& effects) {
  for (const exchange::Effect& effect : effects) {
    const auto* closed = std::get_if<exchange::OfferClosed>(&effect);
    const bool answered = closed != nullptr && closed->state == exchange::OfferState::kAnswered;
    if (answered) workers_[closed->agent].passes = 0;
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

// A ring of an observed queue that nobody answered, the first time that it is said, and while there
// is a caller (O6, W7).
void RoutingOracle::BookPassedRing(const exchange::TelephonyEvent& event) {
  const auto* ended = std::get_if<exchange::RingEnded>(&event.body);
  if (ended == nullptr || ended->cause != exchange::RingEnd::kNoAnswer) return;
  const auto source = state_->source_names.find(event.source);
  if (source == state_->source_names.end()) return;
  const auto& calls = state_->sources.at(source->second).calls;
  const auto known = calls.find(ended->call);
  if (known == calls.end()) return;
  const exchange::Call& call = state_->calls.at(known->second);
  if (!call.live()) return;
  const auto offer = std::find_if(
      call.offers.rbegin(), call.offers.rend(),
      [&](const exchange::Offer& each) { return each.connection == ended->connection; });
  if (offer == call.offers.rend() || offer->state == exchange::OfferState::kAnswered) return;
  if (!unanswered_.insert(offer->id).second) return;
  const bool mine = offer->state != exchange::OfferState::kAnsweredElsewhere &&
                    offer->state != exchange::OfferState::kCallerGone;
  const exchange::Agent& agent = state_->agents.at(offer->agent);
  Worker& worker = workers_[agent.id];
  const bool has_other =
      agent.wrap_up || std::any_of(agent.busy.begin(), agent.busy.end(),
                                   [&](const auto& busy) { return busy.first != call.id; });
  if (!mine || !offer->queue || IsDirected(offer->queue)) return;
  if (agent.desk.empty() || !worker.ready || has_other) return;
  ++tally_["rings passed"];
  ++worker.passes;
  passed_now_.insert(agent.id);
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
    if (item.diverted) item.diverted->since = now_;  // It has as much time again.
    items_[to] = item;
    for (auto& [id, reserved] : reserved_) {
      if (reserved.work == from) reserved.work = to;
    }
  }
}

void RoutingOracle::BookItems(const exchange::Input& input, const exchange::Effects& effects) {
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
  for (const auto& [id, waiting] : callbacks_.waiting()) {
    const WorkKey key{WorkKind::kCallback, id.value, 0};
    there.insert(key);
    BookCallback(key, waiting);
  }
  std::erase_if(items_, [&](const auto& entry) { return !there.contains(entry.first); });
  BookDiversions(input, effects);
  for (auto& [key, item] : items_) {
    // Who let it pass is asked again once the pause is over.
    std::erase_if(item.passed, [this](const auto& entry) { return entry.second <= now_; });
    if (!IsRoutable(key)) ++tally_["waited where nobody can be routed"];
    const auto held = state_->work.find(key);
    const bool adopts = of_members_ && held != state_->work.end();
    if (adopts && !held->second.preferred_until) item.kept_for = {};
    if (item.kept_for && !MayKeep(key, item)) item.kept_for = {};
  }
}

// Who comes, or of whom it becomes known that they have another preferred agent.
void RoutingOracle::BookCaller(const WorkKey& key, const exchange::Leg& leg,
                               const exchange::Caller& caller) {
  const bool is_new = !items_.contains(key);
  if (is_new) ++tally_["waited"];
  Item& item = items_[key];
  item.queue = leg.queue;
  item.entered = leg.place.value_or(leg.entered).at;
  const auto named = state_->agent_logins.find(caller.preferred_agent);
  const AgentId preferred = named == state_->agent_logins.end() ? AgentId{} : named->second;
  if (!is_new && item.preferred == preferred) return;
  item.preferred = preferred;
  item.kept_for = {};
  Keep(key, item, preferred, Declared(leg.queue)->routing.preferred_limit);
}

// W8.
void RoutingOracle::Keep(const WorkKey& key, Item& item, AgentId preferred, Duration limit) {
  if (!preferred || limit <= Duration{0}) return;
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

// W8. What is reserved, held or cannot be routed is kept for nobody meanwhile: what is noted of it
// is taken over.
bool RoutingOracle::MayKeep(const WorkKey& key, const Item& item) const {
  const AgentId agent = item.kept_for;
  if (item.kept_until <= now_ || item.passed.contains(agent)) return false;
  const auto held = state_->work.find(key);
  if (held == state_->work.end()) return false;
  const bool held_at_once = of_members_ && held->second.held;  // Before all members are known.
  if (IsReserved(key) || item.held || held_at_once || !IsRoutable(key)) {
    return held->second.preferred_until.has_value();
  }
  if (!IsSignedIn(agent) || !IsAtWork(agent)) return false;
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

// It waits at the place of its caller's entry (H2). Whom it was offered to is another matter each
// time.
void RoutingOracle::BookCallback(const WorkKey& key, const WaitingCallback& waiting) {
  const CallbackId id{key.id};
  if (callbacks_.moved().contains(id)) items_.erase(key);
  const bool is_new = !items_.contains(key);
  Item& item = items_[key];
  item.queue = waiting.queue;
  item.entered = waiting.place;
  const Duration of_queue = Declared(waiting.queue)->routing.preferred_limit;
  if (is_new) Keep(key, item, waiting.preferred, std::max(of_queue, waiting.preferred_limit));
  if (is_new) ++tally_["callbacks waited"];
  item.held = waiting.held;
  const auto returned = callbacks_.returned().find(id);
  if (returned == callbacks_.returned().end()) return;
  item.passed[returned->second] =
      now_ + std::max(configuration_.routing.pass_pause, Duration{1'000});
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
  if (held.held != item.held) Fail(what + (item.held ? " is not held" : " is held for nothing"));
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
