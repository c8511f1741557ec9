#include <algorithm>
#include <string>
#include <vector>

#include "agent-client/terminal/desk/work_state.h"
#include "agent-client/terminal/screen/cell_text.h"
#include "agent-client/terminal/screen/panels.h"
#include "agent-client/terminal/screen/work_wording.h"

namespace jackfield::screen {
namespace {

using Kind = desk::CallbackPrompt::Kind;

constexpr std::size_t kNoteLinesMax = 20;

bool IsDialled(const desk::Callback& callback) {
  return !callback.attempts.empty() && callback.attempts.back().start.has_value();
}

// The last part of a resource's name.
std::string IdOf(const std::string& name) { return name.substr(name.find('/') + 1); }

// The time runs until they call, and again after the call until the outcome is told. Nothing of one
// that nobody has.
Span LeaseOf(const Scene& scene, const desk::Callback& callback) {
  if (callback.state != desk::CallbackState::kInProgress) return {};
  if (!callback.lease) return {"none during the call", {}};
  if (*callback.lease <= scene.now) return {"is up", {Tone::kAlarm, true}};
  const std::string what = IsDialled(callback) ? " to say what came of it" : " to call";
  return {WriteSpan(*callback.lease - scene.now) + what, {Tone::kTalking, true}};
}

std::string WriteAttempt(const Scene& scene, const desk::CallbackAttempt& attempt) {
  const std::string when =
      attempt.start ? WriteDay(*attempt.start, scene.now, scene.zone) : "not dialled yet";
  const std::string outcome =
      NameOf(attempt.outcome) + (attempt.assumed ? " (nobody said so)" : "");
  const bool own = attempt.agent == scene.state.agent.name;
  return Join({when, outcome, own ? "you" : IdOf(attempt.agent)});
}

Row OutcomeKeys() {
  Row keys;
  AddKey(keys, "R", "reached");
  AddKey(keys, "N", "no answer");
  AddKey(keys, "B", "busy");
  AddKey(keys, "M", "mailbox");
  AddKey(keys, "W", "wrong number");
  return keys;
}

Row OtherKeys(const Scene& scene, const desk::Callback& callback) {
  Row keys;
  AddKey(keys, "F", "all");
  if (desk::IsPossible(scene.state, desk::CallCommand::kDial)) AddKey(keys, "D", "dial");
  AddKey(keys, "L", "later");
  if (!IsDialled(callback)) AddKey(keys, "G", "give back");
  AddKey(keys, "X", "cancel");
  AddKey(keys, "Esc", "back");
  return keys;
}

std::string TitleOf(Kind kind) {
  switch (kind) {
    case Kind::kLater:
      return "Call later";
    case Kind::kMove:
      return "Another time";
    case Kind::kCancel:
      return "Cancel the callback";
  }
  return {};
}

}  // namespace

Span WriteTurn(const Scene& scene, const desk::Callback& callback) {
  switch (callback.state) {
    case desk::CallbackState::kInProgress: {
      const bool own = callback.agent == scene.state.agent.name;
      return {own ? "you have it" : IdOf(callback.agent) + " has it", {Tone::kTalking}};
    }
    case desk::CallbackState::kScheduled: {
      const auto next = std::max(callback.next_attempt, callback.earliest);
      if (!next || *next <= scene.now) return {"in the customer's hours", kDimmed};
      return {WriteDay(*next, scene.now, scene.zone), kDimmed};
    }
    case desk::CallbackState::kWaiting:
      if (callback.held) return {"the customer is calling", {Tone::kAlarm}};
      return {"due", {Tone::kReady, true}};
    case desk::CallbackState::kUnknown:
    case desk::CallbackState::kReached:
    case desk::CallbackState::kUnreached:
    case desk::CallbackState::kCancelled:
      return {"over", kDimmed};
  }
  return {};
}

std::vector<Row> CallbackRows(const Scene& scene, const desk::Callback& callback, int columns) {
  const bool named = !callback.display_name.empty();
  std::vector<Row> rows{{{{named ? callback.display_name : callback.number.formatted,
                           {Tone::kPlain, true, false, true}}}}};
  AddLabelled(rows, "Number", {callback.number.formatted, kBold});
  AddLabelled(rows, "Time left", LeaseOf(scene, callback));
  const bool own = callback.agent == scene.state.agent.name;
  if (!own) AddLabelled(rows, "Whose turn", WriteTurn(scene, callback));
  if (!callback.preferred.empty()) AddLabelled(rows, "Kept for", {IdOf(callback.preferred), {}});
  if (own && callback.held)
    AddLabelled(rows, "Now", {"the customer is calling", {Tone::kAlarm, true}});
  AddLabelled(rows, "Queue", {callback.queue_display_name, {}});
  AddLabelled(rows, "Why", {NameOf(callback.origin), {}});
  if (callback.waiting_since) {
    AddLabelled(rows, "Waits since",
                {WriteDay(*callback.waiting_since, scene.now, scene.zone), {}});
  }
  for (const std::string& line : Wrap(callback.note, columns, kNoteLinesMax)) {
    rows.push_back({{{line, {}}}});
  }
  if (!callback.attempts.empty()) rows.push_back({{{"Attempts", kHeading}}});
  for (const desk::CallbackAttempt& attempt : callback.attempts) {
    rows.push_back({{{"  " + WriteAttempt(scene, attempt), {}}}});
  }
  return rows;
}

void DrawCallback(const Scene& scene, Area area) {
  const auto& callback = scene.state.callback;
  if (!callback) return area.Put(0, {{{"You have no callback", kDimmed}}});
  const int room = std::max(area.rows() - 2, 0);
  area.Part({0, 0, room, area.columns()})
      .PutRows(0, CallbackRows(scene, *callback, area.columns()));
  area.Put(area.rows() - 2, OutcomeKeys());
  area.Put(area.rows() - 1, OtherKeys(scene, *callback));
}

std::optional<Cursor> DrawCallbackPrompt(const Scene& scene, Area area) {
  const desk::CallbackPrompt& prompt = scene.state.callback_prompt;
  const bool cancel = prompt.kind == Kind::kCancel;
  Area box = BoxIn(area, 3, std::min(area.columns() - 6, 48), TitleOf(prompt.kind));
  Row keys;
  AddKey(keys, "Enter", cancel ? "cancel it" : "save");
  AddKey(keys, "Esc", cancel ? "keep it" : "leave");
  box.Put(box.rows() - 1, keys);
  if (prompt.kind == Kind::kMove) box.Put(1, {{{"Empty: at once.", kDimmed}}});
  if (!cancel) return DrawField(box, 0, "In", prompt.span);
  box.Put(0, {{{"Nobody calls them then.", {}}}});
  return std::nullopt;
}

}  // namespace jackfield::screen
