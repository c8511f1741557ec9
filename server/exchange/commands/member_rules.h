#pragma once

#include "server/exchange/commands/call_command.h"
#include "server/exchange/member_control.h"
#include "server/exchange/step.h"

// Members of the switch's queues follow desks, and desks follow them.
//
// Rules:
//  F1. In a queue whose pauses are controlled by desks an agent is to be paused while Not Ready,
//      logged off, in wrap-up or on a callback that they have accepted. Where membership is
//      controlled, too, who is listed for the queue is to be a member while signed in. A wish that
//      is pending counts already. Why: the next call must not ring at who wants a break after this
//      one.
//  F2. The switch is told when what is to be changes, once. What was refused, or is unknown, is not
//      told again before it changes again, or by F4. Why: a switch that refuses would be asked for
//      ever.
//  F3. A change that comes from the switch within kEchoLimit after it was asked for is the echo,
//      and changes no desk. Any other was made by somebody there, and counts (A3).
//  F4. When a link has come up, what is told up to the first snapshot, for at most kSnapshotWait,
//      changes no desk; then the switch is told what differs. Why: a switch that was restarted has
//      forgotten pauses, and would make those ready who have lunch.
//
// Thread safety: pure functions of the step.
namespace jackfield::exchange {

constexpr Duration kEchoLimit{10'000};
constexpr Duration kSnapshotWait{30'000};

// The source of `step` has told this of a member, which is taken over: whether the agent's desk is
// to stay as it is (F3, F4).
bool IsEcho(Step& step, Agent& agent, const Queue& queue, MemberWish told);

// The configuration has changed, and agents were told of as changed.
void AdoptMemberControls(Step& step);

// The link of the source of `step` has come up, and its first snapshot is waited for (F4).
void AwaitMembers(Step& step);

// That snapshot has not come in time: what waits for it is told now (F4).
void OnMembersDue(Step& step, SourceId source);

// The snapshot of the source of `step` was taken over (F4).
void TellMembersAnew(Step& step);

// What the source of `step` can be told to do has changed: what waits for that is told now.
void TellMembersLeft(Step& step);

// The command was refused: nothing of it will be told back.
void DropMemberAsk(Step& step, const CallCommand& command);

// Tells switches what is to be now of the agents that the step has changed. To be called once, when
// an input has been applied.
void SettleMembers(Step& step);

}  // namespace jackfield::exchange
