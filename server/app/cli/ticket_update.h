#pragma once

#include <string>

#include "server/app/cli/program.h"
#include "server/app/cli/ticket_choice.h"

namespace jackfield::cli {

// The options of `choice`, for a verb about many tickets.
void AddChoice(CLI::App& verb, TicketChoice& choice);

// The option in which order they come; see ReadOrder().
void AddOrder(CLI::App& verb, std::string& order);

// Adds the verb `update` to the noun `tickets`. `program` outlives it.
void AddTicketUpdate(CLI::App& tickets, Program& program);

}  // namespace jackfield::cli
