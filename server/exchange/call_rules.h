#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "server/exchange/step.h"

// The life of a call and of its connections.
//
// Rules:
//  C1. A call is known by (source, epoch, the switch's id). One that was merged into another is
//      found as that other one.
//  C2. An ended call never lives again (X5): events for it change nothing.
//  C3. A connection that is over (kNull) never comes back under the same id.
//      What was only inferred to be over, and which the switch's snapshot lists, is there again: a
//      call as a new one, a connection as it is. So is a connection whose offer expired, when the
//      switch says that it was answered: the answer came late. Why: the switch's truth wins.
//  C4. When the calling party and everybody else have left, and nobody waits, the call is over,
//      whether or not the source says so.
namespace jackfield::exchange {

// How long an ended call is kept for late events, for the wrap-up and for the missed list.
inline constexpr Duration kForgetAfter{120'000};
// How long where there are more calls than kCallsMany. Why: a burst must not fill the memory, and
// the snapshots, with calls that are over. Those of missed lists go, too, and are only counted.
inline constexpr Duration kForgetSoon{10'000};
inline constexpr std::size_t kCallsMany = 10'000;
inline constexpr Duration kForgetMax{24LL * 3600 * 1000};

// How many calls count as one: with more that became part of it, the newest do not.
inline constexpr std::size_t kMergedCallsMax = 64;

Call* FindCall(Step& step, CallId id);

// The call and those that became part of it, at most kMergedCallsMax, the nearest first. Some of
// them may be forgotten.
std::vector<CallId> MergedCalls(const State& state, CallId call);

// The live call of that switch id (C1). nullptr, with a note, when it is unknown or over.
Call* LiveCall(Step& step, const std::string& switch_id);

// The same, but an unknown call is made, with `origin`. nullptr when it is over, or at a limit.
Call* LiveOrNewCall(Step& step, const std::string& switch_id, Origin origin);

// The source says that the call is over; it may have been inferred before.
void ConfirmEnd(Step& step, const std::string& switch_id);

// As LiveOrNewCall, for a call that a snapshot lists: one whose end was inferred begins anew.
Call* ListedCall(Step& step, const std::string& switch_id, Origin origin);

// The connection, made if need be. nullptr when the call has kConnectionsPerCallMax live ones.
Connection* TouchConnection(Step& step, Call& call, const std::string& id,
                            const std::string& device);

// Moves a connection to `state`, and its agent with it.
void SetConnectionState(Step& step, Call& call, const std::string& id, ConnectionState state);

// The connection as it stands now: merging takes it along into the call that goes on. nullptr:
// there is none.
const Connection* FindConnection(Step& step, const Call& call, const std::string& id);

// A party left: closes its offer, ends its talk, begins the agent's wrap-up.
void ClearConnection(Step& step, Call& call, const std::string& id);

// C4.
void EndIfDeserted(Step& step, Call& call);

// The call is over (C2). Everything of it that is open ends with it.
void EndCall(Step& step, Call& call, CallEnd end);

// `from` becomes part of `into`: connections, waiting legs, offers go over; `from` ends.
void MergeCalls(Step& step, Call& into, Call& from);

// Timers of a call: silent for too long; ended long enough to be forgotten.
void OnWatchdog(Step& step, Call& call);
void OnForget(Step& step, Call& call);

}  // namespace jackfield::exchange
