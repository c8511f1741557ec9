#include <algorithm>
#include <string>
#include <utility>

#include "agent-client/terminal/desk/work_state.h"
#include "agent-client/terminal/screen/cell_text.h"
#include "agent-client/terminal/screen/panels.h"

namespace jackfield::screen {
namespace {

using desk::Caller;
using desk::Item;
using desk::Pop;

constexpr int kLabelColumns = 9;
constexpr int kPinnedLinesMax = 3;
constexpr int kNoteRowsMin = 3;
constexpr int kNoteShare = 5;  // One row of so many, on high screens.

void AddFact(std::vector<Row>& rows, const std::string& label, std::vector<Span> value) {
  if (value.empty()) return;
  const std::string cut = Cut(label, kLabelColumns - 1);
  Row row{
      {{cut + std::string(static_cast<std::size_t>(kLabelColumns - WidthOf(cut)), ' '), kDimmed}}};
  for (Span& span : value) row.left.push_back(std::move(span));
  rows.push_back(std::move(row));
}

std::string StateWord(const Pop& pop) {
  switch (pop.state) {
    case desk::PopState::kRinging:
      return "RINGING";
    case desk::PopState::kConnected:
      return "TALKING";
    case desk::PopState::kHeld:
      return "ON HOLD";
    case desk::PopState::kEnded:
      return "ENDED";
  }
  return {};
}

Style ItemStyle(const Item& item) {
  switch (item.kind) {
    case Item::Kind::kRinging:
      return {Tone::kRinging, true};
    case Item::Kind::kTalking:
      return {Tone::kTalking, true};
    case Item::Kind::kWrapUp:
      return {Tone::kWrapUp, true};
    case Item::Kind::kMissed:
      return {Tone::kAlarm, true};
  }
  return {};
}

// 1. State, queue, counter, timer.
Row HeadOf(const Scene& scene, const Item& item) {
  std::string word = item.kind == Item::Kind::kWrapUp                 ? "WRAP-UP"
                     : item.kind == Item::Kind::kMissed               ? "MISSED"
                     : item.pop != nullptr                            ? StateWord(*item.pop)
                     : item.call->state == desk::CallState::kDialling ? "DIALLING"
                     : item.call->state == desk::CallState::kHeld     ? "ON HOLD"
                                                                      : "TALKING";
  std::string queue;
  std::string counter;
  if (item.pop != nullptr) {
    queue = item.pop->queue_display_name.empty() ? "direct call" : item.pop->queue_display_name;
    if (item.kind == Item::Kind::kRinging && item.pop->offer_count > 0) {
      counter = "offer " + std::to_string(item.pop->offer_number) + "/" +
                std::to_string(item.pop->offer_count);
    }
  } else if (item.call != nullptr) {
    queue = item.call->queue_display_name;
  } else if (item.missed != nullptr) {
    queue = item.missed->queue_display_name;
  }
  const std::string rest = Join({queue, counter});
  return {{{word, ItemStyle(item)}, {rest.empty() ? "" : " · " + rest, kBold}},
          {TimerOf(scene, item)}};
}

// 2. Name, with the flags in words.
Row NameRow(const Caller& caller) {
  Row row;
  if (!caller.candidates.empty()) {
    row.left.push_back({"Who is it?", kBold});
  } else if (!caller.display_name.empty()) {
    row.left.push_back({caller.display_name, {Tone::kPlain, true, false, true}});
  } else {
    row.left.push_back({WriteNumber(caller), {Tone::kPlain, true, false, true}});
    row.left.push_back({"  Unknown caller", kDimmed});
  }
  for (const std::string& flag : caller.flags) {
    row.right.push_back({" ★ " + flag, {Tone::kWrapUp, true}});
  }
  return row;
}

// A radio list, none preselected.
void AddCandidates(const Scene& scene, const Caller& caller, std::vector<Row>& rows) {
  const desk::DeskState& state = scene.state;
  const bool choosing = desk::HasLayer(state, desk::Layer::kCandidates);
  for (std::size_t i = 0; i < caller.candidates.size(); ++i) {
    const desk::Candidate& candidate = caller.candidates[i];
    const bool marked = state.candidate_marked && state.candidate == i;
    const Style style{marked ? Tone::kAccent : Tone::kPlain, marked, marked && choosing};
    rows.push_back(
        {{{(marked ? "(•) " : "( ) ") + std::to_string(i + 1) + " ", style},
          {Join({candidate.display_name, candidate.company, candidate.role}), style}},
         {{desk::CandidateReason::kNone == candidate.reason ? "" : NameOf(candidate.reason),
           kDimmed}}});
  }
  const int more = caller.candidate_count - static_cast<int>(caller.candidates.size());
  Row hint;
  if (choosing) {
    AddKey(hint, "↑↓", "choose");
    AddKey(hint, "Enter", "it is");
    AddKey(hint, "Esc", "leave");
  } else {
    AddKey(hint, "W", "say who");
    AddKey(hint, "X", "none of them");
  }
  if (more > 0) hint.left.push_back({"and " + std::to_string(more) + " more", kDimmed});
  rows.push_back(std::move(hint));
}

// 4. The number, with its kind and place.
void AddNumber(const Caller& caller, std::vector<Row>& rows) {
  const bool said = caller.display_name.empty() && caller.candidates.empty();
  const std::string where = Join({NameOf(caller.number.kind), caller.number.place});
  if (said && where.empty()) return;
  rows.push_back({{{said ? "" : WriteNumber(caller), kBold},
                   {(said || where.empty() ? "" : "  ") + where, kDimmed}}});
}

// 3. Company, role, tier, language.
void AddCompany(const Caller& caller, std::vector<Row>& rows) {
  const std::string text = Join({caller.company, caller.role, caller.tier, caller.language});
  if (!text.empty()) rows.push_back({{{text, {}}}});
}

// 5. Why they call.
void AddReason(const Pop& pop, std::vector<Row>& rows) {
  const std::string& number = pop.dialled.formatted;
  const std::string called = pop.dialled_label.empty() ? number
                             : number.empty()          ? pop.dialled_label
                                                       : pop.dialled_label + " (" + number + ")";
  if (!called.empty()) AddFact(rows, "Called", {{called, {}}});
  for (const desk::Attached& value : pop.attached) {
    AddFact(rows, value.label, {{value.masked ? "••••" : value.value, {}}});
  }
  if (pop.transferred) {
    AddFact(rows, "From",
            {{pop.transferred_by.empty() ? "transfer" : "transfer by " + pop.transferred_by, {}}});
  }
}

// 6. What is known of before. 7. How the caller was matched.
void AddHistoryFacts(const Scene& scene, const Pop& pop, std::vector<Row>& rows) {
  const std::string waited = pop.waiting_since && pop.state == desk::PopState::kRinging
                                 ? WriteSpan(scene.now - *pop.waiting_since)
                             : pop.waited ? WriteSpan(*pop.waited)
                                          : std::string();
  const std::string facts = Join({waited, WriteCallsToday(pop.calls_today)});
  if (!facts.empty()) AddFact(rows, waited.empty() ? "Today" : "Waited", {{facts, {}}});
  const std::string last = Join({pop.last_agent, pop.last_outcome});
  if (!last.empty()) AddFact(rows, "Last", {{last, {}}});
  AddFact(rows, "Match", {{WriteMatch(pop.caller), {}}});
  const bool known = !pop.caller.customer.empty();
  if (known) rows.back().right = {{"X", kHeading}, {" not them", kDimmed}};
  if (!known && pop.caller.candidates.empty()) {
    rows.back().right = {{"/", kHeading}, {" find  ", kDimmed}, {"A", kHeading}, {" add", kDimmed}};
  }
}

// 8. Pinned note, open cases, next appointment.
void AddPinned(const Scene& scene, const Pop& pop, int columns, std::vector<Row>& rows) {
  for (const std::string& line : Wrap(pop.pinned_note, columns - 2, kPinnedLinesMax)) {
    rows.push_back({{{"! ", {Tone::kWrapUp, true}}, {line, {Tone::kWrapUp}}}});
  }
  std::string open;
  if (pop.open_tickets > 0) {
    open =
        std::to_string(pop.open_tickets) + (pop.open_tickets == 1 ? " open case" : " open cases");
  }
  std::string next;
  if (pop.next_appointment) {
    next = "next appointment " + WriteDay(*pop.next_appointment, scene.now, scene.zone);
  }
  if (const std::string both = Join({open, next}); !both.empty()) {
    rows.push_back({{{both, kBold}}});
  }
  for (Row& row : TicketRows(scene, pop.tickets)) rows.push_back(std::move(row));
}

// What the switch can do with the call in focus. Empty: nothing.
Row PhoneKeys(const desk::DeskState& state) {
  using desk::CallCommand;
  Row row;
  const std::vector<CallCommand> possible = desk::PossibleCommands(state);
  const bool any = std::any_of(possible.begin(), possible.end(),
                               [](CallCommand kind) { return kind != CallCommand::kDial; });
  if (!any) return row;
  if (desk::IsPossible(state, CallCommand::kAnswer)) AddKey(row, "U", "answer");
  if (desk::IsPossible(state, CallCommand::kHold)) AddKey(row, "L", "hold");
  if (desk::IsPossible(state, CallCommand::kRetrieve)) AddKey(row, "L", "back from hold");
  AddKey(row, "C", "transfer, hang up and more");
  return row;
}

std::vector<Row> CardOf(const Scene& scene, const Item& item, int columns) {
  std::vector<Row> rows{HeadOf(scene, item)};
  if (item.missed != nullptr) {
    const desk::Missed& missed = *item.missed;
    rows.push_back({{{WriteMissedWho(missed), {Tone::kPlain, true, false, true}}}});
    if (!missed.caller_display_name.empty()) rows.push_back({{{missed.number.formatted, kBold}}});
    AddFact(rows, "When", {{WriteDay(missed.ring_start, scene.now, scene.zone), {}}});
    AddFact(rows, "Rang",
            {{WriteSpan(missed.ring_duration) + ", " + WhyMissed(missed.reason), {}}});
    Row keys;
    AddKey(keys, "M", "seen");
    if (!missed.customer.empty()) AddKey(keys, "H", "history");
    if (desk::IsPossible(scene.state, desk::CallCommand::kDial)) AddKey(keys, "C", "call back");
    rows.push_back(std::move(keys));
    return rows;
  }
  const Caller* const caller = desk::CallerOf(item);
  if (caller == nullptr) {
    rows.push_back({{{WhoOf(item), {Tone::kPlain, true, false, true}}}});
    return rows;
  }
  rows.push_back(NameRow(*caller));
  AddCompany(*caller, rows);
  AddNumber(*caller, rows);
  if (Row keys = PhoneKeys(scene.state); !keys.left.empty()) rows.push_back(std::move(keys));
  if (!caller->candidates.empty()) AddCandidates(scene, *caller, rows);
  if (item.pop != nullptr) {
    AddReason(*item.pop, rows);
    AddHistoryFacts(scene, *item.pop, rows);
    AddPinned(scene, *item.pop, columns, rows);
  }
  return rows;
}

// The outcomes in as few rows as they need.
std::vector<Row> OutcomeRows(const Item& item, const std::string& chosen, int columns) {
  std::vector<Row> rows;
  int width = columns + 1;
  const std::vector<desk::Outcome>& outcomes = desk::OutcomesOf(item);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const int digit = desk::DigitOf(outcomes, i);
    if (digit == 0 && outcomes[i].code != chosen) continue;
    const bool is_chosen = !chosen.empty() && outcomes[i].code == chosen;
    const std::string text = (digit > 0 ? std::to_string(digit) + " " : "") + outcomes[i].label;
    const int needed = WidthOf(text) + 4;
    if (width + needed > columns) {
      rows.emplace_back();
      width = 0;
    }
    rows.back().left.push_back(
        {is_chosen ? "[" + text + "]" : " " + text + " ",
         is_chosen ? Style{Tone::kAccent, true, true} : Style{Tone::kPlain}});
    rows.back().left.push_back({"  ", {}});
    width += needed;
  }
  return rows;
}

Row NoteState(const Scene& scene, const std::string& call, bool typing) {
  Row row;
  const auto draft = scene.state.drafts.find(call);
  if (draft == scene.state.drafts.end() || draft->second.note.empty()) {
    if (!typing) AddKey(row, "N", "write");
  } else if (draft->second.failed) {
    row.left.push_back({"not taken by the server", {Tone::kAlarm}});
  } else if (draft->second.dirty || draft->second.saving) {
    row.left.push_back({desk::IsLive(scene.state) ? "typing…" : "kept here until the link is back",
                        {Tone::kWrapUp}});
  } else {
    row.left.push_back({"saved", kDimmed});
  }
  return row;
}

// Note and outcome, at the bottom. Returns where the cursor stands.
std::optional<Cursor> DrawWork(const Scene& scene, const Item& item, Area area) {
  const auto draft = scene.state.drafts.find(item.key.call);
  const bool typing = desk::HasLayer(scene.state, desk::Layer::kNote);
  std::optional<Cursor> cursor;
  area.Rule(0, "Note", NoteState(scene, item.key.call, typing));
  const std::string chosen =
      draft == scene.state.drafts.end() ? std::string() : draft->second.outcome;
  const std::vector<Row> outcomes = OutcomeRows(item, chosen, area.columns());
  const int outcome_rows = outcomes.empty() ? 0 : static_cast<int>(outcomes.size()) + 1;
  Area note = area.Part({1, 0, area.rows() - 1 - outcome_rows, area.columns()});
  if (draft != scene.state.drafts.end() && note.rows() > 0) {
    const Cursor at = DrawText(draft->second.note, note);
    if (typing) cursor = at;
  }
  if (outcomes.empty()) return cursor;
  Row keys;
  if (item.kind == Item::Kind::kWrapUp) {
    AddKey(keys, "Enter", "done");
    if (item.wrap_up->extensions_left > 0) AddKey(keys, "E", "more time");
  }
  area.Rule(area.rows() - outcome_rows, "Outcome", keys);
  area.PutRows(area.rows() - outcome_rows + 1, outcomes);
  return cursor;
}

void DrawNothing(const Scene& scene, Area area) {
  const desk::DeskState& state = scene.state;
  int row = area.rows() / 3;
  const auto say = [&](const std::string& text, Style style) {
    const int indent = std::max((area.columns() - WidthOf(text)) / 2, 0);
    area.Part({row++, indent, 1, area.columns() - indent}).Put(0, {{{text, style}}});
  };
  if (!state.known) return say("Waiting for the server…", kDimmed);
  const bool ready = state.agent.state == desk::AgentState::kReady;
  say(ready ? "Ready for the next call" : "No call", kBold);
  say(ready ? "/ finds a customer   ? shows the keys" : "R ready   / finds a customer   ? keys",
      kDimmed);
}

}  // namespace

Cursor DrawText(const desk::TextField& field, Area area) {
  std::vector<std::vector<Span>> lines(1);
  int column = 0;
  Cursor cursor;
  const std::u32string& text = field.text();
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const std::string one = i < text.size() ? desk::ToUtf8(text.substr(i, 1)) : std::string();
    const int width = WidthOf(one);
    if (column + std::max(width, 1) > area.columns() && (width > 0 || i == field.cursor())) {
      lines.emplace_back();
      column = 0;
    }
    if (i == field.cursor()) cursor = {static_cast<int>(lines.size()) - 1, column};
    if (i == text.size()) break;
    if (text[i] == U'\n') {
      lines.emplace_back();
      column = 0;
      continue;
    }
    lines.back().push_back({one, {}});
    column += width;
  }
  const int first = std::max(cursor.row - area.rows() + 1, 0);
  for (int row = 0; row < area.rows() && first + row < static_cast<int>(lines.size()); ++row) {
    area.Put(row, {lines[static_cast<std::size_t>(first + row)]});
  }
  return {area.place().row + cursor.row - first, area.place().column + cursor.column};
}

std::optional<Cursor> DrawFocus(const Scene& scene, Area area, bool with_history) {
  const auto item = desk::FocusedItem(scene.state);
  if (!item) {
    const bool typing = desk::HasLayer(scene.state, desk::Layer::kNote);
    const auto draft = scene.state.drafts.find(scene.state.focus.call);
    if (!typing || draft == scene.state.drafts.end()) {
      DrawNothing(scene, area);
      return std::nullopt;
    }
    // The call went away under the note that is typed: it stays until the note is left.
    area.Put(0, {{{"The call is over", kBold}}});
    area.Rule(1, "Note", NoteState(scene, scene.state.focus.call, true));
    return DrawText(draft->second.note, area.Part({2, 0, area.rows() - 2, area.columns()}));
  }
  const std::vector<Row> card = CardOf(scene, *item, area.columns());
  const bool works = item->kind == Item::Kind::kTalking || item->kind == Item::Kind::kWrapUp ||
                     desk::HasLayer(scene.state, desk::Layer::kNote);
  const std::vector<Row> outcomes = OutcomeRows(*item, {}, area.columns());
  const int note_rows = std::max(kNoteRowsMin, area.rows() / kNoteShare);
  const int wanted =
      works ? 1 + note_rows + (outcomes.empty() ? 0 : 1 + static_cast<int>(outcomes.size())) : 0;
  const int work_rows = std::min(wanted, std::max(area.rows() - 3, 0));
  Area top = area.Part({0, 0, area.rows() - work_rows, area.columns()});
  const int row = top.PutRows(0, card);
  if (with_history && item->pop != nullptr && !item->pop->recent.empty() && row + 1 < top.rows()) {
    top.Rule(row, "History", {{{"H all", kDimmed}}});
    top.PutRows(row + 1, HistoryRows(scene, item->pop->recent,
                                     static_cast<std::size_t>(top.rows() - row - 1)));
  }
  if (work_rows < 2) return std::nullopt;
  return DrawWork(scene, *item, area.Part({area.rows() - work_rows, 0, work_rows, area.columns()}));
}

}  // namespace jackfield::screen
