#pragma once

#include <optional>
#include <string>
#include <utility>

#include "agent-client/terminal/desk/desk_step.h"

// The callback that the agent has, and what they say of it.
//
// Rules:
//  B1. The server says which it is. It is there until its outcome is told or the server takes it
//      away; where the agent did not ask for that, it is said.
//  B2. One thing at a time is asked of a callback.
//  B3. With a callback go its page, and what was about to be asked of it.
namespace jackfield::desk {

// Whether something is asked of the callback, and not answered yet. Pure function.
bool IsCallbackAsked(const DeskState& state, const std::string& callback);

// As the server tells it, later and with a snapshot. Needs: the agent is the one of the snapshot.
void Apply(Step& step, const CallbackChanged& changed);
void HoldCallback(Step& step, const std::optional<Callback>& callback);

void OpenCallbackPage(Step& step);

// Keys of its page.
void WalkCallback(Step& step, const Key& key);

// What is asked before one, theirs or not, is put off, moved or taken back, and its keys.
void OpenCallbackPrompt(Step& step, CallbackPrompt::Kind kind, const Callback& callback);
void TypeCallbackPrompt(Step& step, const Key& key);

// Asks it of a callback (B2).
template <typename Request>
void AskOfCallback(Step& step, Request request) {
  if (IsCallbackAsked(step.state, request.callback) || !NeedsServer(step)) return;
  Ask(step, std::move(request));
}

// What requests gave.
void Take(Step& step, const CompleteCallback& complete, const Result<AnswerValue>& outcome);
void Take(Step& step, const ReturnCallback& give_back, const Result<AnswerValue>& outcome);
void Take(Step& step, const CancelCallback& cancel, const Result<AnswerValue>& outcome);

}  // namespace jackfield::desk
