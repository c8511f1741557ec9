#pragma once

#include <string>

#include "server/base/result.h"
#include "server/exchange/step.h"

// What calls do to callbacks, and the callbacks that calls make by themselves.
//
// Rules:
//  N1. A caller who leaves a queue by a key, or a call of it that no agent answered, makes a
//      callback where the queue's plan says so, at the place of its caller's entry; not where the
//      number is not known, or has one in that queue. What nobody saw makes none. Of a customer who
//      does not want to be called only the key does.
//  N2. A call of the person, or to them, holds their callbacks while it lives (B6), also those that
//      are made meanwhile; the call that one came from does, too.
//  N3. A call from here belongs to the attempt of its agent where it went to the same person, or is
//      the first that the agent makes within kCallbackDialLimit after having it dialled, unless the
//      switch refused that. Meanwhile it is not dialled again: what became of the first is told by
//      events. The last call counts, as long as the outcome is not told. Of two that become one,
//      that of the call that goes on counts; the other attempt has had its call.
//
// Thread safety: pure functions of the step.
namespace jackfield::exchange {

// More is known of who calls, or is called.
void OnCallbackContact(Step& step, Call& call);

// An agent answered the call.
void OnCallbackAnswered(Step& step, Call& call);

// It is known better whether, and which number, the agent called.
void OnDialled(Step& step, Call& call);

// The agent has a number dialled, of which `number_key` says whose it is: the callback that they
// have, where it is theirs to call; nullptr: another number, or they have none.
// Errors: kFailedPrecondition (CALLBACK_NOT_DUE) outside the customer's hours,
// (CALLBACK_DIALLED_ALREADY) where the switch was told so just before.
Result<Callback*> CallbackToDial(Step& step, const Agent& agent, const std::string& number_key);

// N3. The switch was told to dial for the attempt.
void OnDialCommanded(Step& step, Callback& callback, CommandId command);

// N3. The switch has refused to dial for the agent.
void OnDialRefused(Step& step, AgentId agent, CommandId command);

// The caller left the queue by a key.
void OnLeftByKey(Step& step, Call& call, const Leg& leg);

// The call is over; but for one that became part of another.
void OnCallbackCallOver(Step& step, Call& call);

// What `from` held and was is now of `into`.
void MoveCallbacks(Step& step, Call& into, Call& from);

// N3. The call of the agent that is the attempt's, where there is one, and none lives yet.
void BindCall(Step& step, Callback& callback, const Agent& agent);

// N2. Of a new callback: the call it came from lives, or another one with that person.
void HoldForItsCalls(Step& step, Callback& callback);

// Of one that is over: no call holds it any more.
void ForgetCallers(Step& step, Callback& callback);

}  // namespace jackfield::exchange
