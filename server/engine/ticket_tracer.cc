#include "server/engine/ticket_tracer.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <variant>

#include "server/engine/names.h"
#include "server/exchange/routing/routing_index.h"

namespace jackfield::engine {
namespace {

constexpr std::size_t kBudgetsSlack = 1'000;

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

TicketTraceStep OfferedStep(const exchange::State& state, const exchange::Reservation& offer) {
  TicketTraceStep step;
  step.kind = TicketTraceKind::kOffered;
  step.at = offer.began.wall;
  step.reservation = offer.id;
  step.agent = AgentLogin(state, offer.agent);
  step.queue = QueueName(state, offer.queue);
  step.choice = ChoiceOf(state, offer);
  const auto found = state.work.find(offer.work);
  if (found == state.work.end()) return step;  // The same entry took it off the list again.
  const exchange::WorkItem& item = found->second;
  step.number = item.offer_count;
  step.waited = std::max(Duration{offer.began.at - item.entered.at}, Duration{0});
  step.priority = item.priority;
  step.ring = item.ring;
  step.skills = exchange::RoutedItemOf(state, item).skills;
  step.passed = static_cast<std::uint32_t>(item.passed.size());
  step.choice.preferred = item.preferred_until.has_value() && item.preferred == offer.agent;
  return step;
}

}  // namespace

void TicketTracer::Take(Sequence sequence, const exchange::Input& input,
                        const exchange::Effects& effects, const exchange::State& state) {
  for (const exchange::Effect& effect : effects) {
    if (const auto* opened = std::get_if<exchange::ReservationOpened>(&effect)) {
      const exchange::Reservation& offer = opened->reservation;
      if (offer.work.kind != exchange::WorkKind::kTicket) continue;
      TicketTraceStep step = OfferedStep(state, offer);
      step.sequence = sequence;
      Add(TicketId{offer.work.id}, std::move(step));
    } else if (const auto* ended = std::get_if<exchange::ReservationEnded>(&effect)) {
      if (ended->work.kind != exchange::WorkKind::kTicket) continue;
      TicketTraceStep step;
      step.kind = TicketTraceKind::kEnded;
      step.at = input.wall;
      step.sequence = sequence;
      step.reservation = ended->reservation;
      step.agent = AgentLogin(state, ended->agent);
      step.end = ended->end;
      Add(TicketId{ended->work.id}, std::move(step));
    }
  }
  ForgetBudgets(state);
}

void TicketTracer::Add(TicketId ticket, TicketTraceStep step) {
  if (++kept_[ticket] > kStepsPerTicketMax) return;  // T1.
  steps_[ticket].push_back(std::move(step));
}

void TicketTracer::ForgetBudgets(const exchange::State& state) {
  if (kept_.size() <= 2 * state.tickets.size() + kBudgetsSlack) return;
  std::erase_if(kept_, [&state](const auto& each) { return !state.tickets.contains(each.first); });
}

std::vector<TicketTraceRow> TicketTracer::TakeRows(Sequence last, WallTime wall) {
  std::vector<TicketTraceRow> rows;
  rows.reserve(steps_.size());
  for (auto& [ticket, steps] : steps_) rows.push_back({ticket, last, wall, std::move(steps)});
  steps_.clear();
  return rows;
}

}  // namespace jackfield::engine
