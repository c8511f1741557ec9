#pragma once

#include <optional>
#include <string>

#include "server/exchange/step.h"

// Tickets that calls make by themselves, as the plan's triggers say (TicketTrigger).
//
// Rules:
//  G1. A call makes at most one ticket for a cause and what it is about: the queue that was left,
//      the disposition. The call remembers, also when it becomes part of another one.
//  G2. A cause is judged when it happens, by the triggers of that time; the first that fits makes
//      the ticket.
//  G3. What nobody saw makes none: a call that was lost, or that the watchdog ended.
//
// Thread safety: pure functions of the step.
namespace jackfield::exchange {

// The queue that a call which is over left unanswered; none where an agent answered it, or
// somebody where the caller was sent to, or nobody knows. Thread safety: pure function.
std::optional<QueueId> MissedBy(const Call& call);

// The caller hung up while waiting in the leg.
void OnCallerAbandoned(Step& step, Call& call, const Leg& leg);

// The call has ended.
void OnCallOver(Step& step, Call& call);

// An agent completed the wrap-up of the call with this outcome.
void OnDisposition(Step& step, Call& call, const std::string& disposition);

// An agent held the caller for so long.
void OnHoldOver(Step& step, Call& call, Duration held);

}  // namespace jackfield::exchange
