#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>

#include "server/storage/sqlite/connection.h"

namespace jackfield::sqlite {

// How far a copy is, in pages of the database. `total` may grow while it is made.
struct CopyProgress {
  std::int64_t done = 0;
  std::int64_t total = 0;
};

// A copy of the database that is being made through its writing connection: SQLite carries every
// page that this connection changes meanwhile into the copy, so that it need not begin again, and
// no long read keeps the write-ahead log. The copy is that of the moment of its last step.
//
// Functions throw SQLite::Exception; see Caught().
//
// Thread safety: none; used by whose turn it is to write. Must end before the connection.
class OnlineCopy {
 public:
  // A step takes about a millisecond, which is what a live commit may have to wait for it.
  static constexpr int kStepPages = 64;

  // Creates the file `path`, which must not exist.
  OnlineCopy(Connection& source, const std::string& path);

  // Copies the next pages. Returns whether there are more. Nothing is synced: that is up to who
  // reads the file back.
  bool Step();

  CopyProgress progress() const;

 private:
  SQLite::Database destination_;
  std::unique_ptr<SQLite::Backup> backup_;
};

}  // namespace jackfield::sqlite
