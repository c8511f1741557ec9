#pragma once

#include "server/exchange/step.h"
#include "server/exchange/tickets/ticket.h"
#include "server/exchange/tickets/ticket_plan.h"

// How fast tickets are to be answered and resolved, and what is done when they are not.
//
// Rules:
//  S1. A ticket's policy is the first that fits it, looked up anew whenever the ticket or the
//      configuration changes. Goals then follow; the time that was used, and what was warned of,
//      stay. A clock without a goal runs all the same, so that it has been running when one comes.
//  S2. First response runs from the ticket's making to its first answer, also while it is pending.
//      An answer is a public text of the staff (a comment, a resolution, what comes with another
//      state), or an interaction that an agent began. What a ticket is made with is none.
//  S3. Next response runs from a contact of the customer (a comment, a call) to the next answer, or
//      until an agent talks with the customer. A further contact does not begin it anew. Each run
//      is a clock of its own.
//  S4. Resolution runs from the ticket's making until it is resolved. It stands still while the
//      ticket is pending, and goes on from where it was when a resolved ticket opens again.
//  S5. What is resolved or closed has no clock that runs. One that opens again and never had an
//      answer waits on for the first.
//  S6. A run of a clock warns once and is breached once, with the steps of the ticket's policy at
//      that time, however late that is noticed: also where a command comes between that stops it.
//      When its time passed stays what it was, also where it stands still and goes on.
//  S7. Clocks run in the hours of their calendar. What they used before they last stood still
//      stays; the time since then is measured by the calendar as it is now.
//
// Thread safety: pure functions of the step.
namespace jackfield::exchange {

// nullptr: none fits. `queue` is the name of the ticket's queue.
const SlaPolicy* PolicyFor(const TicketPlan& plan, const Ticket& ticket, const std::string& queue);

// Brings the clocks in line with the ticket's state, its policy and the calendars, and sets the
// timer for what comes next. To be called after anything that may change one of these.
void FitClocks(Step& step, Ticket& ticket);

// Warnings and breaches that are due by now (S6). To be called before a change that may stop a
// clock or give it another goal.
void CatchUpClocks(Step& step, Ticket& ticket);

// The customer waits for an answer (S3).
void BeginNextResponse(Step& step, Ticket& ticket);

// Somebody answered (S2), or talked with the customer (S3).
void Answer(Step& step, Ticket& ticket);
void EndNextResponse(Step& step, Ticket& ticket);

}  // namespace jackfield::exchange
