#include "tests/simulation/routing/routing_oracle.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace jackfield::sim {
namespace {

using exchange::ReservationEnd;
using exchange::WorkKey;
using exchange::WorkKind;

std::string At(Instant time) { return std::to_string(time.time_since_epoch().count()) + " ms"; }

// Whether it may take somebody out of all queues, and into others, or make them ready and pause
// them: that leaves traces which their state after it does not explain.
bool ConcernsMembers(const exchange::TelephonyEventBody& body) {
  return std::holds_alternative<exchange::SwitchSnapshot>(body) ||
         std::holds_alternative<exchange::MemberAdded>(body) ||
         std::holds_alternative<exchange::MemberRemoved>(body) ||
         std::holds_alternative<exchange::MemberPaused>(body);
}

bool IsLateness(const exchange::Effect& effect) {
  const auto* noted = std::get_if<exchange::TicketNoted>(&effect);
  return noted != nullptr && (noted->what == exchange::TicketEntryKind::kSlaWarned ||
                              noted->what == exchange::TicketEntryKind::kSlaBreached);
}

// The ticket's clocks run again, or stop.
bool IsOtherState(const exchange::Effect& effect) {
  const auto* noted = std::get_if<exchange::TicketNoted>(&effect);
  return noted != nullptr && noted->what == exchange::TicketEntryKind::kStateChanged;
}

// Whether a timer that was set in this moment fired in it, too: somebody was sent on when their
// reservation had ended, or a ticket was late at once by what a command made of it, or when it
// opened again by itself.
bool HasTimerOfItsOwn(const exchange::Input& input, const exchange::Effects& effects) {
  bool late_by_this = !std::holds_alternative<exchange::TimersDue>(input.body);
  bool ended = false;
  for (const exchange::Effect& effect : effects) {
    ended = ended || std::holds_alternative<exchange::ReservationEnded>(effect);
    if (ended && std::holds_alternative<exchange::CallOverflowed>(effect)) return true;
    late_by_this = late_by_this || IsOtherState(effect);
    if (late_by_this && IsLateness(effect)) return true;
  }
  return false;
}

// The reservation that an agent declines.
std::optional<ReservationId> DeclinedBy(const exchange::Input& input) {
  if (const auto* of_ticket = std::get_if<exchange::TicketCommand>(&input.body)) {
    const auto* decline = std::get_if<exchange::DeclineTicket>(of_ticket);
    if (decline != nullptr) return decline->reservation;
  }
  if (const auto* of_callback = std::get_if<exchange::CallbackCommand>(&input.body)) {
    const auto* decline = std::get_if<exchange::DeclineCallback>(of_callback);
    if (decline != nullptr) return decline->reservation;
  }
  return std::nullopt;
}

bool IsOfCalls(const WorkKey& key) {
  return exchange::ChannelOf(key.kind) == exchange::Channel::kCall;
}

}  // namespace

void RoutingOracle::Take(const exchange::Input& input, const exchange::Effects& effects,
                         const exchange::State& after, int timers) {
  state_ = &after;
  now_ = after.now;
  wall_ = input.wall;
  given_.clear();
  declined_ = DeclinedBy(input);
  requeued_.clear();
  passed_now_.clear();
  reserved_now_.clear();
  const auto* event = std::get_if<exchange::TelephonyEvent>(&input.body);
  configures_ = std::holds_alternative<exchange::Configuration>(input.body);
  of_members_ = configures_ || (event != nullptr && ConcernsMembers(event->body));
  if (const auto* declared = std::get_if<exchange::Configuration>(&input.body)) Adopt(*declared);
  const bool one_thing = timers <= 1 && !HasTimerOfItsOwn(input, effects);
  callbacks_.Take(input, effects, after);
  sla_.Take(input, effects, after);
  BookMoves();
  before_.clear();
  for (const auto& [key, item] : items_) before_.insert(key);
  BookReservations(effects);
  BookAnswers(effects);
  if (event != nullptr) BookPassedRing(*event);
  BookAgents(one_thing && !of_members_);
  if (one_thing) JudgeOverflows(effects);
  BookItems(input, effects);
  BookRings();
  JudgeStanding(input);
  JudgeStays(input);
  if (one_thing) {
    JudgeOrder();
    JudgeRoutes();
  } else {
    ++tally_["several timers at once"];
    JudgeEligible(PictureWith(reserved_, {}));
  }
  JudgeItems();
  JudgeReservations();
  JudgeAgents();
  if (wrong_.empty()) wrong_ = callbacks_.wrong();
  if (wrong_.empty()) wrong_ = sla_.wrong();
  if (!after.commands.empty()) {
    last_command_ = std::max(last_command_, after.commands.rbegin()->first);
  }
}

std::map<std::string, int> RoutingOracle::tally() const {
  std::map<std::string, int> all = tally_;
  for (const auto& [what, times] : callbacks_.tally()) all[what] += times;
  for (const auto& [what, times] : sla_.tally()) all[what] += times;
  return all;
}

void RoutingOracle::Fail(const std::string& what) {
  if (wrong_.empty()) wrong_ = "at " + At(now_) + ": " + what;
}

std::string RoutingOracle::Name(AgentId agent) const {
  const auto known = state_->agents.find(agent);
  return known == state_->agents.end() ? "nobody" : known->second.login;
}

void RoutingOracle::BookReservations(const exchange::Effects& effects) {
  before_giving_.clear();
  last_offers_before_.clear();
  for (const auto& [id, worker] : workers_) last_offers_before_[id] = worker.last_offer;
  bool giving = false;
  for (const exchange::Effect& effect : effects) {
    if (const auto* ended = std::get_if<exchange::ReservationEnded>(&effect)) BookEnded(*ended);
    if (const auto* noted = std::get_if<exchange::TicketNoted>(&effect)) BookNoted(*noted);
    const auto* opened = std::get_if<exchange::ReservationOpened>(&effect);
    if (opened == nullptr) continue;
    if (!std::exchange(giving, true)) before_giving_ = reserved_;
    BookOpened(opened->reservation);
  }
  if (!giving) before_giving_ = reserved_;
}

// In another queue a ticket is asked of everybody; also where it is back at once.
void RoutingOracle::BookNoted(const exchange::TicketNoted& noted) {
  if (noted.what != exchange::TicketEntryKind::kQueueChanged) return;
  requeued_.insert(noted.ticket);
  const auto item = items_.find({WorkKind::kTicket, noted.ticket.value, 0});
  if (item != items_.end()) item->second.passed.clear();
}

void RoutingOracle::BookOpened(const exchange::Reservation& reservation) {
  const WorkKey& key = reservation.work;
  reserved_now_.insert(key);
  const bool is_new = ever_reserved_.insert(reservation.id).second;
  if (!is_new) return Fail("reservation " + std::to_string(reservation.id.value) + " began twice");
  Reserved& opened = reserved_[reservation.id];
  const exchange::QueueConfiguration* queue = Declared(reservation.queue);
  const Duration accept = queue == nullptr ? Duration{30'000} : queue->routing.accept_limit;
  const Duration limit =
      key.kind == WorkKind::kCall ? configuration_.routing.reserve_limit : accept;
  opened = {key, reservation.agent, reservation.queue, now_ + limit};
  opened.with_others =
      queue != nullptr && queue->routing.strategy == exchange::RoutingStrategy::kRingAll;
  if (reservation.began.at != now_) Fail("a reservation did not begin when it was made");
  workers_[reservation.agent].last_offer = now_;
  ++tally_["reserved"];
  if (given_.empty() || given_.back().key != key) given_.push_back({key, {}});
  given_.back().agents.push_back(reservation.agent);
}

// A ring makes a reservation alert, and gives it the time of an offer (W9).
void RoutingOracle::BookRings() {
  for (auto& [id, reserved] : reserved_) {
    if (reserved.work.kind != WorkKind::kCall) continue;
    const auto held = state_->reservations.find(id);
    if (held == state_->reservations.end()) continue;
    const exchange::Call& call = state_->calls.at(CallId{reserved.work.id});
    const auto rings = std::find_if(call.offers.begin(), call.offers.end(), [&](const auto& offer) {
      return offer.agent == reserved.agent && offer.queue == reserved.queue &&
             offer.state == exchange::OfferState::kRinging;
    });
    const bool rang_now = rings != call.offers.end() && rings->started.at == now_;
    if (held->second.alerting == reserved.alerting) continue;
    if (held->second.alerting && !rang_now)
      Fail(Text(reserved.work) + " alerts, and no phone rings");
    reserved.alerting = held->second.alerting;
    if (!reserved.alerting) continue;
    ++tally_["rang"];
    reserved.deadline = now_ + state_->queues.at(reserved.queue).configuration.offer_limit;
  }
}

void RoutingOracle::JudgeOrder() {
  const Picture before = PictureWith(before_giving_, last_offers_before_);
  const std::vector<Given> expected = Distribute(before);
  if (expected != given_) {
    Fail("reserved were" + Text(given_) + "\n  expected (W1 to W4):" + Text(expected) +
         Text(before));
  }
  JudgeFairness(before);
}

// The bound of W1, by times alone: whoever could have had the agent came not so much earlier.
void RoutingOracle::JudgeFairness(const Picture& before) {
  constexpr std::int64_t kMillisecondsPerMinute = 60'000;
  const Duration bound(exchange::kWorkPriorityMax * kMillisecondsPerMinute /
                       before.ageing_per_minute);
  std::set<WorkKey> given_before;
  for (const Given& given : given_) {
    given_before.insert(given.key);
    const auto taken = before.items.find(given.key);
    if (taken == before.items.end()) continue;
    for (const auto& [key, item] : before.items) {
      const bool waits = item.reserved.empty() && !item.held && !given_before.contains(key);
      const bool passed_over = waits && taken->second.entered > item.entered + bound;
      if (!passed_over || !IsOfCalls(key)) continue;
      for (const AgentId agent : given.agents) {
        if (!MayHave(before, item, before.agents.at(agent))) continue;
        Fail(Text(key) + " was overtaken by " + Text(given.key) + ", which came " +
             std::to_string((taken->second.entered - item.entered).count()) + " ms later (W1)");
      }
    }
  }
}

// W4, and that who was reserved may have what they got.
void RoutingOracle::JudgeEligible(const Picture& after) {
  const std::vector<Given> left = Distribute(after);
  if (!left.empty()) Fail("nobody got what could be given (W4):" + Text(left));
  for (const Given& given : given_) {
    const auto item = after.items.find(given.key);
    if (item == after.items.end()) continue;
    for (const AgentId agent : given.agents) {
      // What was taken back in the same moment may be another's by now.
      const bool gone = !item->second.reserved.contains(agent);
      if (gone || IsFor(item->second, after.agents.at(agent))) continue;
      Fail(Text(given.key) + " was given to " + Name(agent) + ", for whom it is not (W3)");
    }
  }
}

void RoutingOracle::JudgeReservations() {
  for (const auto& [id, held] : state_->reservations) {
    if (!reserved_.contains(id)) return Fail("a reservation was never told of");
  }
  std::map<WorkKey, int> times;
  for (const auto& [id, reserved] : reserved_) {
    const std::string what = Text(reserved.work) + ", reserved for " + Name(reserved.agent);
    const auto held = state_->reservations.find(id);
    if (held == state_->reservations.end()) return Fail(what + ", ended without a word (W5)");
    if (reserved.deadline <= now_) {
      return Fail(what + ", is so beyond " + At(reserved.deadline) + " (W5)");
    }
    if (held->second.deadline != reserved.deadline) {
      return Fail(what + " until " + At(held->second.deadline) + "; expected: until " +
                  At(reserved.deadline));
    }
    const auto item = items_.find(reserved.work);
    if (item == items_.end()) return Fail(what + ", does not wait");
    if (item->second.held) return Fail(what + ", and is held");
    if (++times[reserved.work] > 1 && !reserved.with_others) {
      return Fail(what + ", is reserved twice");
    }
  }
}

void RoutingOracle::JudgeRoutes() {
  std::vector<const exchange::CallCommand*> routes;
  for (const auto& [id, command] : state_->commands) {
    const bool is_route = std::holds_alternative<exchange::RouteCall>(command.body);
    if (id > last_command_ && is_route) routes.push_back(&command);
  }
  std::size_t place = 0;
  for (const Given& given : given_) {
    if (given.key.kind != WorkKind::kCall) continue;
    if (place >= routes.size()) return Fail("the switch is not told of " + Text(given.key));
    JudgeRoute(given, std::get<exchange::RouteCall>(routes[place]->body));
    ++place;
  }
  if (place != routes.size()) Fail("the switch is told to ring for nothing");
}

void RoutingOracle::JudgeRoute(const Given& given, const exchange::RouteCall& route) {
  const exchange::Call& call = state_->calls.at(CallId{given.key.id});
  std::vector<std::string> devices;
  for (const AgentId agent : given.agents) {
    for (const std::string& device : DevicesFor(call, agent)) devices.push_back(device);
  }
  const bool right = route.call == call.switch_id && route.devices == devices &&
                     route.leg == call.legs.at(given.key.leg).connection;
  if (!right) Fail("the switch is told something else than " + Text({given}));
}

void RoutingOracle::JudgeAgents() {
  for (const auto& [id, agent] : state_->agents) {
    const Worker& worker = workers_[id];
    if (worker.idle && agent.routing.idle_since != worker.idle_since) {
      Fail(agent.login + " is idle since " + At(agent.routing.idle_since) + "; expected: since " +
           At(worker.idle_since));
    }
    if (agent.routing.handled != worker.handled) {
      Fail(agent.login + " handled " + std::to_string(agent.routing.handled) + "; expected " +
           std::to_string(worker.handled));
    }
    if (agent.routing.passes != worker.passes) {
      Fail(agent.login + " let pass " + std::to_string(agent.routing.passes) + "; expected " +
           std::to_string(worker.passes) + " (W7)");
    }
    JudgeCapacity(agent);
  }
}

void RoutingOracle::JudgeCapacity(const exchange::Agent& agent) {
  int calls = 0;
  bool alerting = false;
  std::uint32_t offered = 0;
  for (const auto& [id, reserved] : reserved_) {
    if (reserved.agent != agent.id) continue;
    if (IsOfCalls(reserved.work)) {
      ++calls;
      alerting = alerting || reserved.alerting;
    } else {
      ++offered;
    }
  }
  if (calls > 1) Fail(agent.login + " is reserved for " + std::to_string(calls) + " calls");
  if (calls > 0 && callbacks_.HasOne(agent.id)) Fail(agent.login + " has a callback, and a call");
  if (calls > 0 && !alerting && !(IsIdle(agent) && IsSignedIn(agent.id))) {
    Fail(agent.login + " is reserved for a call, and cannot take one");
  }
  const bool got_one = std::any_of(given_.begin(), given_.end(), [&](const Given& given) {
    const auto& agents = given.agents;
    return !IsOfCalls(given.key) && std::count(agents.begin(), agents.end(), agent.id) > 0;
  });
  const std::uint32_t tickets = TicketsOf(agent.id);
  if (tickets != agent.routing.tickets) {
    Fail(agent.login + " has " + std::to_string(tickets) + " tickets, and is said to have " +
         std::to_string(agent.routing.tickets));
  }
  if (got_one && tickets + offered > agent.routing.ticket_capacity) {
    Fail(agent.login + " has more tickets than they may have");
  }
  const bool on_call =
      calls > 0 || !agent.busy.empty() || agent.wrap_up || callbacks_.HasOne(agent.id);
  if (offered > 0 && on_call) Fail(agent.login + " is offered a ticket beside a call (W6)");
}

}  // namespace jackfield::sim
