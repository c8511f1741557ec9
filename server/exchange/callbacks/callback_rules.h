#pragma once

#include <optional>
#include <string>

#include "server/base/result.h"
#include "server/exchange/callbacks/callback_command.h"
#include "server/exchange/step.h"

// The life of a callback.
//
// Rules:
//  B1. A number has at most one live callback in a queue, and of all that a person has, an agent
//      has at most one at a time.
//  B2. An attempt is a lease: the agent who accepts it has it until its outcome, or until the lease
//      runs out before a call came of it. So it has at most one live attempt. An agent who has one
//      is reserved, and gets no other call.
//  B3. A lease is lost when it runs out, or its agent is not Ready any more, before a call came of
//      it. That counts as no attempt: the callback goes back to its place. Who let it run out
//      becomes Not Ready, where no other call kept them from it: they are not there.
//  B4. A call that the agent makes meanwhile to that person is the attempt's. After it the agent
//      has some time to tell the outcome; else it is assumed from whether the customer answered.
//  B5. After an attempt that did not reach them the next one comes after a pause, by outcome, or
//      when the customer wished. The plan says after how many it is given up, and when at last.
//      One after which they asked for another time does not count; the last of all cannot be one.
//  B6. It is held while the customer is calling or is called. When an agent answers a call that
//      began after it was made it is over: the customer was reached. So it is when somebody else
//      calls them and they talk.
//  B7. A lease that has run out is over for later commands, though its timer be noticed late.
//  B8. One that is over is kept for a while for late words, and then forgotten; the store keeps it.
namespace jackfield::exchange {

inline constexpr Duration kCallbackForgetAfter{24LL * 3600 * 1000};
inline constexpr Duration kCallbackForgetSoon{600'000};
inline constexpr std::size_t kCallbacksMany = 25'000;
// How long ago a wait may have begun, and how far in the future an appointment may be.
inline constexpr Duration kCallbackWaitMax{31LL * 24 * 3600 * 1000};
inline constexpr Duration kCallbackAheadMax{366LL * 24 * 3600 * 1000};
// How long the switch has to make a call of what it was told to dial (N3): longer than it rings the
// agent's own phone.
inline constexpr Duration kCallbackDialLimit{45'000};
// Callbacks that one journal entry may make.
inline constexpr std::uint64_t kCallbacksPerEntryMax = 4'096;

// What a command does. Errors: those in callback_command.h; nothing is changed then.
Status ApplyCallbackCommand(Step& step, const CallbackCommand& command);

Callback* FindCallback(Step& step, CallbackId id);

// Takes up `made` as a new callback: id, name and times are given here. nullptr, with a note, where
// there are too many. Requires that B1 allows it.
Callback* MakeCallback(Step& step, Callback made);
bool HasRoomForCallback(const Step& step);
// B1. The live callback of the number in the queue; none: there is none.
CallbackId TwinOf(const State& state, const Callback& made);

// Brings state, routing and timer in line with what is so. To be called after anything that may
// have changed when, or whether, somebody may call.
void SettleCallback(Step& step, Callback& callback);

// The agent has it from now on (B2).
void BeginAttempt(Step& step, Callback& callback, Agent& agent);

// The lease is over, and no call came of it (B3). Requires that it is in progress.
void LoseAttempt(Step& step, Callback& callback);

// How an attempt ended.
struct AttemptEnd {
  AttemptOutcome outcome = AttemptOutcome::kNone;
  std::optional<WallTime> next_attempt = {};  // Absent: by the plan.
  std::string who = {};                       // Login; empty: it is assumed.
};

// B5. Requires that it is in progress.
void EndAttempt(Step& step, Callback& callback, const AttemptEnd& end);

// It is over. `who` is a login, or empty. Nothing where it is.
void EndCallback(Step& step, Callback& callback, CallbackEnd end, const std::string& who);

// The agent has so much time, from now on, to tell the outcome (B4), or to call.
void SetLease(Step& step, Callback& callback, WallTime until);
void CancelLease(Step& step, Callback& callback);

// N3. The switch was told to dial for the attempt; so much time it has for it.
void SetDialled(Step& step, Callback& callback, CommandId command);
// A call came of that, or none will.
void ClearDialled(Step& step, Callback& callback);

// B5. From when on it is given up.
WallTime ExpiryOf(const State& state, const Callback& callback);

// For the routing: the agent has accepted the callback, which waits no more.
void OnCallbackAccepted(Step& step, CallbackId id, AgentId agent);

// The agent is another than before: the lease may be lost (B3), or a call is its (B4).
void OnLeaseholderChanged(Step& step, const Agent& agent);

// The callback is another than before.
void Touch(Step& step, Callback& callback);

// A timer of the callback is due; `detail` is that of its key.
void OnCallbackTimer(Step& step, CallbackId id, std::uint64_t detail);

// The configuration was applied.
void AdoptCallbackPlans(Step& step);

}  // namespace jackfield::exchange
