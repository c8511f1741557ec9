#include "agent-client/terminal/desk/work_rules.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "agent-client/terminal/desk/callback_rules.h"
#include "agent-client/terminal/desk/ticket_rules.h"
#include "agent-client/terminal/desk/work_state.h"

namespace jackfield::desk {
namespace {

constexpr std::size_t kOffersMax = 8;
constexpr std::size_t kNoticesMax = 50;

// What is offered, for people.
std::string NameOf(const WorkOffer& offer) {
  if (const auto* ticket = std::get_if<Ticket>(&offer.work)) {
    return "#" + std::to_string(ticket->number) + " " + ticket->subject;
  }
  const auto& callback = std::get<Callback>(offer.work);
  return callback.display_name.empty() ? callback.number.formatted : callback.display_name;
}

template <typename Named>
auto Find(std::vector<Named>& all, const std::string& name) {
  return std::find_if(all.begin(), all.end(), [&](const Named& one) { return one.name == name; });
}

// Whether it is one that was not held.
bool TakeOffer(DeskState& state, const WorkOffer& offer) {
  if (WasClosed(state, offer.name)) return false;  // W1.
  if (const auto held = Find(state.offers, offer.name); held != state.offers.end()) {
    *held = offer;
    return false;
  }
  if (state.offers.size() >= kOffersMax) return false;
  state.offers.push_back(offer);
  return true;
}

bool TakeNotice(DeskState& state, const WorkNotice& notice) {
  if (const auto held = Find(state.notices, notice.name); held != state.notices.end()) {
    *held = notice;
    return false;
  }
  state.notices.insert(state.notices.begin(), notice);
  if (state.notices.size() > kNoticesMax) state.notices.pop_back();
  return true;
}

std::optional<Say> WordOf(WorkOfferEnd reason) {
  switch (reason) {
    case WorkOfferEnd::kAccepted:
      return Say::kWorkAccepted;
    case WorkOfferEnd::kDeclined:
      return std::nullopt;  // The agent knows.
    case WorkOfferEnd::kDeadline:
      return Say::kWorkDeadline;
    case WorkOfferEnd::kTaken:
      return Say::kWorkTaken;
    case WorkOfferEnd::kCallCame:
      return Say::kWorkCallCame;
    case WorkOfferEnd::kNotReady:
      return Say::kWorkNotReady;
    case WorkOfferEnd::kUnknown:
    case WorkOfferEnd::kWithdrawn:
      return Say::kWorkWithdrawn;
  }
  return Say::kWorkWithdrawn;
}

// Shows a ticket, unless something is typed (W2).
void ShowTicket(Step& step, const Ticket& ticket) {
  if (!IsTyping(step.state)) OpenTicketPage(step, ticket);
}

void Begin(Step& step, const WorkOffer& offer) {
  if (const auto* ticket = std::get_if<Ticket>(&offer.work)) return ShowTicket(step, *ticket);
  if (!IsTyping(step.state)) OpenCallbackPage(step);
}

// Whether the offer was asked about already, and no answer came yet.
template <typename Kind>
bool IsAsked(const DeskState& state, const std::string& name) {
  return std::any_of(state.pending.begin(), state.pending.end(), [&](const auto& entry) {
    const auto* one = std::get_if<Kind>(&entry.second);
    return one != nullptr && one->name == name;
  });
}

// The offer that a key answers. nullptr, and says why: none can be answered now.
const WorkOffer* OfferToAnswer(Step& step) {
  const WorkOffer* const offer = FirstOffer(step.state);
  if (offer == nullptr) {
    Tell(step, Say::kNoOffer);
    return nullptr;
  }
  const bool asked = IsAsked<AcceptWorkOffer>(step.state, offer->name) ||
                     IsAsked<DeclineWorkOffer>(step.state, offer->name);
  return asked || !NeedsServer(step) ? nullptr : offer;
}

void TakeRefusal(Step& step, const std::string& offer, const Error& error) {
  TellFailed(step, error);
  const bool over = error.reason == "WORK_OFFER_OVER" || error.reason == "WORK_OFFER_NOT_FOUND";
  if (!over) return;
  RememberClosed(step.state, offer);
  std::erase_if(step.state.offers, [&](const WorkOffer& one) { return one.name == offer; });
}

}  // namespace

void Apply(Step& step, const WorkOffer& offer) {
  if (TakeOffer(step.state, offer)) Do(step, RingBell{});
}

void Apply(Step& step, const WorkOfferClosed& closed) {
  DeskState& state = step.state;
  RememberClosed(state, closed.name);
  const auto held = Find(state.offers, closed.name);
  if (held == state.offers.end()) return;
  const WorkOffer offer = std::move(*held);
  state.offers.erase(held);
  if (const auto word = WordOf(closed.reason)) Tell(step, *word, NameOf(offer));
  if (closed.reason == WorkOfferEnd::kAccepted) Begin(step, offer);
}

void Apply(Step& step, const TicketChanged& changed) {
  DeskState& state = step.state;
  const Ticket& ticket = changed.ticket;
  std::erase_if(state.tickets, [&](const Ticket& one) { return one.name == ticket.name; });
  if (IsMine(state, ticket)) state.tickets.push_back(ticket);
  SortByDue(state.tickets);
  RefreshTicket(step, ticket);
}

void Apply(Step& step, const NoticeAdded& added) {
  if (!TakeNotice(step.state, added.notice)) return;
  Do(step, RingBell{});
  if (added.notice.kind == WorkNotice::Kind::kShow) ShowTicket(step, added.notice.ticket);
}

void Apply(Step& step, const NoticesRemoved& removed) {
  std::erase_if(step.state.notices, [&](const WorkNotice& notice) {
    return std::find(removed.names.begin(), removed.names.end(), notice.name) !=
           removed.names.end();
  });
}

void Apply(Step& step, const CommandEnded& ended) {
  switch (ended.outcome) {
    case CommandOutcome::kAccepted:
      return;  // The calls tell the rest as they change.
    case CommandOutcome::kRefused:
      return TellCommand(step, Say::kCommandRefused, ended.kind, ended.message);
    case CommandOutcome::kUnknown:
      return TellCommand(step, Say::kCommandUnknown, ended.kind);  // W3.
  }
}

void Apply(Step& step, const AllowedCommands& allowed) { step.state.allowed = allowed.kinds; }

void ApplyWork(Step& step, const Snapshot& snapshot) {
  DeskState& state = step.state;
  std::erase_if(state.offers, [&](const WorkOffer& offer) {
    const bool listed = std::any_of(snapshot.offers.begin(), snapshot.offers.end(),
                                    [&](const WorkOffer& one) { return one.name == offer.name; });
    if (!listed) RememberClosed(state, offer.name);
    return !listed;
  });
  for (const WorkOffer& offer : snapshot.offers) Apply(step, offer);
  state.tickets = snapshot.tickets;
  SortByDue(state.tickets);
  state.notices = snapshot.notices;
  state.allowed = snapshot.allowed;
  HoldCallback(step, snapshot.callback);
  for (const Ticket& ticket : snapshot.tickets) RefreshTicket(step, ticket);
}

void AcceptOffer(Step& step) {
  if (const WorkOffer* const offer = OfferToAnswer(step)) Ask(step, AcceptWorkOffer{offer->name});
}

void DeclineOffer(Step& step) {
  if (const WorkOffer* const offer = OfferToAnswer(step)) Ask(step, DeclineWorkOffer{offer->name});
}

void MarkNoticeSeen(Step& step) {
  const std::vector<WorkNotice>& notices = step.state.notices;
  if (notices.empty()) return Tell(step, Say::kNoNotice);
  if (NeedsServer(step)) Ask(step, AcknowledgeNotices{{notices.front().name}});
}

void OpenTicketAtHand(Step& step) {
  const Ticket* const ticket = TicketAtHand(step.state);
  if (ticket == nullptr) return Tell(step, Say::kNoTicket);
  OpenTicketPage(step, Ticket(*ticket));
}

void Take(Step& step, const AcceptWorkOffer& accept, const Result<AnswerValue>& outcome) {
  if (!outcome) return TakeRefusal(step, accept.name, outcome.error());
  Apply(step, WorkOfferClosed{accept.name, WorkOfferEnd::kAccepted});
}

void Take(Step& step, const DeclineWorkOffer& decline, const Result<AnswerValue>& outcome) {
  if (!outcome) return TakeRefusal(step, decline.name, outcome.error());
  Apply(step, WorkOfferClosed{decline.name, WorkOfferEnd::kDeclined});
}

void Take(Step& step, const AcknowledgeNotices& seen, const Result<AnswerValue>& outcome) {
  if (!outcome) return TellFailed(step, outcome.error());
  Apply(step, NoticesRemoved{seen.names});
}

}  // namespace jackfield::desk
