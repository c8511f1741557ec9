#include "agent-client/terminal/desk/callback_rules.h"

#include <algorithm>
#include <string>
#include <utility>

#include "agent-client/terminal/desk/call_rules.h"
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

// Whether something is asked of the callback, and not answered yet.
bool IsAsked(const DeskState& state, const std::string& callback) {
  return std::any_of(state.pending.begin(), state.pending.end(), [&](const auto& entry) {
    return std::visit(
        [&](const auto& act) {
          if constexpr (requires { act.callback; }) return act.callback == callback;
          return false;
        },
        entry.second);
  });
}

bool IsHeld(const DeskState& state, const std::string& callback) {
  return state.callback && state.callback->name == callback;
}

template <typename Request>
void AskOnce(Step& step, Request request) {
  if (IsAsked(step.state, request.callback) || !NeedsServer(step)) return;  // B2.
  Ask(step, std::move(request));
}

void TellOutcome(Step& step, AttemptOutcome outcome, std::optional<WallTime> next_attempt) {
  AskOnce(step, CompleteCallback{step.state.callback->name, outcome, next_attempt});
}

void GiveBack(Step& step) {
  const Callback& callback = *step.state.callback;
  const bool dialled = !callback.attempts.empty() && callback.attempts.back().start.has_value();
  if (dialled) return Tell(step, Say::kCallbackDialled);
  AskOnce(step, ReturnCallback{callback.name});
}

void OpenPrompt(Step& step, Kind kind) {
  step.state.callback_prompt = CallbackPrompt{};
  step.state.callback_prompt.kind = kind;
  Open(step, Layer::kCallbackPrompt);
}

// Who was talked to and wishes another time was not reached for what they are called for.
void CallLater(Step& step) {
  const auto span = ReadSpan(step.state.callback_prompt.span.utf8());
  if (!span) return Tell(step, Say::kCallbackSpan);
  TellOutcome(step, AttemptOutcome::kNotThem, ServerNow(step.state) + *span);
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
}

}  // namespace

void Apply(Step& step, const CallbackChanged& changed) {
  DeskState& state = step.state;
  const Callback& callback = changed.callback;
  const bool mine =
      callback.state == CallbackState::kInProgress && callback.agent == state.agent.name;
  if (mine) return HoldCallback(step, callback);
  if (!IsHeld(state, callback.name)) return;
  HoldCallback(step, std::nullopt);
  if (!IsAsked(state, callback.name)) Tell(step, Say::kCallbackGone);  // B1.
}

void HoldCallback(Step& step, const std::optional<Callback>& callback) {
  step.state.callback = callback;
  if (callback) return;
  Close(step, Layer::kCallbackPrompt);  // B3.
  Close(step, Layer::kCallback);
}

void OpenCallbackPage(Step& step) { Open(step, Layer::kCallback); }

void WalkCallback(Step& step, const Key& key) {
  if (!step.state.callback) return;
  for (const auto& [letter, outcome] : kOutcomes) {
    if (IsLetter(key, letter)) return TellOutcome(step, outcome, std::nullopt);
  }
  if (IsLetter(key, U'd')) return GiveCommand(step, CallCommand::kDial);
  if (IsLetter(key, U'l')) return OpenPrompt(step, Kind::kLater);
  if (IsLetter(key, U'g')) return GiveBack(step);
  if (IsLetter(key, U'x')) OpenPrompt(step, Kind::kCancel);
}

void TypeCallbackPrompt(Step& step, const Key& key) {
  CallbackPrompt& prompt = step.state.callback_prompt;
  if (!step.state.callback) return;
  if (key.kind != Key::Kind::kEnter) {
    if (prompt.kind == Kind::kLater) prompt.span.Type(key);
    return;
  }
  if (prompt.kind == Kind::kLater) return CallLater(step);
  AskOnce(step, CancelCallback{step.state.callback->name});
}

void Take(Step& step, const CompleteCallback& complete, const Result<AnswerValue>& outcome) {
  TakeAnswer(step, complete.callback, Say::kCallbackTold, outcome);
}

void Take(Step& step, const ReturnCallback& give_back, const Result<AnswerValue>& outcome) {
  TakeAnswer(step, give_back.callback, Say::kCallbackReturned, outcome);
}

void Take(Step& step, const CancelCallback& cancel, const Result<AnswerValue>& outcome) {
  TakeAnswer(step, cancel.callback, Say::kCallbackCancelled, outcome);
}

}  // namespace jackfield::desk
