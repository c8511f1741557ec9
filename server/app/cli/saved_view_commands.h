#pragma once

#include <string>

#include "jackfield/v1/saved_view_service.pb.h"

#include "server/app/cli/program.h"

namespace jackfield::cli {

// The saved view that `word` means, asked of the server.
// Errors: kNotFound (SAVED_VIEW_NOT_FOUND); those of the call.
Result<v1::SavedView> AskForView(Program& program, const std::string& word);

// Adds the noun `views` to the noun `tickets`. `program` outlives it.
void AddSavedViews(CLI::App& tickets, Program& program);

}  // namespace jackfield::cli
