#include "agent-client/terminal/desk/callback_list_rules.h"

#include <algorithm>
#include <string>
#include <utility>

#include "agent-client/terminal/desk/callback_rules.h"
#include "agent-client/terminal/desk/list_keys.h"

namespace jackfield::desk {
namespace {

using Kind = CallbackPrompt::Kind;

void ReadList(Step& step) {
  CallbackList& list = step.state.callback_list;
  list.read.clear();
  list.selected = 0;
  list.more = list.busy = false;
  list.command = 0;
  list.failed = !IsLive(step.state);
  if (list.failed) return;
  list.busy = true;
  list.command = Ask(step, ListCallbacks{list.group});
}

CallbackGroup After(CallbackGroup group) {
  switch (group) {
    case CallbackGroup::kLive:
      return CallbackGroup::kDue;
    case CallbackGroup::kDue:
      return CallbackGroup::kLater;
    case CallbackGroup::kLater:
      return CallbackGroup::kInProgress;
    case CallbackGroup::kInProgress:
      return CallbackGroup::kLive;
  }
  return CallbackGroup::kLive;
}

bool IsOver(const Callback& callback) {
  return callback.state == CallbackState::kReached || callback.state == CallbackState::kUnreached ||
         callback.state == CallbackState::kCancelled;
}

bool IsOwn(const DeskState& state, const Callback& callback) {
  return state.callback && state.callback->name == callback.name;
}

// What is asked of one, in the list and on its page. Returns whether the key asks for something.
bool AskOf(Step& step, const Callback& callback, const Key& key) {
  if (IsLetter(key, U't') && CanTake(callback)) {
    AskOfCallback(step, TakeCallback{callback.name});
    return true;
  }
  if (IsLetter(key, U'm') && CanMove(callback)) {
    OpenCallbackPrompt(step, Kind::kMove, callback);
    return true;
  }
  if (IsLetter(key, U'x') && CanCancel(step.state, callback)) {
    OpenCallbackPrompt(step, Kind::kCancel, callback);
    return true;
  }
  return false;
}

void OpenDetails(Step& step, const Callback& callback) {
  if (IsOwn(step.state, callback)) return OpenCallbackPage(step);
  step.state.callback_list.opened = callback;
  Open(step, Layer::kListedCallback);
}

// The callback that the request was answered with. nullptr: it failed, and the reason is said, or
// it is done and the server could not read the callback after it.
const Callback* CallbackIn(Step& step, const Result<AnswerValue>& outcome) {
  if (!outcome) {
    TellFailed(step, outcome.error());
    return nullptr;
  }
  const auto* const now = std::get_if<CallbackNow>(&*outcome);
  return now == nullptr ? nullptr : &now->callback;
}

}  // namespace

bool CanTake(const Callback& callback) {
  return callback.state == CallbackState::kWaiting && !callback.held;
}

bool CanMove(const Callback& callback) {
  return callback.state == CallbackState::kWaiting || callback.state == CallbackState::kScheduled;
}

bool CanCancel(const DeskState& state, const Callback& callback) {
  if (callback.state == CallbackState::kInProgress) return callback.agent == state.agent.name;
  return CanMove(callback);
}

void OpenCallbackList(Step& step) {
  step.state.callback_list = CallbackList{};
  ReadList(step);
  Open(step, Layer::kCallbacks);
}

void RefreshListed(Step& step, const Callback& callback) {
  if (IsOver(callback)) return ForgetListed(step, callback.name);
  CallbackList& list = step.state.callback_list;
  const auto same = [&](const Callback& one) { return one.name == callback.name; };
  const auto held = std::find_if(list.read.begin(), list.read.end(), same);
  if (held != list.read.end()) *held = callback;
  if (list.opened && same(*list.opened)) list.opened = callback;
}

void ForgetListed(Step& step, const std::string& callback) {
  CallbackList& list = step.state.callback_list;
  const auto same = [&](const Callback& one) { return one.name == callback; };
  std::erase_if(list.read, same);
  if (list.opened && same(*list.opened)) Close(step, Layer::kListedCallback);
}

void WalkCallbacks(Step& step, const Key& raw) {
  CallbackList& list = step.state.callback_list;
  const Key key = WithLetters(raw);
  if (MoveMark(key, list.read.size(), list.selected)) return;
  if (IsLetter(key, U'g')) return ReadList(step);
  if (IsLetter(key, U'f')) {
    list.group = After(list.group);
    return ReadList(step);
  }
  if (list.read.empty()) return;
  const Callback callback = list.read[std::min(list.selected, list.read.size() - 1)];
  if (AskOf(step, callback, key)) return;
  if (key.kind == Key::Kind::kEnter) OpenDetails(step, callback);
}

void WalkListedCallback(Step& step, const Key& key) {
  const std::optional<Callback> opened = step.state.callback_list.opened;
  if (opened) AskOf(step, *opened, key);
}

void Take(Step& step, const ListCallbacks&, const Answer& answer) {
  CallbackList& list = step.state.callback_list;
  if (list.command != answer.command) return;
  list.busy = false;
  if (!answer.outcome) {
    list.failed = true;
    return TellFailed(step, answer.outcome.error());
  }
  if (const auto* listed = std::get_if<CallbacksListed>(&*answer.outcome)) {
    list.read = listed->callbacks;
    list.more = listed->more;
  }
}

void Take(Step& step, const TakeCallback&, const Result<AnswerValue>& outcome) {
  const Callback* const taken = CallbackIn(step, outcome);
  if (outcome && taken == nullptr) Tell(step, Say::kDone);  // The stream tells which it is.
  if (taken == nullptr) return;
  const std::optional<Layer> top = TopLayer(step.state);
  const bool looked_at = top == Layer::kCallbacks || top == Layer::kListedCallback;
  Apply(step, CallbackChanged{*taken});
  Tell(step, Say::kWorkAccepted,
       taken->display_name.empty() ? taken->number.formatted : taken->display_name);
  if (!looked_at) return;
  Close(step, Layer::kListedCallback);
  Close(step, Layer::kCallbacks);
  OpenCallbackPage(step);  // L3.
}

void Take(Step& step, const RescheduleCallback& move, const Result<AnswerValue>& outcome) {
  const Callback* const moved = CallbackIn(step, outcome);
  if (!outcome) return;
  if (step.state.callback_prompt.callback == move.callback) Close(step, Layer::kCallbackPrompt);
  if (moved != nullptr) RefreshListed(step, *moved);
  Tell(step, Say::kCallbackMoved);
}

}  // namespace jackfield::desk
