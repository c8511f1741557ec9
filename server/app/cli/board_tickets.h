#pragma once

#include <string>
#include <vector>

#include "jackfield/v1/board.pb.h"

#include "server/base/time.h"

// The tickets of the board's queues and agents as text. All are pure functions.
namespace jackfield::cli {

// Of the table of queues that have tickets.
std::vector<std::string> TicketHeading();

// A row under that heading. `now` is by the server's clock. Not escaped.
std::vector<std::string> TicketCells(const v1::BoardQueue& queue, WallTime now);

// Whether anybody has a ticket, or is offered one: only then is there a column for it.
bool HasTickets(const v1::BoardAgent& agent);

// What the agent holds and may hold, "3/5", with "+1" behind it while one is offered.
std::string WriteTicketLoad(const v1::BoardAgent& agent);

}  // namespace jackfield::cli
