#pragma once

#include <string_view>

#include "server/exchange/tickets/ticket.h"

// How values of a ticket are written in its history. Stored: words never change.
//
// Thread safety: pure functions.
namespace jackfield::exchange {

// Empty: no value of the enum. So a command that came with one can be told.
std::string_view WordOf(TicketType type);
std::string_view WordOf(TicketPriority priority);
std::string_view WordOf(TicketState state);
std::string_view WordOf(SlaGoal goal);

}  // namespace jackfield::exchange
