#pragma once

#include <cstdint>

#include "server/exchange/step.h"
#include "server/exchange/tickets/ticket.h"

// A ticket as work for agents: the only place that tells the routing of tickets.
//
// Rules:
//  Q1. A ticket that is new or open, has a queue and no owner waits for an agent of the queue. A
//      change of queue, skills or priority leaves its place by time; once somebody had it, it comes
//      back as a new one.
//  Q2. A ticket that is open takes a part of its owner's capacity. A pending one does not: the
//      agent can do nothing for it.
//  Q3. Its priority is that of the queue's plan, plus points for its own, for the customer's value
//      tier, and once for a complaint, be it this ticket or another of the customer's
//      (customer_rules.h, C1); not above kWorkPriorityMax.
//  Q4. It is kept for the customer's preferred agent as the queue's plan says.
//
// Thread safety: pure functions of the step.
namespace jackfield::exchange {

// Q3. Points by the ticket's own priority.
constexpr std::int32_t PointsOf(TicketPriority priority) {
  switch (priority) {
    case TicketPriority::kLow:
      return 0;
    case TicketPriority::kNormal:
      return 100;
    case TicketPriority::kHigh:
      return 250;
    case TicketPriority::kUrgent:
      return 500;
  }
  return 0;
}

std::int32_t WorkPriorityOf(const State& state, const Ticket& ticket);

// Brings the routing in line with the ticket. To be called after anything that Q1 to Q4 name.
void SettleTicketWork(Step& step, Ticket& ticket);

// Its priority alone follows, if it waits (Q3).
void PriceTicket(Step& step, Ticket& ticket);

// The routing took the ticket off its list by itself: an agent has accepted it.
void ForgetTicketWork(Ticket& ticket);

}  // namespace jackfield::exchange
