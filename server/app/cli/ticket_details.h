#pragma once

#include "server/app/cli/program.h"

namespace jackfield::cli {

// Adds the verbs `edit`, `watch` and `attach` to the noun `tickets`. `program` outlives it.
void AddTicketDetails(CLI::App& tickets, Program& program);

}  // namespace jackfield::cli
