#include "server/storage/sqlite/library_check.h"

#include <array>

#include <sqlite3.h>

namespace jackfield::sqlite {
namespace {

// The oldest one that the tests have run with.
constexpr int kOldest = 3'040'000;

// Where the WAL-reset race is mended: from kMended on, and in the later releases of older branches.
// Why it matters: two connections that write or copy the log at the same instant may lose or damage
// data. Rule D1 of Database keeps us out of it, but not other programs that open the file.
constexpr int kMended = 3'051'003;
struct Branch {
  int mended;  // From this version on …
  int end;     // … up to this one, which is not included.
};
constexpr std::array<Branch, 2> kMendedBranches = {
    {{3'044'006, 3'045'000}, {3'050'007, 3'051'000}}};

bool HasResetRace(int version) {
  if (version >= kMended) return false;
  for (const Branch& branch : kMendedBranches) {
    if (version >= branch.mended && version < branch.end) return false;
  }
  return true;
}

// 3040001 as "3.40.1".
std::string Dotted(int version) {
  return std::to_string(version / 1'000'000) + '.' + std::to_string(version / 1'000 % 1'000) + '.' +
         std::to_string(version % 1'000);
}

}  // namespace

LibraryFacts LibraryFacts::OfProcess() {
  return {sqlite3_libversion_number(), sqlite3_threadsafe() != 0};
}

Result<std::vector<std::string>> CheckLibrary(const LibraryFacts& facts) {
  const std::string name = "SQLite " + Dotted(facts.version);
  if (facts.version < kOldest) {
    return Fail(ErrorCode::kFailedPrecondition, "STORE_LIBRARY_TOO_OLD",
                name + " is too old; " + Dotted(kOldest) + " or later is needed");
  }
  if (!facts.thread_safe) {
    return Fail(ErrorCode::kFailedPrecondition, "STORE_LIBRARY_WITHOUT_THREADS",
                name + " was built without threads; install the distribution's");
  }
  std::vector<std::string> warnings;
  if (HasResetRace(facts.version)) {
    warnings.push_back(name + " has the WAL-reset race, which " + Dotted(kMended) +
                       " mends; this server keeps clear of it with one writing connection: let no "
                       "other program open the database");
  }
  return warnings;
}

}  // namespace jackfield::sqlite
