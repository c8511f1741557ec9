#pragma once

#include "server/app/cli/program.h"

namespace jackfield::cli {

// Adds the verbs that are about many tickets to the noun `tickets`: `list`, `update`, `export`.
// `program` outlives it.
void AddTicketLists(CLI::App& tickets, Program& program);

}  // namespace jackfield::cli
