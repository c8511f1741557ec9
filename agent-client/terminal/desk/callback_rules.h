#pragma once

#include <optional>

#include "agent-client/terminal/desk/desk_step.h"

// The callback that the agent has, and what they say of it.
//
// Rules:
//  B1. The server says which it is. It is there until its outcome is told or the server takes it
//      away; where the agent did not ask for that, it is said.
//  B2. One thing at a time is asked of a callback.
//  B3. With a callback go its pages.
namespace jackfield::desk {

// As the server tells it, later and with a snapshot. Needs: the agent is the one of the snapshot.
void Apply(Step& step, const CallbackChanged& changed);
void HoldCallback(Step& step, const std::optional<Callback>& callback);

void OpenCallbackPage(Step& step);

// Keys of its page, and of what is asked before it is put off or taken back.
void WalkCallback(Step& step, const Key& key);
void TypeCallbackPrompt(Step& step, const Key& key);

// What requests gave.
void Take(Step& step, const CompleteCallback& complete, const Result<AnswerValue>& outcome);
void Take(Step& step, const ReturnCallback& give_back, const Result<AnswerValue>& outcome);
void Take(Step& step, const CancelCallback& cancel, const Result<AnswerValue>& outcome);

}  // namespace jackfield::desk
