#include "server/exchange/tickets/ticket_work.h"

#include <algorithm>

#include "server/exchange/routing/last_agent.h"
#include "server/exchange/routing/reservation_rules.h"
#include "server/exchange/routing/routing_rules.h"
#include "server/exchange/tickets/ticket_changes.h"
#include "server/exchange/tickets/ticket_rules.h"

namespace jackfield::exchange {
namespace {

WorkKey KeyOf(const Ticket& ticket) { return {WorkKind::kTicket, ticket.id.value, 0}; }

// Q2.
void CountForOwner(Step& step, Ticket& ticket) {
  const AgentId counted = ticket.active() ? ticket.owner : AgentId{};
  if (ticket.work.counted == counted) return;
  auto& agents = step.state.agents;
  if (ticket.work.counted) CountTicket(step, agents.at(ticket.work.counted), -1);
  if (counted) CountTicket(step, agents.at(counted), 1);
  ticket.work.counted = counted;
}

AgentId PreferredOf(const State& state, const Ticket& ticket) {
  return PreferredAgent(state, ticket.preferred_agent, ticket.customer);
}

void Enqueue(Step& step, Ticket& ticket, const Moment& since) {
  ticket.work.waiting_since = since;
  ticket.work.queue = ticket.queue;
  ticket.work.priority = WorkPriorityOf(step.state, ticket);
  ticket.work.skills = ticket.skills;
  EnqueueWork(step, {.key = KeyOf(ticket),
                     .queue = ticket.queue,
                     .entered = since,
                     .priority = ticket.work.priority,
                     .skills = ticket.skills,
                     .preferred = PreferredOf(step.state, ticket)});
}

}  // namespace

std::int32_t WorkPriorityOf(const State& state, const Ticket& ticket) {
  const bool complains = ticket.type == TicketType::kComplaint || ticket.open_complaint ||
                         HasOpenComplaint(state, ticket.customer);
  std::int32_t priority = PointsOf(ticket.priority) +
                          state.configuration.routing.PointsOf(ticket.value_tier, complains);
  const auto queue = state.queues.find(ticket.queue);
  if (queue != state.queues.end()) priority += queue->second.configuration.routing.priority;
  return std::clamp(priority, 0, kWorkPriorityMax);
}

void SettleTicketWork(Step& step, Ticket& ticket) {
  TicketWork& work = ticket.work;
  const bool waits = ticket.active() && !ticket.owner && ticket.queue;
  std::optional<Moment> since = work.waiting_since;
  const bool elsewhere = work.queue != ticket.queue || work.skills != ticket.skills;
  if (since && (!waits || elsewhere)) {
    ForgetTicketWork(ticket);
    WithdrawWork(step, KeyOf(ticket),
                 ticket.owner ? ReservationEnd::kTaken : ReservationEnd::kWithdrawn);
  }
  CountForOwner(step, ticket);
  if (!waits) return;
  if (!work.waiting_since) return Enqueue(step, ticket, since.value_or(TicketMoment(step)));
  SetWorkPreferred(step, KeyOf(ticket), PreferredOf(step.state, ticket));
  PriceTicket(step, ticket);
}

void PriceTicket(Step& step, Ticket& ticket) {
  TicketWork& work = ticket.work;
  if (!work.waiting_since) return;
  const std::int32_t priority = WorkPriorityOf(step.state, ticket);
  if (work.priority == priority) return;
  work.priority = priority;
  SetWorkPriority(step, KeyOf(ticket), priority);
}

void ForgetTicketWork(Ticket& ticket) {
  ticket.work.waiting_since.reset();
  ticket.work.queue = {};
  ticket.work.priority = 0;
  ticket.work.skills.clear();
}

}  // namespace jackfield::exchange
