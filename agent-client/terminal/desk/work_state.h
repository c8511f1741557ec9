#pragma once

#include <optional>
#include <vector>

#include "agent-client/terminal/desk/desk_state.h"

// What the desk's state says of work and of the switch. All are pure functions; pointers stand as
// long as the state is not changed.
namespace jackfield::desk {

// The clock of a ticket that is due first, or was. nullptr: none runs.
const TicketClock* FirstClock(const Ticket& ticket);
// The one that is due first first, then the others, the newest first.
void SortByDue(std::vector<Ticket>& tickets);
// Whether the agent has it, and it is not done.
bool IsMine(const DeskState& state, const Ticket& ticket);

// The tickets of the list that is open.
const std::vector<Ticket>& ListedTickets(const DeskState& state);

// The offer that keys answer: the oldest. nullptr: none.
const WorkOffer* FirstOffer(const DeskState& state);
// The ticket that is told of: the offered one, else that of the newest notice. nullptr: none.
const Ticket* TicketAtHand(const DeskState& state);

// What the switch can be asked for now, of the call in focus and without one, in the order of the
// menu.
std::vector<CallCommand> PossibleCommands(const DeskState& state);
bool IsPossible(const DeskState& state, CallCommand kind);
// The command, as far as the state tells it: without a target. nullopt: it is not possible.
std::optional<ControlCall> CommandOf(const DeskState& state, CallCommand kind);
bool NeedsNumber(CallCommand kind);
// The letter that chooses it in the menu. None is J or K, which move there.
char32_t LetterOf(CallCommand kind);

}  // namespace jackfield::desk
