#pragma once

#include "agent-client/terminal/desk/desk_command.h"
#include "agent-client/terminal/session/call_line.h"

namespace jackfield::client {

// Starts what a desk asks about work, of DeskService, TicketService and CallControlService. Returns
// false for what is not about work.
//
// Thread safety: as CallLine.
bool StartWork(CallLine& line, const desk::Command& command);

}  // namespace jackfield::client
