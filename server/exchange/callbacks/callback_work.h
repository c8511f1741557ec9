#pragma once

#include <cstdint>
#include <optional>

#include "server/exchange/step.h"

// A callback as work for agents: the only place that tells the routing of callbacks, and what says
// when they may be made.
//
// Rules:
//  H1. Nobody is called outside the customer's hours: those of the plan's calendar for the calling
//      code of the number, else of the plan's calendar, else of the queue's. A lease ends when they
//      do, where nobody has called yet.
//  H2. A callback waits at the place of its caller's entry; an appointment at that of its time, if
//      that is later. Attempts do not change it.
//  H3. Its priority is that of the queue's plan, plus points for the customer's value tier, and for
//      a complaint of theirs (customer_rules.h, C1).
//  H4. It is kept for its preferred agent for as long as the plan says (W8).
//
// Thread safety: pure functions of the step.
namespace jackfield::exchange {

// The plan of a queue; the default one where the queue is not declared (any more).
const CallbackPlan& CallbackPlanOf(const State& state, QueueId queue);

// The calendar of H1; nullptr: there is none, all hours are the customer's.
const Calendar* CallingHoursOf(const State& state, const Callback& callback);

// The first time from `now` on at which somebody may call; nullopt: none within a year or so.
std::optional<WallTime> NextChance(const State& state, const Callback& callback, WallTime now);

// The moment at which it was, or will be, `wall`, on the engine's time line.
Moment MomentAt(const Step& step, WallTime wall);

WorkKey WorkKeyOf(const Callback& callback);
std::int32_t WorkPriorityOf(const State& state, const Callback& callback);

// It waits for an agent from now on, or its hold and priority have changed.
void OfferCallback(Step& step, const Callback& callback);

// Its priority follows, if it waits.
void PriceCallback(Step& step, const Callback& callback);

// It does not wait any more. Nothing where it did not.
void WithdrawCallback(Step& step, const Callback& callback);

}  // namespace jackfield::exchange
