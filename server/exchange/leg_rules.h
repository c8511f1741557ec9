#pragma once

#include <cstdint>
#include <string>

#include "server/exchange/step.h"

// A caller's stays in queues, and what they count.
//
// Rules:
//  L1. One stay counts one `offered`, at its entry, and one way out, when it leaves: at any moment
//      offered = answered + abandoned + other ways + waiting.
//  L2. A join of a leg that is waiting there changes nothing.
//  L3. A leg passes the service-level threshold the moment T is over, not when it ends. An answer
//      whose own time is within T takes a premature passing back.
//  L4. Talk time is the agent's connected time; a LegCompleted of the source is the last word.
//  L5. What wait is to be expected is kept when a stay begins, and compared with the wait when an
//      agent answers. Not where more agents are ready than wait: none is foretold then.
//      Waits that end otherwise say nothing of how long they would have lasted: abandons and
//      overflows are counted apart.
namespace jackfield::exchange {

// The queue of that name at the step's source, made if need be. nullptr at kQueuesMax.
Queue* QueueOf(Step& step, const std::string& name);

// `entered` is the step's time, or earlier for a leg that a snapshot tells of.
void EnterQueue(Step& step, Call& call, const std::string& connection, Queue& queue,
                const Moment& entered);

// Leg number `index`, which waits, goes on as one of `to`, with the place that it has. Requires
// that the call has room for one more.
void OverflowLeg(Step& step, Call& call, std::uint32_t index, Queue& to);

// Where the caller waits whom the switch has in `named`; `named` itself where there is none.
Queue& QueueNow(Step& step, const Call& call, Queue& named);

// The waiting leg of `connection` in `queue`, or the call's only leg there. nullptr: none waits.
Leg* WaitingLeg(Call& call, QueueId queue, const std::string& connection);

void AnswerLeg(Step& step, Call& call, Leg& leg, AgentId agent, const std::string& connection);
void LeaveQueue(Step& step, Call& call, Leg& leg, DequeueCause cause);
void LoseLeg(Step& step, Call& call, Leg& leg);

// A Dequeued for a leg that has left already: a better cause replaces kUnknown.
void RefineLeave(Step& step, Call& call, QueueId queue, const std::string& connection,
                 DequeueCause cause);

void RefuseCaller(Step& step, Call& call, Queue& queue, RefusalCause cause);

// The agent's part in the leg is over at the step's time (L4).
void CompleteLeg(Step& step, Call& call, Leg& leg, bool by_source);

// The agent passed the caller on.
void MarkTransferred(Step& step, Leg& leg);

// The leg goes on as one of `to`, for `connection`.
void MoveLeg(Step& step, Call& from, Leg& leg, Call& to, const std::string& connection);

// T has passed for leg number `index` of `call` (L3).
void OnThreshold(Step& step, Call& call, std::uint64_t index);

}  // namespace jackfield::exchange
