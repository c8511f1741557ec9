#include "agent-client/terminal/desk/ticket_typing.h"

#include <algorithm>
#include <string>
#include <utility>

#include "agent-client/terminal/desk/list_keys.h"
#include "agent-client/terminal/desk/ticket_edit.h"
#include "agent-client/terminal/desk/ticket_rules.h"

namespace jackfield::desk {
namespace {

using Kind = TicketPrompt::Kind;
using Field = TicketForm::Field;

constexpr Duration kMinute{60'000};
constexpr Duration kHour = 60 * kMinute;
constexpr Duration kDay = 24 * kHour;
constexpr Duration kSpanMax = 366 * kDay;
constexpr std::int64_t kAmountMax = 1'000'000;  // Of minutes: more than kSpanMax.

std::optional<Duration> UnitOf(char letter) {
  switch (letter) {
    case 'm':
      return kMinute;
    case 'h':
      return kHour;
    case 'd':
      return kDay;
    case 'w':
      return 7 * kDay;
    default:
      return std::nullopt;
  }
}

// 1 to 5, as it was typed. 0: it is none of these.
int TypedSatisfaction(const TicketPrompt& prompt) {
  const std::u32string& text = prompt.text.text();
  const bool one = text.size() == 1 && text[0] >= U'1' && text[0] <= U'5';
  return one ? static_cast<int>(text[0] - U'0') : 0;
}

AssignTicket Assigned(const TicketPrompt& prompt) {
  const std::string login = prompt.text.utf8();
  return {prompt.ticket, login.empty() ? std::string() : "agents/" + login, prompt.etag};
}

// For the ticket as its page shows it. For another one than before it is another request.
void SeeTicket(Step& step) {
  TicketPrompt& prompt = step.state.ticket_prompt;
  const std::string& now = step.state.ticket.ticket.etag;
  if (prompt.etag == now) return;
  prompt.etag = now;
  prompt.key = ++step.state.last_id;
}

// The part of what asks the server that a kind of prompt stands for.
Act ActOf(const TicketPrompt& prompt, std::optional<WallTime> reminder) {
  switch (prompt.kind) {
    case Kind::kComment:
      return CommentTicket{prompt.ticket, prompt.text.utf8(), prompt.is_public};
    case Kind::kPending:
      return SetTicketState{prompt.ticket, TicketState::kPending, reminder, prompt.text.utf8(),
                            prompt.is_public};
    case Kind::kResolve:
      return SetTicketState{
          prompt.ticket, TicketState::kResolved, {}, prompt.text.utf8(), prompt.is_public};
    case Kind::kAssign:
      return Assigned(prompt);
    case Kind::kSatisfaction:
      return RateTicket{prompt.ticket, TypedSatisfaction(prompt)};
  }
  return CommentTicket{};
}

void SendPrompt(Step& step) {
  TicketPrompt& prompt = step.state.ticket_prompt;
  if (prompt.kind == Kind::kResolve && prompt.text.empty()) {
    return Tell(step, Say::kResolutionRequired);
  }
  if (prompt.kind == Kind::kComment && prompt.text.empty()) return;
  if (prompt.kind == Kind::kSatisfaction && TypedSatisfaction(prompt) == 0) {
    return Tell(step, Say::kSatisfactionRange);
  }
  std::optional<WallTime> reminder;
  if (prompt.kind == Kind::kPending && !prompt.span.empty()) {
    const auto span = ReadSpan(prompt.span.utf8());
    if (!span) return Tell(step, Say::kSpanUnreadable);
    reminder = ServerNow(step.state) + *span;
  }
  if (!NeedsServer(step)) return;
  if (prompt.kind == Kind::kAssign) SeeTicket(step);
  prompt.busy = true;
  prompt.command = Ask(step, ActOf(prompt, reminder), prompt.key);
}

// Leaves the prompt that the answer was to, when all went well (T1).
void EndPrompt(Step& step, const Answer& answer) {
  TicketPrompt& prompt = step.state.ticket_prompt;
  if (prompt.command == 0 || prompt.command != answer.command) return;
  prompt.busy = false;
  if (!answer.outcome) return;
  prompt = TicketPrompt{};
  Close(step, Layer::kTicketPrompt);
}

void TakeChange(Step& step, const Answer& answer) {
  EndPrompt(step, answer);
  if (!answer.outcome) return TellFailed(step, answer.outcome.error());
  const auto* const now = std::get_if<TicketNow>(&*answer.outcome);
  if (now == nullptr) return;
  RefreshTicket(step, now->ticket);
  Tell(step, Say::kTicketSaved, {}, static_cast<int>(now->ticket.number));
}

// A choice of the form that Left, Right and the space bar change. Returns whether it is one.
bool Choose(TicketForm& form, const Key& key) {
  const bool space = key.kind == Key::Kind::kCharacter && key.character == U' ';
  const bool right = key.kind == Key::Kind::kRight || space;
  if (!right && key.kind != Key::Kind::kLeft) return false;
  const int by = right ? 1 : -1;
  switch (form.field) {
    case Field::kOf:
      form.of_call = !form.call.empty() && !form.of_call;
      return true;
    case Field::kType:
      form.type = Moved(form.type, by, static_cast<int>(TicketType::kQuestion),
                        static_cast<int>(TicketType::kTask));
      return true;
    case Field::kPriority:
      form.priority = Moved(form.priority, by, static_cast<int>(TicketPriority::kLow),
                            static_cast<int>(TicketPriority::kUrgent));
      return true;
    case Field::kFor:
      form.chosen_for = Moved(form.chosen_for, by, 0, static_cast<int>(form.fors.size()) - 1);
      return true;
    case Field::kSubject:
    case Field::kDescription:
      return false;
  }
  return false;
}

bool TypeField(TicketForm& form, const Key& key) {
  if (form.field == Field::kSubject) return form.subject.Type(key).changed;
  if (form.field == Field::kDescription) return form.description.Type(key).changed;
  return Choose(form, key);
}

void SendForm(Step& step) {
  TicketForm& form = step.state.ticket_form;
  if (form.subject.empty()) return Tell(step, Say::kSubjectRequired);
  if (!NeedsServer(step)) return;
  CreateTicket create;
  create.subject = form.subject.utf8();
  create.description = form.description.utf8();
  create.type = form.type;
  create.priority = form.priority;
  create.queue = form.fors[form.chosen_for].queue;
  if (form.chosen_for == 0) create.owner = step.state.agent.name;
  if (form.of_call) {
    create.interaction = form.call;
    create.customer = form.customer;
  }
  form.busy = true;
  form.command = Ask(step, std::move(create), form.key);
}

// The queue of the call, where the agent is one of its members.
std::string QueueOf(const DeskState& state, const std::optional<Item>& item) {
  if (!item || item->pop == nullptr) return {};
  const bool known = std::any_of(state.queues.begin(), state.queues.end(),
                                 [&](const Queue& one) { return one.queue == item->pop->queue; });
  return known ? item->pop->queue : std::string();
}

}  // namespace

std::optional<Duration> ReadSpan(std::string_view text) {
  Duration span{0};
  std::optional<std::int64_t> amount;
  for (const char letter : text) {
    if (letter == ' ') continue;
    if (letter >= '0' && letter <= '9') {
      amount = amount.value_or(0) * 10 + (letter - '0');
      if (*amount > kAmountMax) return std::nullopt;
      continue;
    }
    const auto unit = UnitOf(letter);
    if (!unit || !amount) return std::nullopt;
    span += *unit * *amount;
    amount.reset();
  }
  if (amount || span <= Duration{0} || span > kSpanMax) return std::nullopt;
  return span;
}

void OpenTicketPrompt(Step& step, TicketPrompt::Kind kind) {
  TicketPrompt& prompt = step.state.ticket_prompt;
  const std::string& ticket = step.state.ticket.ticket.name;
  const bool same = prompt.kind == kind && prompt.ticket == ticket;  // T1.
  if (!same) {
    prompt = TicketPrompt{};
    prompt.kind = kind;
    prompt.ticket = ticket;
    if (kind == Kind::kAssign) prompt.text = TextField(64);
    if (kind == Kind::kSatisfaction) prompt.text = TextField(1);
    prompt.key = ++step.state.last_id;
  }
  Open(step, Layer::kTicketPrompt);
}

void OpenTicketForm(Step& step) {
  DeskState& state = step.state;
  TicketForm& form = state.ticket_form;
  const auto item = FocusedItem(state);
  const std::string call = !item                     ? std::string()
                           : item->missed != nullptr ? item->missed->call
                                                     : item->key.call;
  const bool kept = form.key != 0 && form.call == call;  // T1.
  if (!kept) {
    form = TicketForm{};
    form.key = ++state.last_id;
    form.call = call;
    form.of_call = !call.empty();
    form.fors = {{QueueOf(state, item), {}}};
    for (const Queue& queue : state.queues) form.fors.push_back({queue.queue, queue.display_name});
  }
  form.customer = item ? CustomerOf(*item) : std::string();
  Open(step, Layer::kTicketForm);
}

void TypeTicketPrompt(Step& step, const Key& key) {
  TicketPrompt& prompt = step.state.ticket_prompt;
  if (prompt.busy) return;
  if (key.kind == Key::Kind::kEnter) return SendPrompt(step);
  const bool tab = key.kind == Key::Kind::kTab || key.kind == Key::Kind::kBackTab;
  const bool one_field = prompt.kind == Kind::kAssign || prompt.kind == Kind::kSatisfaction;
  if (tab && one_field) return;
  bool changed = tab;
  if (tab && prompt.kind == Kind::kPending) {
    prompt.in_span = !prompt.in_span;
  } else if (tab) {
    prompt.is_public = !prompt.is_public;
  } else {
    changed = (prompt.in_span ? prompt.span : prompt.text).Type(key).changed;
  }
  if (changed) prompt.key = ++step.state.last_id;
}

void TypeTicketForm(Step& step, const Key& key) {
  TicketForm& form = step.state.ticket_form;
  if (form.busy) return;
  if (key.kind == Key::Kind::kEnter) return SendForm(step);
  const bool lines = form.field == Field::kDescription;  // Up and Down move in it.
  const bool next = key.kind == Key::Kind::kTab || (!lines && key.kind == Key::Kind::kDown);
  const bool back = key.kind == Key::Kind::kBackTab || (!lines && key.kind == Key::Kind::kUp);
  if (next || back) {
    form.field = Moved(form.field, next ? 1 : -1, 0, static_cast<int>(TicketForm::kFields) - 1);
    return;
  }
  if (TypeField(form, key)) form.key = ++step.state.last_id;
}

void Take(Step& step, const CommentTicket&, const Answer& answer) { TakeChange(step, answer); }

void Take(Step& step, const SetTicketState&, const Answer& answer) { TakeChange(step, answer); }

void Take(Step& step, const AssignTicket& assign, const Answer& answer) {
  const bool meanwhile = !answer.outcome && answer.outcome.error().reason == kMeanwhile;
  if (!meanwhile) return TakeChange(step, answer);
  EndPrompt(step, answer);
  TellMeanwhile(step, assign.ticket);
}

void Take(Step& step, const RateTicket&, const Answer& answer) { TakeChange(step, answer); }

void Take(Step& step, const CreateTicket&, const Answer& answer) {
  TicketForm& form = step.state.ticket_form;
  const bool wanted = form.command == answer.command;
  if (wanted) form.busy = false;
  if (!answer.outcome) return TellFailed(step, answer.outcome.error());
  if (wanted) form = TicketForm{};
  if (wanted) Close(step, Layer::kTicketForm);
  const auto* const now = std::get_if<TicketNow>(&*answer.outcome);
  if (now != nullptr) Tell(step, Say::kTicketCreated, {}, static_cast<int>(now->ticket.number));
}

}  // namespace jackfield::desk
