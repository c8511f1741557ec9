#pragma once

#include "server/exchange/desk_command.h"
#include "server/exchange/step.h"

// When a queue's figures are worth a supervisor's attention.
//
// Rules:
//  W1. A rule raises one alert when its figure was beyond the limit for `raise_after` without a
//      break, and clears it when the figure was within for `clear_after` without a break. At the
//      limit is within, and so is a figure without data. Why two spans: a figure that goes to and
//      fro over its limit must not.
//  W2. What counts is how things are after each input and after each timer, by the engine's clock.
//      What passes a limit by time alone (a wait, the end of an interval, a span) has a timer, so
//      that nothing is noticed later than it is.
//  W3. An alert whose rule is taken away, or whose queue is, is cleared at once. A rule with
//  another
//      limit begins its spans anew; an alert that is raised stays, and is cleared by the new limit.
//  W4. Only the first acknowledgement counts. It clears nothing.
//  W5. The cost of an input depends on the rules of the queues that it concerns.
namespace jackfield::exchange {

// Takes over who is ready where, and looks at the rules of each queue that the step's effects have
// named since the last time, as of the step's time.
void SettleAlerts(Step& step);

// The queue's alerts are to be looked at again.
void OnAlertsDue(Step& step, Queue& queue);

// The configuration was applied (W3).
void AdoptAlertRules(Step& step);

// W4. Errors: those of the command.
Status Acknowledge(Step& step, const AcknowledgeAlert& command);

}  // namespace jackfield::exchange
