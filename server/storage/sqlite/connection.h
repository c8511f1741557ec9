#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "server/base/result.h"
#include "server/storage/sqlite/prepared.h"

namespace jackfield::sqlite {

// One connection to the database file with the statements that were prepared on it.
//
// Functions that are not static throw SQLite::Exception; see Caught().
//
// Thread safety: none; one per thread at a time. Interrupt() may be called by any thread.
class Connection {
 public:
  // How the file is opened. Only a reader opened read-only cannot checkpoint; `query_only` does not
  // keep from it, and two connections that checkpoint may lose data (WAL-reset race of SQLite
  // 3.7.0 to 3.51.2). So there is one writer, and every other connection is a reader.
  //
  // Copies of the database are files that nobody else uses: kSingleFile brings one into a single
  // file without a log and may change it, kReadOnlyFile reads such a one and changes nothing.
  enum class Mode { kWriter, kReader, kSingleFile, kReadOnlyFile };

  // Opens the file; the writer creates it. Errors: kUnavailable, kDataLoss (not a database).
  static Result<std::unique_ptr<Connection>> Open(const std::string& path, Mode mode,
                                                  std::chrono::milliseconds busy_timeout);

  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // The statement `sql`, prepared when it is first used. `sql` must live as long as the program.
  // A statement cannot be used while it is in use.
  Prepared Prepare(std::string_view sql);

  // The same without keeping it, for texts that are made while the program runs.
  SQLite::Statement PrepareOnce(const std::string& sql) { return {database_, sql}; }

  // Runs statements that yield nothing and are not worth keeping.
  void Execute(const std::string& sql) { database_.exec(sql); }

  // The first column of the only row, e.g. of a pragma.
  std::int64_t AskNumber(const std::string& sql);
  std::string AskText(const std::string& sql);

  // Makes the statement that runs now fail with SQLITE_INTERRUPT.
  void Interrupt();

  // Copies the write-ahead log into the database. Only the writer may.
  // `kPassive` copies what no reader still needs; `kTruncate` waits for the readers and empties the
  // log's file.
  enum class Checkpoint { kPassive, kTruncate };
  // Returns whether everything was copied.
  bool RunCheckpoint(Checkpoint kind);

  // Begins to copy the database into `destination`; see OnlineCopy. It must end before both.
  std::unique_ptr<SQLite::Backup> BeginCopyTo(SQLite::Database& destination);

  // How long a lock of others is waited for, from now on.
  void SetBusyTimeout(std::chrono::milliseconds timeout) {
    database_.setBusyTimeout(static_cast<int>(timeout.count()));
  }

  // Closing this connection must not touch the database any more: its state is not known.
  void Abandon();

  // Pages in the write-ahead log after this connection's last commit.
  int wal_pages() const { return wal_pages_; }

 private:
  Connection(const std::string& path, int flags, int busy_timeout_ms);

  static int NoteWalPages(void* self, sqlite3* database, const char* schema, int pages);

  int wal_pages_ = 0;
  SQLite::Database database_;
  std::map<std::string_view, SQLite::Statement> statements_;
};

}  // namespace jackfield::sqlite
