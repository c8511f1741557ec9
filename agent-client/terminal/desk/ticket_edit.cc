#include "agent-client/terminal/desk/ticket_edit.h"

#include <utility>

#include "agent-client/terminal/desk/list_keys.h"
#include "agent-client/terminal/desk/ticket_rules.h"

namespace jackfield::desk {
namespace {

using Field = TicketEdit::Field;

constexpr int kSeverityMax = 4;

Complaint ComplaintOf(const Ticket& ticket) { return ticket.complaint.value_or(Complaint{}); }

// Whether the field holds another text than this one.
bool Differs(const TextField& field, const std::string& text) {
  TextField shown = field;
  shown.Set(text);
  return field.text() != shown.text();
}

// What the form makes another.
UpdateTicket ChangesOf(const TicketEdit& edit) {
  UpdateTicket update;
  update.ticket = edit.seen.name;
  update.etag = edit.seen.etag;
  if (Differs(edit.subject, edit.seen.subject)) update.subject = edit.subject.utf8();
  if (edit.type != edit.seen.type) update.type = edit.type;
  if (edit.priority != edit.seen.priority) update.priority = edit.priority;
  if (edit.type != TicketType::kComplaint) return update;
  const Complaint seen = ComplaintOf(edit.seen);
  if (edit.severity != seen.severity) update.severity = edit.severity;
  if (Differs(edit.cause, seen.cause)) update.cause = edit.cause.utf8();
  if (Differs(edit.promised, seen.promised_action)) update.promised_action = edit.promised.utf8();
  return update;
}

bool IsNothing(const UpdateTicket& update) {
  return !update.subject && !update.type && !update.priority && !update.severity && !update.cause &&
         !update.promised_action;
}

// The form is of the ticket as it is now; what is typed stays (E2).
void See(Step& step, const Ticket& now) {
  TicketEdit& edit = step.state.ticket_edit;
  if (edit.key != 0 && edit.seen.etag == now.etag) return;
  const Complaint before = ComplaintOf(edit.seen);
  const Complaint after = ComplaintOf(now);
  if (!Differs(edit.subject, edit.seen.subject)) edit.subject.Set(now.subject);
  if (edit.type == edit.seen.type) edit.type = now.type;
  if (edit.priority == edit.seen.priority) edit.priority = now.priority;
  if (edit.severity == before.severity) edit.severity = after.severity;
  if (!Differs(edit.cause, before.cause)) edit.cause.Set(after.cause);
  if (!Differs(edit.promised, before.promised_action)) edit.promised.Set(after.promised_action);
  if (edit.type != TicketType::kComplaint && edit.field > Field::kPriority) {
    edit.field = Field::kSubject;
  }
  edit.seen = now;
  edit.key = ++step.state.last_id;
}

// The field that is a text. nullptr: the field is a choice.
TextField* TextOf(TicketEdit& edit) {
  if (edit.field == Field::kSubject) return &edit.subject;
  if (edit.field == Field::kCause) return &edit.cause;
  return edit.field == Field::kPromised ? &edit.promised : nullptr;
}

// A choice, by Left, Right and the space bar. Returns whether the key chooses.
bool Choose(TicketEdit& edit, const Key& key) {
  const bool space = key.kind == Key::Kind::kCharacter && key.character == U' ';
  const bool right = key.kind == Key::Kind::kRight || space;
  if (!right && key.kind != Key::Kind::kLeft) return false;
  const int by = right ? 1 : -1;
  if (edit.field == Field::kType) {
    edit.type = Moved(edit.type, by, static_cast<int>(TicketType::kQuestion),
                      static_cast<int>(TicketType::kTask));
  } else if (edit.field == Field::kPriority) {
    edit.priority = Moved(edit.priority, by, static_cast<int>(TicketPriority::kLow),
                          static_cast<int>(TicketPriority::kUrgent));
  } else {
    edit.severity = Moved(edit.severity, by, 0, kSeverityMax);
  }
  return true;
}

void Leave(Step& step) {
  step.state.ticket_edit = TicketEdit{};
  Close(step, Layer::kTicketEdit);
}

void Send(Step& step) {
  TicketEdit& edit = step.state.ticket_edit;
  if (edit.subject.empty()) return Tell(step, Say::kSubjectRequired);
  UpdateTicket update = ChangesOf(edit);
  if (IsNothing(update)) return Leave(step);
  if (!NeedsServer(step)) return;
  edit.busy = true;
  edit.command = Ask(step, std::move(update), edit.key);
}

}  // namespace

void OpenTicketEdit(Step& step) {
  TicketEdit& edit = step.state.ticket_edit;
  const Ticket& ticket = step.state.ticket.ticket;
  if (edit.seen.name != ticket.name) edit = TicketEdit{};
  if (!edit.busy) See(step, ticket);
  Open(step, Layer::kTicketEdit);
}

bool HasEdits(const DeskState& state) { return !IsNothing(ChangesOf(state.ticket_edit)); }

void TypeTicketEdit(Step& step, const Key& key) {
  TicketEdit& edit = step.state.ticket_edit;
  if (edit.busy) return;
  if (key.kind == Key::Kind::kEnter) return Send(step);
  const bool lines = edit.field == Field::kPromised;  // Up and Down move in it.
  const bool next = key.kind == Key::Kind::kTab || (!lines && key.kind == Key::Kind::kDown);
  const bool back = key.kind == Key::Kind::kBackTab || (!lines && key.kind == Key::Kind::kUp);
  if (next || back) {
    const bool complaint = edit.type == TicketType::kComplaint;
    const Field last = complaint ? Field::kPromised : Field::kPriority;
    edit.field = Moved(edit.field, next ? 1 : -1, 0, static_cast<int>(last));
    return;
  }
  TextField* const text = TextOf(edit);
  const bool changed = text != nullptr ? text->Type(key).changed : Choose(edit, key);
  if (changed) edit.key = ++step.state.last_id;
}

void Take(Step& step, const UpdateTicket& update, const Answer& answer) {
  TicketEdit& edit = step.state.ticket_edit;
  const bool wanted = edit.command == answer.command;
  if (wanted) edit.busy = false;
  if (!answer.outcome) {
    if (answer.outcome.error().reason == kMeanwhile) return TellMeanwhile(step, update.ticket);
    return TellFailed(step, answer.outcome.error());
  }
  if (wanted) Leave(step);
  const auto* const now = std::get_if<TicketNow>(&*answer.outcome);
  if (now == nullptr) return;
  RefreshTicket(step, now->ticket);
  Tell(step, Say::kTicketSaved, {}, static_cast<int>(now->ticket.number));
}

void Take(Step& step, const ReadTicket&, const Answer& answer) {
  if (!answer.outcome) return TellFailed(step, answer.outcome.error());
  const auto* const now = std::get_if<TicketNow>(&*answer.outcome);
  if (now == nullptr) return;
  RefreshTicket(step, now->ticket);
  const TicketEdit& edit = step.state.ticket_edit;
  if (edit.seen.name == now->ticket.name && !edit.busy) See(step, now->ticket);
}

void TellMeanwhile(Step& step, const std::string& ticket) {
  Tell(step, Say::kTicketMeanwhile);
  Ask(step, ReadTicket{ticket});
}

}  // namespace jackfield::desk
