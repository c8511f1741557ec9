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

// The time runs until they call, and again after the call until the outcome is told.
Span LeaseOf(const Scene& scene, const desk::Callback& callback) {
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
  return Join({when, outcome, own ? "you" : attempt.agent.substr(attempt.agent.find('/') + 1)});
}

std::vector<Row> FactsOf(const Scene& scene, const desk::Callback& callback, int columns) {
  const bool named = !callback.display_name.empty();
  std::vector<Row> rows{{{{named ? callback.display_name : callback.number.formatted,
                           {Tone::kPlain, true, false, true}}}}};
  AddLabelled(rows, "Number", {callback.number.formatted, kBold});
  AddLabelled(rows, "Time left", LeaseOf(scene, callback));
  if (callback.held) AddLabelled(rows, "Now", {"the customer is calling", {Tone::kAlarm, true}});
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
  if (desk::IsPossible(scene.state, desk::CallCommand::kDial)) AddKey(keys, "D", "dial");
  AddKey(keys, "L", "later");
  if (!IsDialled(callback)) AddKey(keys, "G", "give back");
  AddKey(keys, "X", "cancel");
  AddKey(keys, "Esc", "back");
  return keys;
}

}  // namespace

void DrawCallback(const Scene& scene, Area area) {
  const auto& callback = scene.state.callback;
  if (!callback) return area.Put(0, {{{"You have no callback", kDimmed}}});
  const int room = std::max(area.rows() - 2, 0);
  area.Part({0, 0, room, area.columns()}).PutRows(0, FactsOf(scene, *callback, area.columns()));
  area.Put(area.rows() - 2, OutcomeKeys());
  area.Put(area.rows() - 1, OtherKeys(scene, *callback));
}

std::optional<Cursor> DrawCallbackPrompt(const Scene& scene, Area area) {
  const desk::CallbackPrompt& prompt = scene.state.callback_prompt;
  const bool later = prompt.kind == Kind::kLater;
  Area box = BoxIn(area, 3, std::min(area.columns() - 6, 48),
                   later ? "Call later" : "Cancel the callback");
  Row keys;
  AddKey(keys, "Enter", later ? "save" : "cancel it");
  AddKey(keys, "Esc", later ? "leave" : "keep it");
  box.Put(box.rows() - 1, keys);
  if (later) return DrawField(box, 0, "In", prompt.span);
  box.Put(0, {{{"Nobody calls them then.", {}}}});
  return std::nullopt;
}

}  // namespace jackfield::screen
