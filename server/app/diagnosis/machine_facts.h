#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/app/configuration.h"
#include "server/app/diagnosis/machine_checks.h"
#include "server/base/result.h"

// Measures what machine_checks.h judges.
//
// Thread safety: thread-safe; they block on the machine.
namespace jackfield::app {

// The soft limit of open files.
std::uint64_t OpenFilesMax();

// Writes a small file in `folder` many times, each time to the disk, and removes it.
// Errors: kUnavailable.
Result<SyncFacts> MeasureSync(const std::string& folder);

// The permission bits of the data folder, the database and the files of secrets.
// Errors: kUnavailable, naming the file that cannot be looked at.
Result<std::vector<AccessFacts>> ReadAccess(const Configuration& configuration);

// Whether NTP keeps the clock, as the kernel says (adjtimex(2)); nullopt: it does not say.
std::optional<bool> ClockIsSynchronised();

}  // namespace jackfield::app
