#include "tests/simulation/routing/routing_fault.h"

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
}

}  // namespace

std::string_view NameOf(RoutingFault fault) {
  switch (fault) {
    case RoutingFault::kNone:
      return "None";
    case RoutingFault::kLateTimers:
      return "LateTimers";
    case RoutingFault::kForgottenStrategy:
      return "ForgottenStrategy";
    case RoutingFault::kForgottenTiers:
      return "ForgottenTiers";
    case RoutingFault::kStoppedAgeing:
      return "StoppedAgeing";
    case RoutingFault::kLateRings:
      return "LateRings";
    case RoutingFault::kIgnoredSkills:
      return "IgnoredSkills";
    case RoutingFault::kKeptTooLong:
      return "KeptTooLong";
    case RoutingFault::kUncountedPasses:
      return "UncountedPasses";
    case RoutingFault::kEverybodyRings:
      return "EverybodyRings";
    case RoutingFault::kIgnoredCapacity:
      return "IgnoredCapacity";
    case RoutingFault::kForgottenReservation:
      return "ForgottenReservation";
    case RoutingFault::kForgottenPlace:
      return "ForgottenPlace";
    case RoutingFault::kForgottenPasses:
      return "ForgottenPasses";
    case RoutingFault::kUntoldEnd:
      return "UntoldEnd";
    case RoutingFault::kTwiceToldEnd:
      return "TwiceToldEnd";
  }
  return "";
}

Result<exchange::Effects> FaultyExchange::Apply(Sequence sequence, const exchange::Input& input) {
  const auto* configuration = std::get_if<exchange::Configuration>(&input.body);
  exchange::Input spoilt;
  if (configuration != nullptr) {
    spoilt = input;
    spoilt.body = Falsify(*configuration);
  }
  auto effects = exchange_.Apply(sequence, configuration != nullptr ? spoilt : input);
  if (effects) Falsify(*effects);
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
  auto restored = exchange::Exchange::Restore(ToArchive(*state));
  if (!restored) return Fail(restored);
  exchange_ = std::move(*restored);
  return {};
}

exchange::Configuration FaultyExchange::Falsify(exchange::Configuration configuration) const {
  exchange::RoutingRules& rules = configuration.routing;
  if (fault_ == RoutingFault::kForgottenTiers) rules.tier_priorities.clear();
  if (fault_ == RoutingFault::kStoppedAgeing) rules.ageing_per_minute = 1;
  if (fault_ == RoutingFault::kUncountedPasses) rules.passes_max = 0;
  for (auto& queue : configuration.queues) Spoil(fault_, queue.routing);
  for (auto& agent : configuration.agents) {
    if (fault_ == RoutingFault::kIgnoredCapacity) ++agent.ticket_capacity;
  }
  return configuration;
}

void FaultyExchange::Falsify(exchange::Effects& effects) const {
  const bool drops = fault_ == RoutingFault::kUntoldEnd;
  const bool doubles = fault_ == RoutingFault::kTwiceToldEnd;
  if (!drops && !doubles) return;
  exchange::Effects told;
  for (exchange::Effect& effect : effects) {
    const bool is_end = std::holds_alternative<exchange::ReservationEnded>(effect);
    if (is_end && drops) continue;
    if (is_end && doubles) told.push_back(effect);
    told.push_back(std::move(effect));
  }
  effects = std::move(told);
}

void FaultyExchange::Falsify(exchange::State& state) const {
  for (auto& [key, item] : state.work) {
    if (fault_ == RoutingFault::kForgottenPlace) item.entered.at = state.now;
    if (fault_ == RoutingFault::kForgottenPasses) item.passed.clear();
  }
  if (fault_ != RoutingFault::kForgottenReservation) return;
  for (auto& [id, agent] : state.agents) {
    if (agent.state != exchange::AgentState::kReserved) continue;
    agent.routing.reserved_calls.clear();
    agent.state = exchange::AgentState::kReady;
  }
}

}  // namespace jackfield::sim
