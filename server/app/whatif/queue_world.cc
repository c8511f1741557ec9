#include "server/app/whatif/queue_world.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <variant>

#include "server/base/check.h"
#include "server/exchange/counter_sums.h"
#include "server/exchange/personal_text.h"

namespace jackfield::whatif {
namespace {

using exchange::CallCommand;

// Names that the simulated switch gives.
constexpr const char* kSource = "simulated";
constexpr const char* kWaitingLeg = "caller";
constexpr const char* kNumber = "1";

std::string LoginOf(std::size_t agent) { return "agent-" + std::to_string(agent); }
std::string DeviceOf(std::size_t agent) { return "SIM/" + std::to_string(agent); }

// Tier and complaint are those of a customer, and a customer has a number.
exchange::Caller CallerOf(const Arrival& arrival) {
  const CallerClass& of = arrival.caller_class;
  if (of == CallerClass{}) return {};
  return {.number = exchange::PersonalText(kNumber),
          .value_tier = of.value_tier,
          .open_complaint = of.open_complaint};
}

// The number at the end of a name that was made here.
std::size_t NumberIn(const std::string& name, std::size_t from) {
  std::size_t number = 0;
  const auto read = std::from_chars(name.data() + from, name.data() + name.size(), number);
  JACKFIELD_CHECK(read.ec == std::errc{});
  return number;
}

}  // namespace

QueueWorld::QueueWorld(const QueueSetup& setup) : setup_(setup) {
  for (const StaffingStep& step : setup_.staffing) {
    agents_ = std::max<std::size_t>(agents_, step.agents);
  }
}

Outcome QueueWorld::Run(const std::vector<Arrival>& arrivals) {
  arrivals_ = &arrivals;
  callers_.resize(arrivals.size());
  Configure();
  for (std::size_t i = 0; i < setup_.staffing.size(); ++i) {
    const Instant at = InstantOf(std::max(setup_.staffing[i].from, setup_.begin));
    Plan(at, Kind::kStaff, i);
  }
  if (!arrivals.empty()) Plan(InstantOf(arrivals.front().when), Kind::kEnter, 0);

  const Instant end = InstantOf(setup_.end);
  while (Step(end)) {
  }
  now_ = end;
  Staff(0);  // S4: who waits for a call has that time counted by going.
  for (const auto& [interval, counters] : queue_intervals_) {
    if (Counts(interval)) exchange::AddTo(outcome_.queue, counters);
  }
  for (const auto& [key, counters] : agent_intervals_) {
    if (Counts(key.second.first)) exchange::AddTo(outcome_.agents, counters);
  }
  return std::move(outcome_);
}

void QueueWorld::Configure() {
  exchange::Configuration site;
  site.routing = setup_.rules;
  exchange::QueueConfiguration queue = setup_.queue;
  queue.aliases.clear();
  queue.alert_rules.clear();
  queue.routing.mode = exchange::QueueMode::kDirected;
  for (std::size_t i = 0; i < agents_; ++i) {
    exchange::AgentConfiguration agent{.login = LoginOf(i), .devices = {DeviceOf(i)}};
    agent.queues = {{.queue = queue.name, .rank = static_cast<std::uint32_t>(i + 1)}};
    if (i < setup_.skills.size()) agent.skills = setup_.skills[i];
    site.agents.push_back(std::move(agent));
  }
  site.queues.push_back(std::move(queue));
  Apply(std::move(site));
  Tell(exchange::LinkUp{.capabilities = std::set{exchange::CommandKind::kRoute}});
}

void QueueWorld::Plan(Instant at, Kind kind, std::size_t of, std::size_t agent) {
  events_.push({at, ++planned_, kind, of, agent});
}

bool QueueWorld::Step(Instant end) {
  const std::optional<Instant> due = exchange_.NextTimer();
  const bool timer_first = due && (events_.empty() || *due <= events_.top().at);
  if (timer_first) {
    if (*due >= end) return false;
    now_ = std::max(now_, *due);
    Apply(exchange::TimersDue{});
    return true;
  }
  if (events_.empty() || events_.top().at >= end) return false;
  const Event event = events_.top();
  events_.pop();
  now_ = event.at;
  Do(event);
  return true;
}

void QueueWorld::Do(const Event& event) {
  switch (event.kind) {
    case Kind::kStaff:
      return Staff(setup_.staffing[event.of].agents);
    case Kind::kEnter:
      return Enter(event.of);
    case Kind::kAnswer:
      return Answer(event.of, event.agent);
    case Kind::kGiveUp:
      return GiveUp(event.of);
    case Kind::kTalkOver:
      return EndTalk(event.of);
    case Kind::kWorkOver:
      return EndWork(event.of);
  }
}

void QueueWorld::Staff(std::uint32_t agents) {
  for (; staffed_ < agents; ++staffed_) {
    Command(
        exchange::SetAgentState{.agent = LoginOf(staffed_), .wish = exchange::AgentWish::kReady});
  }
  for (; staffed_ > agents; --staffed_) {
    Command(exchange::SetAgentState{.agent = LoginOf(staffed_ - 1),
                                    .wish = exchange::AgentWish::kLoggedOff});
  }
}

void QueueWorld::Enter(std::size_t index) {
  const Arrival& arrival = (*arrivals_)[index];
  if (index + 1 < arrivals_->size()) {
    Plan(InstantOf((*arrivals_)[index + 1].when), Kind::kEnter, index + 1);
  }
  const std::string call = std::to_string(index);
  Caller& caller = callers_[index];
  caller.phase = Phase::kWaiting;
  if (arrival.patience) Plan(now_ + *arrival.patience, Kind::kGiveUp, index);
  Tell(exchange::Originated{.call = call,
                            .direction = exchange::Direction::kInbound,
                            .caller = CallerOf(arrival),
                            .connection = kWaitingLeg});
  const exchange::State& state = exchange_.state();
  caller.call = state.sources.at(state.source_names.at(kSource)).calls.at(call);
  Tell(exchange::Queued{.call = call, .leg = kWaitingLeg, .queue = setup_.queue.name});
}

void QueueWorld::Ring(const exchange::RouteCall& route) {
  const std::size_t index = NumberIn(route.call, 0);
  if (callers_[index].phase != Phase::kWaiting) return;
  for (const std::string& device : route.devices) {
    const std::size_t agent = NumberIn(device, DeviceOf(0).size() - 1);
    Plan(now_ + setup_.ring, Kind::kAnswer, index, agent);
    Tell(exchange::Delivered{.call = route.call,
                             .connection = device,
                             .device = device,
                             .queue = setup_.queue.name,
                             .leg = kWaitingLeg});
  }
}

void QueueWorld::Answer(std::size_t index, std::size_t agent) {
  Caller& caller = callers_[index];
  if (caller.phase != Phase::kWaiting) return;  // Gone, or another agent was faster.
  caller.phase = Phase::kTalking;
  caller.agent_login = LoginOf(agent);
  Plan(now_ + (*arrivals_)[index].handling, Kind::kTalkOver, index);
  Tell(exchange::Established{.call = std::to_string(index),
                             .connection = DeviceOf(agent),
                             .device = DeviceOf(agent),
                             .queue = setup_.queue.name,
                             .leg = kWaitingLeg});
  NoteStay(index);
}

void QueueWorld::GiveUp(std::size_t index) {
  Caller& caller = callers_[index];
  if (caller.phase != Phase::kWaiting) return;
  caller.phase = Phase::kGone;
  const std::string call = std::to_string(index);
  Tell(exchange::Dequeued{.call = call,
                          .leg = kWaitingLeg,
                          .queue = setup_.queue.name,
                          .cause = (*arrivals_)[index].leaves_by});
  NoteStay(index);
  Tell(exchange::CallCleared{.call = call});
}

void QueueWorld::EndTalk(std::size_t index) {
  Caller& caller = callers_[index];
  caller.phase = Phase::kGone;
  const Duration work = (*arrivals_)[index].after_call_work;
  if (work <= Duration{0} && setup_.queue.wrap_up > Duration{0}) {
    EndWork(index);  // Before the end of the call: then there is no wrap-up.
  } else if (work < setup_.queue.wrap_up) {
    Plan(now_ + work, Kind::kWorkOver, index);
  }
  Tell(exchange::CallCleared{.call = std::to_string(index)});
}

void QueueWorld::EndWork(std::size_t index) {
  const Caller& caller = callers_[index];
  Command(exchange::CompleteWrapUp{.agent = caller.agent_login, .call = caller.call});
}

void QueueWorld::Tell(exchange::TelephonyEventBody body) {
  Apply(exchange::TelephonyEvent{.source = kSource, .body = std::move(body)});
}

void QueueWorld::Command(exchange::DeskCommand command) { Apply(std::move(command)); }

template <typename Body>
void QueueWorld::Apply(Body body) {
  ++sequence_.value;
  exchange::Input input{.now = now_, .wall = WallOf(now_), .names = {0, sequence_.value}};
  input.body = std::move(body);
  const Result<exchange::Effects> effects = exchange_.Apply(sequence_, input);
  JACKFIELD_CHECK(effects.has_value());  // Nothing is asked for here that could be refused.
  Harvest(*effects);
  FollowCommands();
}

void QueueWorld::FollowCommands() {
  std::vector<exchange::RouteCall> routes;
  const auto& commands = exchange_.state().commands;
  for (auto each = commands.upper_bound(last_command_); each != commands.end(); ++each) {
    last_command_ = each->first;
    const auto* route = std::get_if<exchange::RouteCall>(&each->second.body);
    if (route != nullptr) routes.push_back(*route);
  }
  for (const exchange::RouteCall& route : routes) Ring(route);
}

void QueueWorld::Harvest(const exchange::Effects& effects) {
  for (const exchange::Effect& effect : effects) {
    if (const auto* counted = std::get_if<exchange::QueueCounted>(&effect)) {
      const auto& intervals = exchange_.FindQueue(counted->queue)->intervals;
      const auto known = intervals.find(counted->interval);
      if (known != intervals.end()) queue_intervals_[counted->interval] = known->second;
    }
    if (const auto* counted = std::get_if<exchange::AgentCounted>(&effect)) {
      const exchange::IntervalAndQueue key{counted->interval, counted->queue};
      const exchange::Agent& agent = *exchange_.FindAgent(counted->agent);
      const auto known = agent.intervals.find(key);
      if (known != agent.intervals.end()) agent_intervals_[{agent.id, key}] = known->second;
    }
  }
}

void QueueWorld::NoteStay(std::size_t index) {
  const exchange::Leg& leg = exchange_.FindCall(callers_[index].call)->legs.front();
  if (!Counts(leg.left.wall)) return;
  const Duration wait = exchange::Elapsed(leg.entered, leg.left);
  ++outcome_.stays;
  if (wait > Duration{0}) ++outcome_.stays_with_a_wait;
  if (leg.state != exchange::LegState::kAnswered) return;
  outcome_.waits.push_back(wait);
  outcome_.class_waits[(*arrivals_)[index].caller_class].push_back(wait);
}

}  // namespace jackfield::whatif
