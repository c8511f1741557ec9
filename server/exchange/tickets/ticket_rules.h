#pragma once

#include <vector>

#include "server/base/result.h"
#include "server/exchange/step.h"
#include "server/exchange/tickets/ticket_changes.h"
#include "server/exchange/tickets/ticket_command.h"

// The life of a ticket.
//
// Rules:
//  T1. From new it goes to open, pending and resolved; from open to pending and resolved; from
//      pending to open and resolved; from resolved to open and closed. Closed is final. Why is
//      nothing closed that is not resolved: each that ends says how. One that is merged says where
//      it goes on, and is closed from any state.
//  T2. It is open from the first work on: somebody has it, somebody of the staff has commented, or
//      an agent has called the customer.
//  T3. A pending ticket opens by its reminder, and by the customer's comment.
//  T4. A resolved ticket opens by the customer's contact (a call, a comment) within the plan's
//      `reopen_days`, and is closed by a timer after them. Of a customer's tickets the newest
//      kTicketsPerContactMax are looked at.
//  T5. A closed ticket is kept for a while for late words, and then forgotten; the store keeps it.
//  T6. Each change is an entry of the history, and raises the revision.
//  T7. What is due by a timer takes effect before a later command does, though the timer be noticed
//      late: the command meets the ticket as it ought to be.
//  T8. A ticket of a high-value customer that is a complaint is told to supervisors at once, once
//      (ticket_alerts.h).
namespace jackfield::exchange {

// How far in the future a reminder may be.
inline constexpr Duration kReminderMax{366LL * 24 * 3600 * 1000};
// How long a closed ticket is kept; the second where there are more than kTicketsMany.
inline constexpr Duration kTicketForgetAfter{3LL * 24 * 3600 * 1000};
inline constexpr Duration kTicketForgetSoon{3600LL * 1000};
inline constexpr std::size_t kTicketsMany = 50'000;
inline constexpr std::size_t kTicketsPerContactMax = 32;
// Tickets that one journal entry may make.
inline constexpr std::uint64_t kTicketsPerEntryMax = 4'096;

// What a command does. Errors: those in ticket_command.h; nothing is changed then.
Status ApplyTicketCommand(Step& step, const TicketCommand& command);

Ticket* FindTicket(Step& step, TicketId id);

// The newest of the customer's tickets that are not closed (T4), the newest first.
std::vector<TicketId> TicketsOf(const State& state, CustomerId customer);

// It is closed, or would be, had its timer been noticed (T7).
bool IsOver(const Step& step, const Ticket& ticket);

// What is due by now takes effect (T7). Not for one that is over.
void CatchUpTicket(Step& step, Ticket& ticket);

// Opens the ticket, as `change` says; owner and watchers of a resolved one are told.
void Reopen(Step& step, Ticket& ticket, const StateChange& change);

// For the routing: the agent has accepted the ticket, which waits no more. Theirs from now on.
void OnTicketAccepted(Step& step, TicketId ticket, AgentId agent);

// The customer contacts us by `call`, of which it is now known who calls (T4). Twice for one call
// and customer changes nothing.
void OnCustomerContact(Step& step, CustomerId customer, Call& call);

// An agent talks with the caller: that answers what the caller waits for (sla.h, S3).
void OnCustomerAnswered(Step& step, const Call& call);

// Whether a complaint of the customer is not resolved.
bool HasOpenComplaint(const State& state, CustomerId customer);

// A timer of the ticket is due; `detail` is that of its key.
void OnTicketTimer(Step& step, TicketId ticket, std::uint64_t detail);

// The configuration was applied: goals, due times and places follow it. Tickets of agents who are
// not declared any more go back to their queues.
void AdoptTicketPlan(Step& step);

}  // namespace jackfield::exchange
