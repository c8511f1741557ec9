#pragma once

#include <string>
#include <utility>

#include "server/ports/diagnostics.h"

// How checks say what they found.
//
// Thread safety: pure functions.
namespace jackfield::app {

inline CheckFinding Fine(std::string check, std::string summary) {
  return {.check = std::move(check), .summary = std::move(summary)};
}

inline CheckFinding Doubtful(std::string check, std::string summary, std::string fix) {
  return {.check = std::move(check),
          .outcome = CheckFinding::Outcome::kWarning,
          .summary = std::move(summary),
          .fix = std::move(fix)};
}

inline CheckFinding Broken(std::string check, std::string summary, std::string fix) {
  return {.check = std::move(check),
          .outcome = CheckFinding::Outcome::kFailed,
          .summary = std::move(summary),
          .fix = std::move(fix)};
}

// It could not be told; `why` says why.
inline CheckFinding Untold(std::string check, std::string why) {
  return {.check = std::move(check),
          .outcome = CheckFinding::Outcome::kSkipped,
          .summary = std::move(why)};
}

}  // namespace jackfield::app
