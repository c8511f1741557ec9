#pragma once

#include "server/app/cli/program.h"

namespace jackfield::cli {

// Adds `show`, `create`, `merge` and `unmerge` to the noun `customers`. `program` outlives it.
void AddCustomerEdits(CLI::App& customers, Program& program);

}  // namespace jackfield::cli
