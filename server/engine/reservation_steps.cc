#include "server/engine/reservation_steps.h"

#include <algorithm>
#include <cstdint>

#include "server/engine/names.h"
#include "server/exchange/routing/routing_index.h"

namespace jackfield::engine {
namespace {

std::uint32_t RankOf(const exchange::Agent& agent, QueueId queue) {
  const auto rank = agent.routing.ranks.find(queue);
  return rank == agent.routing.ranks.end() ? 0 : rank->second;
}

OfferChoice ChoiceOf(const exchange::State& state, const exchange::Reservation& offer) {
  OfferChoice choice;
  choice.strategy = exchange::PlanOf(state, offer.queue).strategy;
  const auto found = state.agents.find(offer.agent);
  if (found == state.agents.end()) return choice;
  const exchange::Agent& agent = found->second;
  choice.idle = std::max(Duration{offer.began.at - agent.routing.idle_since}, Duration{0});
  choice.handled = agent.routing.handled;
  choice.talk = agent.routing.talk;
  choice.rank = RankOf(agent, offer.queue);
  return choice;
}

}  // namespace

ReservationTraceStep OpenedStep(Sequence sequence, const exchange::Reservation& opened,
                                const exchange::State& state) {
  ReservationTraceStep step;
  step.kind = ReservationTraceKind::kOffered;
  step.at = opened.began.wall;
  step.sequence = sequence;
  step.reservation = opened.id;
  step.agent = AgentLogin(state, opened.agent);
  step.queue = QueueName(state, opened.queue);
  step.choice = ChoiceOf(state, opened);
  const auto found = state.work.find(opened.work);
  if (found == state.work.end()) return step;  // The same entry took it off the list again.
  const exchange::WorkItem& item = found->second;
  step.number = item.offer_count;
  step.waited = std::max(Duration{opened.began.at - item.entered.at}, Duration{0});
  step.priority = item.priority;
  step.ring = item.ring;
  step.skills = exchange::RoutedItemOf(state, item).skills;
  step.passed = static_cast<std::uint32_t>(item.passed.size());
  step.choice.preferred = item.preferred_until.has_value() && item.preferred == opened.agent;
  return step;
}

ReservationTraceStep EndedStep(Sequence sequence, WallTime at,
                               const exchange::ReservationEnded& ended,
                               const exchange::State& state) {
  ReservationTraceStep step;
  step.kind = ReservationTraceKind::kEnded;
  step.at = at;
  step.sequence = sequence;
  step.reservation = ended.reservation;
  step.agent = AgentLogin(state, ended.agent);
  step.end = ended.end;
  return step;
}

}  // namespace jackfield::engine
