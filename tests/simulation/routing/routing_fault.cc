#include "tests/simulation/routing/routing_fault.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>
#include <variant>

#include "server/base/archive.h"

namespace jackfield::sim {
namespace {

using exchange::RoutingStrategy;

constexpr Duration kLate{3'000};

// Spoils the plan of one queue.
void Spoil(RoutingFault fault, exchange::RoutingPlan& plan) {
  if (fault == RoutingFault::kForgottenStrategy) plan.strategy = RoutingStrategy::kLongestIdle;
  if (fault == RoutingFault::kEverybodyRings) plan.strategy = RoutingStrategy::kRingAll;
  if (fault == RoutingFault::kKeptTooLong) plan.preferred_limit *= 2;
  for (exchange::RoutingRing& ring : plan.rings) {
    if (fault == RoutingFault::kLateRings) ring.after *= 2;
    if (fault == RoutingFault::kIgnoredSkills) ring.skills.clear();
  }
  if (fault == RoutingFault::kForgottenOverflow) plan.overflow.clear();
  if (fault == RoutingFault::kReversedOverflow) {
    std::reverse(plan.overflow.begin(), plan.overflow.end());
  }
  for (exchange::OverflowRule& rule : plan.overflow) {
    if (fault == RoutingFault::kLateOverflow) rule.limit *= 2;
  }
}

// The same of its callbacks.
void Spoil(RoutingFault fault, exchange::CallbackPlan& plan) {
  if (fault == RoutingFault::kForgottenHours) {
    plan.calendar.clear();
    plan.calendars_by_code.clear();
  }
  if (fault == RoutingFault::kLongLease) plan.lease *= 2;
  if (fault == RoutingFault::kOneMoreAttempt) ++plan.attempts_max;
  if (fault == RoutingFault::kUnmadeCallback) plan.on_exit_key = false;
  if (fault != RoutingFault::kShortPause) return;
  for (Duration* pause :
       {&plan.no_answer_pause, &plan.busy_pause, &plan.not_them_pause, &plan.failed_pause}) {
    *pause /= 2;
  }
}

void Spoil(RoutingFault fault, exchange::SlaPolicy& policy) {
  if (fault == RoutingFault::kSleeplessGoals) policy.calendar.clear();
  if (fault != RoutingFault::kSlowGoals) return;
  for (std::optional<Duration>* goal :
       {&policy.first_response, &policy.next_response, &policy.resolution}) {
    if (*goal) **goal *= 2;
  }
}

void Spoil(RoutingFault fault, exchange::ForbidCallbacks& forbid) {
  if (fault == RoutingFault::kUnheardBan) forbid = {};
  if (fault == RoutingFault::kBroadBan) forbid.number_keys.push_back("key11");
}

bool IsEnd(const exchange::Effect& effect) {
  return std::holds_alternative<exchange::ReservationEnded>(effect);
}

bool IsBreach(const exchange::Effect& effect) {
  const auto* noted = std::get_if<exchange::TicketNoted>(&effect);
  return noted != nullptr && noted->what == exchange::TicketEntryKind::kSlaBreached;
}

constexpr std::string_view kNames[] = {  // In the order of RoutingFault.
    "None",
    "LateTimers",
    "ForgottenStrategy",
    "ForgottenTiers",
    "StoppedAgeing",
    "LateRings",
    "IgnoredSkills",
    "KeptTooLong",
    "UncountedPasses",
    "ForgivenRings",
    "EverybodyRings",
    "EndlessShifts",
    "IgnoredCapacity",
    "ForgottenReservation",
    "ForgottenPlace",
    "ForgottenPasses",
    "UntoldEnd",
    "TwiceToldEnd",
    "ForgottenHours",
    "LongLease",
    "ShortPause",
    "OneMoreAttempt",
    "UnheardStanding",
    "UnheardBan",
    "BroadBan",
    "UnmadeCallback",
    "ForgottenCustomer",
    "ForgottenLease",
    "ForgottenOverflow",
    "LateOverflow",
    "ReversedOverflow",
    "SlowGoals",
    "SleeplessGoals",
    "ForgottenWarning",
    "UntoldBreach",
    "TwiceToldBreach"};
static_assert(std::size(kNames) == static_cast<std::size_t>(RoutingFault::kTwiceToldBreach) + 1);

}  // namespace

std::string_view NameOf(RoutingFault fault) { return kNames[static_cast<std::size_t>(fault)]; }

Result<exchange::Effects> FaultyExchange::Apply(Sequence sequence, const exchange::Input& input) {
  if (fault_ == RoutingFault::kNone) return exchange_.Apply(sequence, input);
  exchange::Input spoilt = input;
  Falsify(spoilt);
  exchange::State before;
  if (fault_ == RoutingFault::kForgivenRings) before = exchange_.state();
  auto effects = exchange_.Apply(sequence, spoilt);
  if (!effects) return effects;
  if (fault_ == RoutingFault::kForgivenRings) {
    if (const Status forgiven = Forgive(before, *effects); !forgiven) return Fail(forgiven);
  }
  Falsify(*effects);
  return effects;
}

std::optional<Instant> FaultyExchange::NextTimer() const {
  auto next = exchange_.NextTimer();
  if (next && fault_ == RoutingFault::kLateTimers) *next += kLate;
  return next;
}

Status FaultyExchange::Restart() {
  auto state = FromArchive<exchange::State>(exchange_.Save());
  if (!state) return Fail(state);
  Falsify(*state);
  return Become(*state);
}

Status FaultyExchange::Become(const exchange::State& state) {
  auto restored = exchange::Exchange::Restore(ToArchive(state));
  if (!restored) return Fail(restored);
  exchange_ = std::move(*restored);
  return {};
}

void FaultyExchange::Falsify(exchange::Input& input) const {
  if (auto* configuration = std::get_if<exchange::Configuration>(&input.body)) {
    *configuration = Falsify(*configuration);
  }
  if (auto* at_desk = std::get_if<exchange::DeskCommand>(&input.body)) {
    auto* update = std::get_if<exchange::UpdateStanding>(at_desk);
    if (update != nullptr && fault_ == RoutingFault::kUnheardStanding) update->customer = {};
  }
  auto* command = std::get_if<exchange::CallbackCommand>(&input.body);
  if (command == nullptr) return;
  if (auto* forbid = std::get_if<exchange::ForbidCallbacks>(command)) Spoil(fault_, *forbid);
}

Status FaultyExchange::Forgive(const exchange::State& before, const exchange::Effects& effects) {
  exchange::State after = exchange_.state();
  bool forgiven = false;
  for (const auto& [id, was] : before.agents) {
    auto& passes = after.agents.at(id).routing.passes;
    const bool reserved = std::any_of(effects.begin(), effects.end(), [id = id](const auto& each) {
      const auto* ended = std::get_if<exchange::ReservationEnded>(&each);
      return ended != nullptr && ended->agent == id;
    });
    if (reserved || passes <= was.routing.passes) continue;
    passes = was.routing.passes;
    forgiven = true;
  }
  return forgiven ? Become(after) : Status{};
}

exchange::Configuration FaultyExchange::Falsify(exchange::Configuration configuration) const {
  exchange::RoutingRules& rules = configuration.routing;
  if (fault_ == RoutingFault::kForgottenTiers) rules.tier_priorities.clear();
  if (fault_ == RoutingFault::kStoppedAgeing) rules.ageing_per_minute = 1;
  if (fault_ == RoutingFault::kUncountedPasses) rules.passes_max = 0;
  for (auto& queue : configuration.queues) {
    Spoil(fault_, queue.routing);
    Spoil(fault_, queue.callbacks);
    if (fault_ == RoutingFault::kForgottenHours) queue.calendar.clear();
  }
  for (auto& policy : configuration.tickets.sla_policies) Spoil(fault_, policy);
  for (auto& agent : configuration.agents) {
    if (fault_ == RoutingFault::kIgnoredCapacity) ++agent.ticket_capacity;
    if (fault_ == RoutingFault::kEndlessShifts) agent.calendar.clear();
  }
  return configuration;
}

void FaultyExchange::Falsify(exchange::Effects& effects) const {
  const bool of_ends = fault_ == RoutingFault::kUntoldEnd || fault_ == RoutingFault::kTwiceToldEnd;
  const bool of_breaches =
      fault_ == RoutingFault::kUntoldBreach || fault_ == RoutingFault::kTwiceToldBreach;
  if (!of_ends && !of_breaches) return;
  const bool drops = fault_ == RoutingFault::kUntoldEnd || fault_ == RoutingFault::kUntoldBreach;
  exchange::Effects told;
  for (exchange::Effect& effect : effects) {
    const bool is_it = of_ends ? IsEnd(effect) : IsBreach(effect);
    if (is_it && drops) continue;
    if (is_it) told.push_back(effect);
    told.push_back(std::move(effect));
  }
  effects = std::move(told);
}

void FaultyExchange::Falsify(exchange::State& state) const {
  for (auto& [key, item] : state.work) {
    if (fault_ == RoutingFault::kForgottenPlace) item.entered.at = state.now;
    if (fault_ == RoutingFault::kForgottenPasses) item.passed.clear();
  }
  FalsifyCallbacks(state);
  for (auto& [id, ticket] : state.tickets) {
    for (auto& [goal, clock] : ticket.clocks) {
      if (fault_ == RoutingFault::kForgottenWarning) clock.warned = clock.breached = false;
    }
  }
  if (fault_ != RoutingFault::kForgottenReservation) return;
  for (auto& [id, agent] : state.agents) {
    if (agent.state != exchange::AgentState::kReserved) continue;
    agent.routing.reserved_calls.clear();
    agent.state = exchange::AgentState::kReady;
  }
}

void FaultyExchange::FalsifyCallbacks(exchange::State& state) const {
  for (auto& [id, callback] : state.callbacks) {
    if (fault_ != RoutingFault::kForgottenCustomer || callback.callers.empty()) continue;
    callback.callers.clear();
    const auto item = state.work.find({exchange::WorkKind::kCallback, id.value, 0});
    if (item != state.work.end()) item->second.held = false;
  }
  if (fault_ != RoutingFault::kForgottenLease) return;
  for (auto& [id, agent] : state.agents) {
    const bool had = static_cast<bool>(std::exchange(agent.routing.callback, CallbackId{}));
    if (had && agent.state == exchange::AgentState::kReserved) {
      agent.state = exchange::AgentState::kReady;
    }
  }
}

}  // namespace jackfield::sim
