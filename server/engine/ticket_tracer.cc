#include "server/engine/ticket_tracer.h"

#include <cstddef>
#include <utility>
#include <variant>

#include "server/engine/reservation_steps.h"

namespace jackfield::engine {
namespace {

constexpr std::size_t kBudgetsSlack = 1'000;

}  // namespace

void TicketTracer::Take(Sequence sequence, const exchange::Input& input,
                        const exchange::Effects& effects, const exchange::State& state) {
  for (const exchange::Effect& effect : effects) {
    if (const auto* opened = std::get_if<exchange::ReservationOpened>(&effect)) {
      const exchange::Reservation& offer = opened->reservation;
      if (offer.work.kind != exchange::WorkKind::kTicket) continue;
      Add(TicketId{offer.work.id}, OpenedStep(sequence, offer, state));
    } else if (const auto* ended = std::get_if<exchange::ReservationEnded>(&effect)) {
      if (ended->work.kind != exchange::WorkKind::kTicket) continue;
      Add(TicketId{ended->work.id}, EndedStep(sequence, input.wall, *ended, state));
    }
  }
  ForgetBudgets(state);
}

void TicketTracer::Add(TicketId ticket, ReservationTraceStep step) {
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
