#include "agent-client/terminal/desk/work_state.h"

#include <algorithm>
#include <tuple>

namespace jackfield::desk {
namespace {

// In the order of the menu.
constexpr CallCommand kCommands[] = {
    CallCommand::kAnswer,           CallCommand::kDecline,    CallCommand::kHold,
    CallCommand::kRetrieve,         CallCommand::kTransfer,   CallCommand::kConsult,
    CallCommand::kCompleteTransfer, CallCommand::kConference, CallCommand::kCancelConsult,
    CallCommand::kHangUp,           CallCommand::kDial,
};

bool Has(const std::vector<CallCommand>& kinds, CallCommand kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

const OwnCall* FindCall(const DeskState& state, const std::string& call) {
  const auto found = std::find_if(state.calls.begin(), state.calls.end(),
                                  [&](const OwnCall& one) { return one.call == call; });
  return found == state.calls.end() ? nullptr : &*found;
}

// The held call and the consultation, of which one is `call`. Where the agent has one call only,
// the switch keeps both in it.
ControlCall BothOf(const DeskState& state, CallCommand kind, const OwnCall& call) {
  const bool held = call.state == CallState::kHeld;
  const auto other = std::find_if(state.calls.begin(), state.calls.end(), [&](const OwnCall& one) {
    return one.call != call.call && (one.state == CallState::kHeld) != held;
  });
  if (other == state.calls.end()) return {kind, call.call, call.call, {}};
  return held ? ControlCall{kind, call.call, other->call, {}}
              : ControlCall{kind, other->call, call.call, {}};
}

}  // namespace

const TicketClock* FirstClock(const Ticket& ticket) {
  const TicketClock* first = nullptr;
  for (const TicketClock& clock : ticket.clocks) {
    if (!clock.due || clock.stopped) continue;
    if (first == nullptr || *clock.due < *first->due) first = &clock;
  }
  return first;
}

void SortByDue(std::vector<Ticket>& tickets) {
  const auto key_of = [](const Ticket& ticket) {
    const TicketClock* const clock = FirstClock(ticket);
    const WallTime due = clock == nullptr ? WallTime::max() : *clock->due;
    return std::tuple(due, -ticket.number);
  };
  std::stable_sort(tickets.begin(), tickets.end(), [&](const Ticket& left, const Ticket& right) {
    return key_of(left) < key_of(right);
  });
}

bool IsMine(const DeskState& state, const Ticket& ticket) {
  const bool done = ticket.state == TicketState::kResolved || ticket.state == TicketState::kClosed;
  return !done && !ticket.owner.empty() && ticket.owner == state.agent.name;
}

const std::vector<Ticket>& ListedTickets(const DeskState& state) {
  return state.ticket_list.which == TicketList::Which::kMine ? state.tickets
                                                             : state.ticket_list.read;
}

const WorkOffer* FirstOffer(const DeskState& state) {
  return state.offers.empty() ? nullptr : &state.offers.front();
}

const Ticket* TicketAtHand(const DeskState& state) {
  if (const WorkOffer* const offer = FirstOffer(state)) {
    if (const auto* ticket = std::get_if<Ticket>(&offer->work)) return ticket;
  }
  return state.notices.empty() ? nullptr : &state.notices.front().ticket;
}

std::vector<CallCommand> PossibleCommands(const DeskState& state) {
  std::vector<CallCommand> possible;
  for (const CallCommand kind : kCommands) {
    if (IsPossible(state, kind)) possible.push_back(kind);
  }
  return possible;
}

bool IsPossible(const DeskState& state, CallCommand kind) {
  return CommandOf(state, kind).has_value();
}

std::optional<ControlCall> CommandOf(const DeskState& state, CallCommand kind) {
  if (kind == CallCommand::kDial) {
    if (!Has(state.allowed, kind)) return std::nullopt;
    return ControlCall{kind, {}, {}, {}};
  }
  const auto item = FocusedItem(state);
  if (!item || item->key.call.empty()) return std::nullopt;
  if (item->kind == Item::Kind::kRinging) {
    if (!Has(item->pop->allowed, kind)) return std::nullopt;
    return ControlCall{kind, item->key.call, {}, {}};
  }
  const OwnCall* const call = FindCall(state, item->key.call);
  if (call == nullptr || !Has(call->allowed, kind)) return std::nullopt;
  const bool of_both = kind == CallCommand::kCompleteTransfer || kind == CallCommand::kConference;
  if (of_both) return BothOf(state, kind, *call);
  if (kind == CallCommand::kCancelConsult) {
    return ControlCall{kind, BothOf(state, kind, *call).call, {}, {}};
  }
  return ControlCall{kind, call->call, {}, {}};
}

bool NeedsNumber(CallCommand kind) {
  return kind == CallCommand::kTransfer || kind == CallCommand::kConsult ||
         kind == CallCommand::kDial;
}

char32_t LetterOf(CallCommand kind) {
  switch (kind) {
    case CallCommand::kAnswer:
      return U'a';
    case CallCommand::kDecline:
      return U'd';
    case CallCommand::kHold:
      return U'h';
    case CallCommand::kRetrieve:
      return U'b';
    case CallCommand::kTransfer:
      return U't';
    case CallCommand::kConsult:
      return U'c';
    case CallCommand::kCompleteTransfer:
      return U'f';
    case CallCommand::kConference:
      return U'g';
    case CallCommand::kCancelConsult:
      return U'x';
    case CallCommand::kHangUp:
      return U'e';
    case CallCommand::kDial:
      return U'n';
    case CallCommand::kNone:
      return 0;
  }
  return 0;
}

}  // namespace jackfield::desk
