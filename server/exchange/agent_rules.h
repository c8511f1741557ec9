#pragma once

#include <set>
#include <string>
#include <string_view>

#include "server/exchange/step.h"

// What an agent's state is, and what it takes to change it.
//
// Rules:
//  A1. The visible state is derived: connected before held before ringing before wrap-up before
//      reserved before the idle state. Its time is counted when it ends; reserved counts as ready.
//  A2. A wish that comes while the agent is busy or in wrap-up is pending, and takes effect at the
//      next idle moment. It ends no wrap-up: its outcome may be needed yet.
//  A3. The switch's truth wins: a pause or a membership that changes there sets the idle state.
//  A4. A wrap-up ends by its timer if nothing else ends it.
//  A5. Who logs off has pops switched on again. Why: a switch that was forgotten yesterday must not
//      hide today's calls.
//  A6. A state has a cause: who or what brought the agent into it. After a call or a wrap-up that
//      is whoever chose the state meanwhile, else what ended the call or the wrap-up.
namespace jackfield::exchange {

inline constexpr std::string_view kSignedInReason = "signed in";
inline constexpr std::string_view kConnectionLostReason = "connection lost";

// Who or what changes a state.
struct Changer {
  StateCause cause = StateCause::kUnknown;
  std::string_view name;  // A login, or a word for what it was.
};

// The agent whose device it is; null: nobody's. `device` is normalised.
Agent* FindAgentByDevice(Step& step, const std::string& device);

// Works out the state anew after anything that may have changed it; `cause` is what that was (A6).
void RefreshAgent(Step& step, Agent& agent, StateCause cause);

// Makes the idle state so, at once (A3) or by A2.
void SetIdle(Step& step, Agent& agent, const Idle& idle, const Changer& by);
void WishIdle(Step& step, Agent& agent, const Idle& idle, const Changer& by);

// The agent's connection in `call` is busy, or not any more.
void Occupy(Step& step, Agent& agent, const Call& call, const std::string& connection);
void Release(Step& step, Agent& agent, CallId call, const std::string& connection);

// After-call work of `call`, which came by `queue` and ends for the agent at `connection`. Nothing
// where the agent has another call, or a wrap-up. To be called while the connection is busy: else
// the agent would be idle in between.
void BeginWrapUp(Step& step, Agent& agent, Call& call, const std::string& connection,
                 const Queue& queue);
void EndWrapUp(Step& step, Agent& agent, StateCause cause);

// `count` missed calls are no longer listed, and not seen.
void CountOlderMissed(Step& step, Agent& agent, std::size_t count);
void ForgetOlderMissed(Step& step, Agent& agent);

// Memberships, as the source reports them. `device` is normalised.
void AddMember(Step& step, const MemberAdded& added);
void RemoveMember(Step& step, const MemberRemoved& removed);
void PauseMember(Step& step, const MemberPaused& paused);

// Whether the step's source has told of members of the queue; and: they are members of another one
// from now on. Nobody's state changes by that.
bool HasMembers(const Step& step, QueueId queue);
void MoveMembers(Step& step, QueueId from, QueueId to);

// Of those of whom the step's source has told, members of other queues than `queues` are none any
// more.
void DropMembersNotIn(Step& step, const std::set<QueueId>& queues);

// After devices may have changed hands: each membership goes to whose device it is now, with its
// pause (A3).
void HandOverMemberships(Step& step);

}  // namespace jackfield::exchange
