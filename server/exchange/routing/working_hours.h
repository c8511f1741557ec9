#pragma once

#include "server/exchange/step.h"

// When agents work: by the calendar that an agent's configuration names.
//
// Rules:
//  W11. Outside their hours an agent is offered nothing: no caller of a directed queue, no ticket,
//       no callback; nothing is kept for them (W8). Who names no calendar always works.
//  W12. What has begun goes on: a call, an open offer, what was accepted. What agents take by
//       themselves is theirs at any time. Observed queues are the switch's.
//  W13. Who is outside their hours, and not busy, be it with a callback that they took, counts as
//       one who has signed off in directed queues: for their figures, the expected wait, and where
//       nobody is signed in (V1).
//  W14. All whose hours begin or end at one time are looked at together, before any work is given.
//       Why: the strategy of the queue decides among them, not their order.
namespace jackfield::exchange {

// Works out who is outside their hours now, and waits for the next time at which that changes. To
// be called when the configuration was applied, and by the timer.
void FollowWorkingHours(Step& step);

// Whether the agent, who is declared, counts as signed in for their queues (W13).
//
// Thread safety: pure function.
bool IsSignedInToWork(const Agent& agent);

}  // namespace jackfield::exchange
