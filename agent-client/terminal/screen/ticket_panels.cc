#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "agent-client/terminal/screen/panels.h"
#include "agent-client/terminal/screen/work_wording.h"

namespace jackfield::screen {
namespace {

using desk::TicketForm;
using desk::TicketPrompt;
using Field = TicketForm::Field;

constexpr Style kTyped{Tone::kPlain, false, false, true};
constexpr int kBoxColumns = 66;
constexpr int kTextRows = 5;
constexpr int kLabelColumns = 12;

std::string TitleOf(TicketPrompt::Kind kind) {
  switch (kind) {
    case TicketPrompt::Kind::kComment:
      return "Comment";
    case TicketPrompt::Kind::kPending:
      return "Pending";
    case TicketPrompt::Kind::kResolve:
      return "Resolved: how?";
    case TicketPrompt::Kind::kAssign:
      return "Assign";
    case TicketPrompt::Kind::kSatisfaction:
      return "How content was the customer?";
  }
  return {};
}

// Whether it asks for a single line.
bool IsLine(const TicketPrompt& prompt) {
  return prompt.kind == TicketPrompt::Kind::kAssign ||
         prompt.kind == TicketPrompt::Kind::kSatisfaction;
}

Row PromptKeys(const TicketPrompt& prompt) {
  Row keys;
  if (prompt.busy) {
    keys.left.push_back({"Saving…", kDimmed});
    return keys;
  }
  AddKey(keys, "Enter", "save");
  if (!IsLine(prompt)) {
    AddKey(keys, "Alt-Enter", "new line");
    AddKey(keys, "Tab", prompt.kind == TicketPrompt::Kind::kPending ? "next" : "who may read it");
  }
  AddKey(keys, "Esc", "leave");
  return keys;
}

Row FormKeys(bool busy, const char* waits, const char* enter) {
  Row keys;
  if (busy) {
    keys.left.push_back({waits, kDimmed});
    return keys;
  }
  AddKey(keys, "Tab", "next");
  AddKey(keys, "←→", "choose");
  AddKey(keys, "Enter", enter);
  AddKey(keys, "Esc", "leave");
  return keys;
}

std::string WriteFor(const TicketForm& form) {
  if (form.fors.empty() || form.chosen_for == 0) return "me";
  return "somebody of " + form.fors[form.chosen_for].label;
}

std::string WriteOf(const TicketForm& form) {
  return form.of_call ? "the call in focus and its customer" : "no call";
}

Cursor DrawLinePrompt(const Scene& scene, Area area) {
  const TicketPrompt& prompt = scene.state.ticket_prompt;
  const desk::Ticket& ticket = scene.state.ticket.ticket;
  const bool assign = prompt.kind == TicketPrompt::Kind::kAssign;
  Area box = BoxIn(area, 4, std::min(area.columns() - 6, kBoxColumns),
                   TitleOf(prompt.kind) + " · " + WriteTicket(ticket));
  const Cursor cursor = DrawField(box, 0, assign ? "Login" : "1 to 5", prompt.text);
  const std::string& queue = ticket.queue_display_name;
  const std::string nobody =
      queue.empty() ? "Empty: nobody has it" : "Empty: back to its queue, " + queue;
  box.Put(1, {{{assign ? nobody : "1: not at all, 5: very", kDimmed}}});
  box.Put(box.rows() - 1, PromptKeys(prompt));
  return cursor;
}

std::string WriteSeverity(int severity) {
  static constexpr const char* kNames[] = {"not stated", "1, slight", "2", "3", "4, grave"};
  const bool known = severity >= 0 && severity < static_cast<int>(std::size(kNames));
  return known ? kNames[severity] : std::to_string(severity);
}

// A field that is chosen with the keys to the left and to the right.
void PutChoice(Area box, int row, const char* label, const std::string& value, bool here) {
  box.Put(row, {{{label, here ? kHeading : kDimmed}}});
  box.Part({row, kLabelColumns, 1, box.columns() - kLabelColumns})
      .Put(0, {{{here ? "‹ " + value + " ›" : value, here ? kHeading : Style{}}}});
}

}  // namespace

Cursor DrawField(Area box, int row, const std::string& label, const desk::TextField& field) {
  box.Put(row, {{{label, kDimmed}}});
  Area place = box.Part({row, kLabelColumns, 1, box.columns() - kLabelColumns});
  place.Fill(0, kTyped);
  return DrawText(field, place);
}

std::optional<Cursor> DrawTicketPrompt(const Scene& scene, Area area) {
  const TicketPrompt& prompt = scene.state.ticket_prompt;
  if (IsLine(prompt)) return DrawLinePrompt(scene, area);
  const bool pending = prompt.kind == TicketPrompt::Kind::kPending;
  Area box = BoxIn(area, kTextRows + 4, std::min(area.columns() - 6, kBoxColumns),
                   TitleOf(prompt.kind) + " · " + WriteTicket(scene.state.ticket.ticket));
  const Cursor in_text = DrawText(prompt.text, box.Part({0, 0, kTextRows, box.columns()}));
  Cursor cursor = in_text;
  if (pending) {
    const Cursor in_span = DrawField(box, kTextRows + 1, "Opens in", prompt.span);
    if (prompt.in_span) cursor = in_span;
  } else if (prompt.is_public) {
    box.Put(kTextRows + 1, {{{"The customer may read it", {Tone::kAlarm, true}}}});
  } else {
    box.Put(kTextRows + 1, {{{"For colleagues only", kDimmed}}});
  }
  box.Put(box.rows() - 1, PromptKeys(prompt));
  return cursor;
}

std::optional<Cursor> DrawTicketForm(const Scene& scene, Area area) {
  const TicketForm& form = scene.state.ticket_form;
  constexpr int kTextRow = 6;
  Area box = BoxIn(area, kTextRow + kTextRows + 2, std::min(area.columns() - 6, kBoxColumns),
                   "New ticket");
  const auto here = [&](Field field) { return form.field == field; };
  std::optional<Cursor> cursor;
  const Cursor in_subject = DrawField(box, 0, "Subject", form.subject);
  if (here(Field::kSubject)) cursor = in_subject;
  PutChoice(box, 1, "Of", WriteOf(form), here(Field::kOf));
  PutChoice(box, 2, "Type", NameOf(form.type), here(Field::kType));
  PutChoice(box, 3, "Priority", NameOf(form.priority), here(Field::kPriority));
  PutChoice(box, 4, "For", WriteFor(form), here(Field::kFor));
  box.Rule(kTextRow - 1, "What there is to say");
  const Cursor in_text =
      DrawText(form.description, box.Part({kTextRow, 0, kTextRows, box.columns()}));
  if (here(Field::kDescription)) cursor = in_text;
  box.Put(box.rows() - 1, FormKeys(form.busy, "Creating…", "create"));
  return cursor;
}

std::optional<Cursor> DrawTicketEdit(const Scene& scene, Area area) {
  using Edited = desk::TicketEdit::Field;
  const desk::TicketEdit& edit = scene.state.ticket_edit;
  const bool complaint = edit.type == desk::TicketType::kComplaint;
  constexpr int kPromisedRows = 3;
  Area box = BoxIn(area, complaint ? 6 + kPromisedRows + 2 : 5,
                   std::min(area.columns() - 6, kBoxColumns), WriteTicket(edit.seen));
  const auto here = [&](Edited field) { return edit.field == field; };
  std::optional<Cursor> cursor;
  const Cursor in_subject = DrawField(box, 0, "Subject", edit.subject);
  if (here(Edited::kSubject)) cursor = in_subject;
  PutChoice(box, 1, "Type", NameOf(edit.type), here(Edited::kType));
  PutChoice(box, 2, "Priority", NameOf(edit.priority), here(Edited::kPriority));
  if (complaint) {
    PutChoice(box, 3, "Severity", WriteSeverity(edit.severity), here(Edited::kSeverity));
    const Cursor in_cause = DrawField(box, 4, "Cause", edit.cause);
    if (here(Edited::kCause)) cursor = in_cause;
    box.Rule(5, "What was promised");
    const Cursor in_promised =
        DrawText(edit.promised, box.Part({6, 0, kPromisedRows, box.columns()}));
    if (here(Edited::kPromised)) cursor = in_promised;
  }
  box.Put(box.rows() - 1, FormKeys(edit.busy, "Saving…", "save"));
  return cursor;
}

std::optional<Cursor> DrawNumber(const Scene& scene, Area area) {
  const desk::NumberPrompt& prompt = scene.state.number;
  Area box = BoxIn(area, 3, std::min(area.columns() - 6, 48), NameOf(prompt.kind));
  const Cursor cursor = DrawField(box, 0, "Number", prompt.number);
  Row keys;
  AddKey(keys, "Enter", "ask the switch");
  AddKey(keys, "Esc", "leave");
  box.Put(box.rows() - 1, keys);
  return cursor;
}

}  // namespace jackfield::screen
