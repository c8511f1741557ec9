#pragma once

#include "server/base/ids.h"
#include "server/exchange/counters.h"
#include "server/exchange/step.h"

// Who counts what, and into which interval. Counters change here only, so that board and report,
// which both read them, cannot differ.
namespace jackfield::exchange {

// The counters of `queue` in the interval of `time`, for one change. Older than all that is kept:
// the oldest interval kept takes it.
// Thread safety: pure function of the step.
QueueCounters& CountQueue(Step& step, Queue& queue, const Moment& time);

// The same for an agent in a queue; `queue` none: calls by no queue, and the agent's own times.
AgentCounters& CountAgent(Step& step, Agent& agent, QueueId queue, const Moment& time);

// The agent has handled `call`, or it took `change` more than was noted. None: a device of no
// agent.
void NoteHandled(Queue& queue, CallId call, AgentId agent, Duration change);

// The agent's last call of the queue took this much work afterwards.
void NoteAfterCallWork(Queue& queue, AgentId agent, Duration worked);

// Adds the time from `from` to `to` that the agent spent in `state`, split over the intervals that
// it crosses.
void CountAgentTime(Step& step, Agent& agent, AgentState state, const Moment& from,
                    const Moment& to);

}  // namespace jackfield::exchange
