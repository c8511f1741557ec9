#include "server/exchange/tickets/ticket_rules.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "server/exchange/tickets/sla.h"
#include "server/exchange/tickets/ticket_changes.h"
#include "server/exchange/tickets/ticket_notices.h"
#include "server/exchange/tickets/ticket_work.h"

namespace jackfield::exchange {
namespace {

bool HasAgentAnswered(const Call& call) {
  return std::any_of(call.connections.begin(), call.connections.end(), [](const auto& each) {
    return each.second.agent && each.second.established != Moment{};
  });
}

// Whoever had it may have left meanwhile.
void ReleaseOfNobody(Step& step, Ticket& ticket) {
  const auto owner = step.state.agents.find(ticket.owner);
  if (owner == step.state.agents.end() || owner->second.configured) return;
  ChangeOwner(step, ticket, AgentId{}, kByConfiguration);
}

void OpenByContact(Step& step, Ticket& ticket, const Call& call) {
  Reopen(step, ticket, {.to = TicketState::kOpen, .who = std::string(kByCustomer)});
  AddInteraction(step, ticket, call.name, kByCustomer);
}

void Close(Step& step, Ticket& ticket) {
  ChangeState(step, ticket, {.to = TicketState::kClosed, .who = std::string(kByTimer)});
}

void OnReminder(Step& step, Ticket& ticket) {
  if (ticket.state != TicketState::kPending || !ticket.reminder) return;
  if (*ticket.reminder > TicketMoment(step).wall) {  // The wall clock was set back.
    return SetTicketTimer(step, ticket, TicketTimer::kReminder, *ticket.reminder);
  }
  ChangeState(step, ticket, {.to = TicketState::kOpen, .who = std::string(kByTimer)});
  TellOwner(step, ticket, TicketNoticeKind::kReminderDue);
}

void OnClose(Step& step, Ticket& ticket) {
  if (ticket.state != TicketState::kResolved) return;
  if (ClosesAt(step, ticket) > TicketMoment(step).wall) {
    return SetTicketTimer(step, ticket, TicketTimer::kClose, ClosesAt(step, ticket));
  }
  Close(step, ticket);
}

void Forget(Step& step, const Ticket& ticket) {
  DropAllNotices(step, ticket.id);
  step.state.ticket_names.erase(ticket.name);
  step.state.tickets.erase(ticket.id);
}

void Adopt(Step& step, Ticket& ticket) {
  if (ticket.state != TicketState::kResolved) ReleaseOfNobody(step, ticket);
  const auto clocks = ticket.clocks;
  FitClocks(step, ticket);
  SettleTicketWork(step, ticket);
  if (ticket.state == TicketState::kResolved) {
    SetTicketTimer(step, ticket, TicketTimer::kClose, ClosesAt(step, ticket));
  }
  if (ticket.clocks != clocks) Touch(step, ticket);
}

}  // namespace

std::vector<TicketId> TicketsOf(const State& state, CustomerId customer) {
  const auto known = state.tickets_of_customer.find(customer);
  if (!customer || known == state.tickets_of_customer.end()) return {};
  const auto& all = known->second;
  const std::size_t count = std::min(all.size(), kTicketsPerContactMax);
  return {all.rbegin(), std::next(all.rbegin(), static_cast<std::ptrdiff_t>(count))};
}

Ticket* FindTicket(Step& step, TicketId id) {
  const auto found = step.state.tickets.find(id);
  return found == step.state.tickets.end() ? nullptr : &found->second;
}

bool IsOver(const Step& step, const Ticket& ticket) {
  if (ticket.state == TicketState::kClosed) return true;
  return ticket.state == TicketState::kResolved &&
         ClosesAt(step, ticket) <= TicketMoment(step).wall;
}

void CatchUpTicket(Step& step, Ticket& ticket) {
  if (ticket.reminder && *ticket.reminder <= TicketMoment(step).wall) OnReminder(step, ticket);
  CatchUpClocks(step, ticket);
}

void Reopen(Step& step, Ticket& ticket, const StateChange& change) {
  const bool was_done = ticket.state == TicketState::kResolved;
  ChangeState(step, ticket, change);
  if (!was_done) return;
  ReleaseOfNobody(step, ticket);
  if (LoginOf(step, ticket.owner) != change.who) {
    TellOwner(step, ticket, TicketNoticeKind::kReopened);
  }
  TellWatchers(step, ticket, TicketNoticeKind::kReopened, {}, change.who);
}

void OnTicketAccepted(Step& step, TicketId id, AgentId agent) {
  Ticket* ticket = FindTicket(step, id);
  if (ticket == nullptr || !ticket->active()) return;
  ForgetTicketWork(*ticket);
  ticket->work.counted = agent;  // By the routing.
  ChangeOwner(step, *ticket, agent, LoginOf(step, agent));
}

void OnCustomerContact(Step& step, CustomerId customer, Call& call) {
  if (!customer || call.contact == customer) return;
  call.contact = customer;
  for (const TicketId id : TicketsOf(step.state, customer)) {
    Ticket& ticket = step.state.tickets.at(id);
    if (IsOver(step, ticket)) {
      Close(step, ticket);
      continue;
    }
    CatchUpTicket(step, ticket);
    if (ticket.state == TicketState::kResolved) OpenByContact(step, ticket, call);
    if (!HasAgentAnswered(call)) BeginNextResponse(step, ticket);
  }
}

void OnCustomerAnswered(Step& step, const Call& call) {
  for (const TicketId id : TicketsOf(step.state, call.contact)) {
    Ticket& ticket = step.state.tickets.at(id);
    CatchUpTicket(step, ticket);
    EndNextResponse(step, ticket);
  }
}

bool HasOpenComplaint(const State& state, CustomerId customer) {
  const std::vector<TicketId> all = TicketsOf(state, customer);
  return std::any_of(all.begin(), all.end(), [&state](TicketId id) {
    const Ticket& ticket = state.tickets.at(id);
    return ticket.type == TicketType::kComplaint && ticket.state != TicketState::kResolved;
  });
}

void OnTicketTimer(Step& step, TicketId id, std::uint64_t detail) {
  Ticket* ticket = FindTicket(step, id);
  if (ticket == nullptr) return;
  switch (static_cast<TicketTimer>(detail)) {
    case TicketTimer::kReminder:
      return OnReminder(step, *ticket);
    case TicketTimer::kSla:
      return CatchUpClocks(step, *ticket);
    case TicketTimer::kClose:
      return OnClose(step, *ticket);
    case TicketTimer::kForget:
      return Forget(step, *ticket);
  }
}

void AdoptTicketPlan(Step& step) {
  for (auto& [id, ticket] : step.state.tickets) {
    if (ticket.live()) Adopt(step, ticket);
  }
}

}  // namespace jackfield::exchange
