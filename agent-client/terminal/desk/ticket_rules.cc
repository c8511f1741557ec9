#include "agent-client/terminal/desk/ticket_rules.h"

#include <algorithm>
#include <string>
#include <utility>

#include "agent-client/terminal/desk/list_keys.h"
#include "agent-client/terminal/desk/ticket_edit.h"
#include "agent-client/terminal/desk/ticket_typing.h"
#include "agent-client/terminal/desk/work_state.h"

namespace jackfield::desk {
namespace {

constexpr std::size_t kReadAhead = 20;
constexpr std::size_t kScrollMax = 10'000;

using Which = TicketList::Which;

std::string FocusedCustomer(const DeskState& state) {
  const auto item = FocusedItem(state);
  return item ? CustomerOf(*item) : std::string();
}

void ReadList(Step& step) {
  TicketList& list = step.state.ticket_list;
  list.read.clear();
  list.selected = 0;
  list.more = list.busy = list.failed = false;
  list.command = 0;
  if (list.which == Which::kMine) return;
  if (!IsLive(step.state)) {
    list.failed = true;
    return;
  }
  list.busy = true;
  list.command = Ask(step, ListTickets{list.customer});
}

// The agent's, then the caller's, when it is known who calls, then those that nobody has.
void NextList(Step& step) {
  TicketList& list = step.state.ticket_list;
  list.customer = list.which == Which::kMine ? FocusedCustomer(step.state) : std::string();
  switch (list.which) {
    case Which::kMine:
      list.which = list.customer.empty() ? Which::kFree : Which::kCaller;
      break;
    case Which::kCaller:
      list.which = Which::kFree;
      break;
    case Which::kFree:
      list.which = Which::kMine;
      break;
  }
  ReadList(step);
}

void ReadMoreEntries(Step& step) {
  OpenTicket& open = step.state.ticket;
  const bool more = !open.read || !open.next_page_token.empty();
  // An entry is a line at least.
  const bool near = open.scroll + kReadAhead >= open.entries.size();
  if (open.busy || !more || !near || open.entries.size() >= kEntriesMax) return;
  open.failed = !IsLive(step.state);
  if (open.failed) return;
  open.busy = true;
  open.command = Ask(step, ListTicketEntries{open.ticket.name, open.next_page_token});
}

// From the beginning. What is shown stays until the answer comes.
void ReadEntriesAgain(Step& step) {
  OpenTicket& open = step.state.ticket;
  open.busy = false;
  open.read = false;
  open.next_page_token.clear();
  open.scroll = 0;
  ReadMoreEntries(step);
}

void Reopen(Step& step) {
  if (!NeedsServer(step)) return;
  Ask(step, SetTicketState{step.state.ticket.ticket.name, TicketState::kOpen, {}, {}, false});
}

void TakeForAgent(Step& step, const std::string& ticket) {
  if (NeedsServer(step)) Ask(step, TakeTicket{ticket});
}

// What a ticket's state allows of its fields. Returns whether the key asks for it.
bool ChangeTicket(Step& step, const Key& key) {
  const TicketState state = step.state.ticket.ticket.state;
  const bool closed = state == TicketState::kClosed;
  const bool done = closed || state == TicketState::kResolved;
  if (IsLetter(key, U'e') && !closed) {
    OpenTicketEdit(step);
    return true;
  }
  if (IsLetter(key, U'a') && !done) {
    OpenTicketPrompt(step, TicketPrompt::Kind::kAssign);
    return true;
  }
  if (IsLetter(key, U's') && done) {
    OpenTicketPrompt(step, TicketPrompt::Kind::kSatisfaction);
    return true;
  }
  return false;
}

}  // namespace

void OpenTicketList(Step& step) {
  step.state.ticket_list = TicketList{};
  Open(step, Layer::kTickets);
}

void OpenTicketPage(Step& step, Ticket ticket) {
  OpenTicket open;
  open.ticket = std::move(ticket);
  step.state.ticket = std::move(open);
  ReadMoreEntries(step);
  Open(step, Layer::kTicket);
}

void RefreshTicket(Step& step, const Ticket& ticket) {
  DeskState& state = step.state;
  for (Ticket& one : state.ticket_list.read) {
    if (one.name == ticket.name) one = ticket;
  }
  for (WorkNotice& notice : state.notices) {
    if (notice.ticket.name == ticket.name) notice.ticket = ticket;
  }
  OpenTicket& open = state.ticket;
  if (open.ticket.name != ticket.name) return;
  const bool changed = ticket.updated > open.ticket.updated;
  open.ticket = ticket;
  if (changed && HasLayer(state, Layer::kTicket)) ReadEntriesAgain(step);
}

void WalkTickets(Step& step, const Key& raw) {
  TicketList& list = step.state.ticket_list;
  const std::vector<Ticket>& tickets = ListedTickets(step.state);
  const Key key = WithLetters(raw);
  if (MoveMark(key, tickets.size(), list.selected)) return;
  if (IsLetter(key, U'f')) return NextList(step);
  if (IsLetter(key, U'g')) return ReadList(step);
  if (IsLetter(key, U'n')) return OpenTicketForm(step);
  if (tickets.empty()) return;
  const Ticket ticket = tickets[std::min(list.selected, tickets.size() - 1)];
  if (IsLetter(key, U't') && ticket.owner.empty()) return TakeForAgent(step, ticket.name);
  if (key.kind == Key::Kind::kEnter) OpenTicketPage(step, ticket);
}

void WalkTicket(Step& step, const Key& raw) {
  OpenTicket& open = step.state.ticket;
  const Key key = WithLetters(raw);
  if (MoveMark(key, kScrollMax, open.scroll)) return ReadMoreEntries(step);
  if (IsLetter(key, U'g')) return ReadEntriesAgain(step);
  if (IsLetter(key, U'c')) return OpenTicketPrompt(step, TicketPrompt::Kind::kComment);
  if (IsLetter(key, U'p')) return OpenTicketPrompt(step, TicketPrompt::Kind::kPending);
  if (IsLetter(key, U'r')) return OpenTicketPrompt(step, TicketPrompt::Kind::kResolve);
  if (IsLetter(key, U'o')) return Reopen(step);
  if (ChangeTicket(step, key)) return;
  if (IsLetter(key, U't') && open.ticket.owner.empty()) TakeForAgent(step, open.ticket.name);
}

void Take(Step& step, const ListTickets&, const Answer& answer) {
  TicketList& list = step.state.ticket_list;
  if (list.command != answer.command) return;
  list.busy = false;
  if (!answer.outcome) {
    list.failed = true;
    return TellFailed(step, answer.outcome.error());
  }
  if (const auto* listed = std::get_if<TicketsListed>(&*answer.outcome)) {
    list.read = listed->tickets;
    list.more = listed->more;
  }
}

void Take(Step& step, const ListTicketEntries& list, const Answer& answer) {
  OpenTicket& open = step.state.ticket;
  if (open.command != answer.command) return;
  open.busy = false;
  if (!answer.outcome) {
    open.failed = true;
    // Of one that was given to somebody else, the page says it: what was done is told already.
    if (answer.outcome.error().reason == "TICKET_NOT_FOUND") return;
    return TellFailed(step, answer.outcome.error());
  }
  const auto* const page = std::get_if<EntriesListed>(&*answer.outcome);
  if (page == nullptr) return;
  if (list.page_token.empty()) open.entries.clear();
  open.read = true;
  open.entries.insert(open.entries.end(), page->entries.begin(), page->entries.end());
  open.next_page_token = page->next_page_token;
}

void Take(Step& step, const TakeTicket&, const Result<AnswerValue>& outcome) {
  if (!outcome) return TellFailed(step, outcome.error());
  const auto* const now = std::get_if<TicketNow>(&*outcome);
  if (now == nullptr) return;
  RefreshTicket(step, now->ticket);
  Tell(step, Say::kTicketSaved, {}, static_cast<int>(now->ticket.number));
}

}  // namespace jackfield::desk
