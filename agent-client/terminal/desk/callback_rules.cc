#include "agent-client/terminal/desk/callback_rules.h"

#include <algorithm>
#include <string>
#include <utility>

#include "agent-client/terminal/desk/call_rules.h"
#include "agent-client/terminal/desk/callback_list_rules.h"
#include "agent-client/terminal/desk/list_keys.h"
#include "agent-client/terminal/desk/ticket_typing.h"

namespace jackfield::desk {
namespace {

using Kind = CallbackPrompt::Kind;

constexpr std::pair<char32_t, AttemptOutcome> kOutcomes[] = {
    {U'r', AttemptOutcome::kReached},     {U'n', AttemptOutcome::kNoAnswer},
    {U'b', AttemptOutcome::kBusy},        {U'm', AttemptOutcome::kNotThem},
    {U'w', AttemptOutcome::kWrongNumber},
};

bool IsHeld(const DeskState& state, const std::string& callback) {
  return state.callback && state.callback->name == callback;
}

void TellOutcome(Step& step, AttemptOutcome outcome) {
  AskOfCallback(step, CompleteCallback{step.state.callback->name, outcome, std::nullopt});
}

void GiveBack(Step& step) {
  const Callback& callback = *step.state.callback;
  const bool dialled = !callback.attempts.empty() && callback.attempts.back().start.has_value();
  if (dialled) return Tell(step, Say::kCallbackDialled);
  AskOfCallback(step, ReturnCallback{callback.name});
}

// When they are to be called, as it was typed. nullopt, and says what is right: it cannot be read.
std::optional<WallTime> TypedTime(Step& step) {
  const auto span = ReadSpan(step.state.callback_prompt.span.utf8());
  if (span) return ServerNow(step.state) + *span;
  Tell(step, Say::kCallbackSpan);
  return std::nullopt;
}

void SendPrompt(Step& step) {
  const CallbackPrompt& prompt = step.state.callback_prompt;
  std::optional<WallTime> time;
  const bool at_once = prompt.kind == Kind::kMove && prompt.span.empty();
  if (prompt.kind != Kind::kCancel && !at_once) {
    time = TypedTime(step);
    if (!time) return;
  }
  switch (prompt.kind) {
    case Kind::kLater:
      return AskOfCallback(step, CompleteCallback{prompt.callback, AttemptOutcome::kLater, time});
    case Kind::kMove:
      return AskOfCallback(step, RescheduleCallback{prompt.callback, prompt.preferred, time});
    case Kind::kCancel:
      return AskOfCallback(step, CancelCallback{prompt.callback});
  }
}

// B3.
void ClosePrompt(Step& step, const std::string& callback) {
  if (step.state.callback_prompt.callback == callback) Close(step, Layer::kCallbackPrompt);
}

void TakeAnswer(Step& step, const std::string& callback, Say done,
                const Result<AnswerValue>& outcome) {
  if (!outcome) {
    const std::string& reason = outcome.error().reason;
    const bool gone = reason == "CALLBACK_OVER" || reason == "CALLBACK_NOT_IN_PROGRESS" ||
                      reason == "CALLBACK_NOT_FOUND" || reason == "CALLBACK_OF_ANOTHER_AGENT";
    if (!gone) return TellFailed(step, outcome.error());
  }
  Tell(step, outcome ? done : Say::kCallbackGone);
  if (IsHeld(step.state, callback)) HoldCallback(step, std::nullopt);
  ClosePrompt(step, callback);
}

}  // namespace

void Apply(Step& step, const CallbackChanged& changed) {
  DeskState& state = step.state;
  const Callback& callback = changed.callback;
  RefreshListed(step, callback);
  const bool mine =
      callback.state == CallbackState::kInProgress && callback.agent == state.agent.name;
  if (mine) return HoldCallback(step, callback);
  if (!IsHeld(state, callback.name)) return;
  HoldCallback(step, std::nullopt);
  if (!IsCallbackAsked(state, callback.name)) Tell(step, Say::kCallbackGone);  // B1.
}

void HoldCallback(Step& step, const std::optional<Callback>& callback) {
  const std::optional<Callback> before = std::exchange(step.state.callback, callback);
  if (callback) return;
  if (before) ClosePrompt(step, before->name);
  Close(step, Layer::kCallback);
}

bool IsCallbackAsked(const DeskState& state, const std::string& callback) {
  return std::any_of(state.pending.begin(), state.pending.end(), [&](const auto& entry) {
    return std::visit(
        [&](const auto& act) {
          if constexpr (requires { act.callback; }) return act.callback == callback;
          return false;
        },
        entry.second);
  });
}

void OpenCallbackPage(Step& step) { Open(step, Layer::kCallback); }

void WalkCallback(Step& step, const Key& key) {
  if (!step.state.callback) return;
  for (const auto& [letter, outcome] : kOutcomes) {
    if (IsLetter(key, letter)) return TellOutcome(step, outcome);
  }
  const Callback callback = *step.state.callback;
  if (IsLetter(key, U'd')) return GiveCommand(step, CallCommand::kDial);
  if (IsLetter(key, U'f')) return OpenCallbackList(step);
  if (IsLetter(key, U'l')) return OpenCallbackPrompt(step, Kind::kLater, callback);
  if (IsLetter(key, U'g')) return GiveBack(step);
  if (IsLetter(key, U'x')) OpenCallbackPrompt(step, Kind::kCancel, callback);
}

void OpenCallbackPrompt(Step& step, Kind kind, const Callback& callback) {
  CallbackPrompt prompt;
  prompt.kind = kind;
  prompt.callback = callback.name;
  prompt.preferred = callback.preferred;
  step.state.callback_prompt = std::move(prompt);
  Open(step, Layer::kCallbackPrompt);
}

void TypeCallbackPrompt(Step& step, const Key& key) {
  if (key.kind == Key::Kind::kEnter) return SendPrompt(step);
  CallbackPrompt& prompt = step.state.callback_prompt;
  if (prompt.kind != Kind::kCancel) prompt.span.Type(key);
}

void Take(Step& step, const CompleteCallback& complete, const Result<AnswerValue>& outcome) {
  TakeAnswer(step, complete.callback, Say::kCallbackTold, outcome);
}

void Take(Step& step, const ReturnCallback& give_back, const Result<AnswerValue>& outcome) {
  TakeAnswer(step, give_back.callback, Say::kCallbackReturned, outcome);
}

void Take(Step& step, const CancelCallback& cancel, const Result<AnswerValue>& outcome) {
  const bool held = IsHeld(step.state, cancel.callback);
  if (!outcome && !held) return TellFailed(step, outcome.error());  // One of the list.
  TakeAnswer(step, cancel.callback, Say::kCallbackCancelled, outcome);
  if (outcome) ForgetListed(step, cancel.callback);
}

}  // namespace jackfield::desk
