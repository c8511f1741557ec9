#include "server/storage/sqlite/online_copy.h"

#include <sqlite3.h>

namespace jackfield::sqlite {
namespace {

// A copy that is cut off is thrown away, so it needs no journal; and a sync under the turn to write
// would hold up live commits for as long as the disk takes for the whole file.
constexpr const char* kPragmas = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF";

}  // namespace

OnlineCopy::OnlineCopy(Connection& source, const std::string& path)
    : destination_(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX) {
  destination_.exec(kPragmas);
  backup_ = source.BeginCopyTo(destination_);
}

bool OnlineCopy::Step() {
  const int code = backup_->executeStep(kStepPages);
  if (code == SQLITE_DONE) return false;
  if (code == SQLITE_OK) return true;
  throw SQLite::Exception("the copy met a lock of another process", code);
}

CopyProgress OnlineCopy::progress() const {
  const std::int64_t total = backup_->getTotalPageCount();
  return {total - backup_->getRemainingPageCount(), total};
}

}  // namespace jackfield::sqlite
