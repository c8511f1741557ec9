#pragma once

#include <string>

#include "jackfield/v1/diagnostics_service.pb.h"

#include "server/app/cli/exit_code.h"
#include "server/ports/diagnostics.h"

namespace jackfield::cli {

enum class Colours { kNone, kAnsi };

// The results for people: a line each, with what to do under it.
//
// Thread safety: pure function.
std::string WriteReport(const v1::RunChecksResponse& response, Colours colours);

// "12 ok, 2 warnings, 1 failed, 3 not checked."
//
// Thread safety: pure function.
std::string WriteTotals(const v1::RunChecksResponse& response);

// kFailed when any check failed; warnings are no failure.
//
// Thread safety: pure function.
ExitCode ExitCodeOf(const v1::RunChecksResponse& response);

// As the server would send it.
//
// Thread safety: pure function.
v1::CheckResult ToResult(const CheckFinding& finding);

}  // namespace jackfield::cli
