#pragma once

#include <string>
#include <vector>

#include "jackfield/v1/explanation.pb.h"

// Why a call popped or did not, as text for a terminal. All are pure functions.
namespace jackfield::cli {

// The name that `ExplainCall` wants, from what people write: "ID", "calls/ID", "SOURCE/ID" or
// "sources/SOURCE/calls/ID".
std::string ExplainedName(const std::string& written);

// The verdict first, then the call, its caller and how it waits for an agent whom the server
// chooses, then the timeline: seconds since its first step, what it is, and what happened. Lines of
// what kept a pop from being shown begin with '!'. Not escaped.
std::vector<std::string> WriteExplanation(const v1::CallExplanation& explanation);

}  // namespace jackfield::cli
