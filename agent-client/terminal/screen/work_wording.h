#pragma once

#include <string>

#include "agent-client/terminal/desk/desk_state.h"
#include "agent-client/terminal/screen/cell_grid.h"

// What the desk says of work and of commands to the switch, in words. As in wording.h.
namespace jackfield::screen {

std::string NameOf(desk::CallCommand kind);
std::string NameOf(desk::TicketState state);
std::string NameOf(desk::TicketType type);
std::string NameOf(desk::TicketPriority priority);
std::string NameOf(desk::ClockKind kind);
std::string NameOf(desk::WorkNotice::Kind kind);
std::string NameOf(desk::AttemptOutcome outcome);
std::string NameOf(desk::CallbackGroup group);
std::string NameOf(desk::CallbackOrigin origin);

// "less than 1 min", "45 min", "2 h 10 min", "3 d 4 h".
std::string WriteRoughly(Duration span);
// "due in 2 h 10 min", "breached 5 min ago", "stands still", "in time".
Span WriteClock(const desk::TicketClock& clock, WallTime now);
// The clock that matters most. Empty: none has a limit.
Span WriteDue(const desk::Ticket& ticket, WallTime now);

// "#1042 Delivery late".
std::string WriteTicket(const desk::Ticket& ticket);
std::string WriteOffer(const desk::WorkOffer& offer);
std::string WriteCallback(const desk::Callback& callback);
// Who is to be called, and how often that was tried.
std::string WriteCalled(const desk::Callback& callback);
// What happened, without who and when: "comment to the customer", "open → pending".
std::string WriteEntry(const desk::TicketEntry& entry);
// Who did it.
std::string WriteActor(const desk::TicketEntry& entry);
// Of what is said in passing, the part about work. Empty: it is about something else.
std::string WriteWorkToast(const desk::Toast& toast);

}  // namespace jackfield::screen
