#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/base/result.h"
#include "server/storage/sqlite/connection.h"
#include "server/storage/sqlite/failure.h"
#include "server/storage/sqlite/file_system.h"
#include "server/storage/sqlite/online_copy.h"
#include "server/storage/sqlite/reader_pool.h"
#include "server/storage/sqlite/write_gate.h"

namespace jackfield::sqlite {

struct DatabaseOptions {
  std::string path;  // Of the database file; its directory must exist.
  std::size_t readers_max = 8;
  // How long one waits for a lock of another process, …
  std::chrono::milliseconds busy_timeout{2000};
  // … and how long after one waited in vain, until a write succeeds (D5).
  std::chrono::milliseconds busy_timeout_again{20};
  // Growth of the write-ahead log, in pages, after which it is copied into the database, …
  int checkpoint_pages = 4000;
  // … by bulk writers, for whom the engine then waits, …
  int checkpoint_pages_bulk = 1000;
  // … and when nothing else is to be done. Why: many short pauses are better than a long one.
  int checkpoint_pages_idle = 600;
  // Beyond this length of the log, reads are interrupted, because they keep it from being emptied.
  std::int64_t wal_bytes_max = std::int64_t{1} << 30;
};

// The database file: one connection that writes and checkpoints, and a pool that reads.
//
// Rules:
//  D1. There is one writing connection in the system; no other connection can checkpoint. Why: two
//      that do may lose data (WAL-reset race, SQLite 3.7.0 to 3.51.2). A lock file keeps a second
//      process out.
//  D2. Write() returns after the transaction is on the disk (`synchronous=FULL`), or it did not
//      happen.
//  D3. After a failed write or sync the connection is closed, and the next one is used only when
//      the log was copied into the database and synced (fault F5).
//  D4. The write-ahead log is copied between transactions, by whoever committed. A bulk writer lets
//      live ones go first; a live one does it by SettleLive(), when what it committed was told, and
//      leaves it to a bulk writer that is in or waits. Why: after a large transaction it takes as
//      long as that, and no call must wait for both.
//  D5. While another process keeps its lock, each further write finds out quickly. Why: the engine,
//      which shows calls from memory then, must not stand still at each attempt (fault F8).
//  D6. A copy takes its steps on the writing connection, between transactions. Why: what is written
//      meanwhile goes into it, and no read of minutes keeps the log from being emptied.
//
// Thread safety: thread-safe. Work must not call the database again.
class Database {
 public:
  // Opens the file, creating it where it is missing, and brings its schema to this program's.
  // Before it changes an older schema it leaves a copy, `<path>.before-schema-<n>`.
  // Errors: kFailedPrecondition (STORE_IN_USE, STORE_TOO_NEW, STORE_OF_ANOTHER_PROGRAM,
  // STORE_WITHOUT_WAL, and those of CheckLibrary()); kUnavailable, kResourceExhausted, kDataLoss.
  static Result<std::unique_ptr<Database>> Open(const DatabaseOptions& options);

  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Runs `work` in one transaction of the writing connection. When `work` fails, or throws
  // SQLite::Exception, nothing of it is stored.
  // Errors: those of `work`; kUnavailable, kResourceExhausted, kDataLoss.
  Status Write(Urgency urgency, const std::function<Status(Connection&)>& work);

  // The same for `work` that returns a Result, as bulk work. Errors: also those of `work`.
  template <typename Work>
  auto WriteBulk(Work work) -> decltype(work(std::declval<Connection&>()));

  // To be called after a live Write(), once nobody waits for its outcome any more: copies the log,
  // where that is due; when `idle`, where there is anything worth a sync of the disk. Never waits
  // for its turn.
  void SettleLive(bool idle);

  // Runs `work`, which returns a Result, on a reading connection, in one transaction: all that it
  // reads is of one moment. Errors: those of `work`; kUnavailable, kDataLoss.
  template <typename Work>
  auto Read(Work work) -> decltype(work(std::declval<Connection&>()));

  // Copies the database into the new file `path`, in small steps between the writes of others. It
  // holds the state after the last step, whose wall time the caller reads when this returns.
  // `on_step` is called after each step, and ends the copy by returning false. What is left of a
  // copy that failed is up to the caller. Nothing is synced.
  // Errors: kAborted (BACKUP_IN_PROGRESS) while another one is made, or when `on_step` ended it;
  // kUnavailable (STORE_UNAVAILABLE) when a write failed meanwhile; kResourceExhausted
  // (STORE_FULL).
  Status CopyTo(const std::string& path, const std::function<bool(const CopyProgress&)>& on_step);

  // To be called about once a second: empties the write-ahead log when nothing was written since
  // the last call, and interrupts readers that keep it from shrinking (fault F9). Returns whether
  // it interrupted them.
  bool Maintain();

  // Copies the whole log into the database and empties its file, e.g. after a key was erased.
  // Errors: kUnavailable when readers or another process keep it.
  Status Flush();

  // Length of the write-ahead log.
  std::int64_t wal_bytes() const { return FileBytes(options_.path + "-wal"); }

  // How many wait for their turn to write.
  std::size_t writers_waiting() const { return gate_.waiting(); }

  // Whether the engine waits for its turn: bulk work should come to an end.
  bool live_waits() const { return gate_.waits(Urgency::kLive); }

  // What an operator should know about the place of the file, and about the library.
  const std::vector<std::string>& warnings() const { return warnings_; }

  const std::string& path() const { return options_.path; }

 private:
  Database(DatabaseOptions options, FileLock lock, std::vector<std::string> warnings);

  Status Prepare();
  Status EnsureWriter();
  Status InTransaction(const std::function<Status(Connection&)>& work);
  Status BeginCopy(const std::string& path);
  // Whether there is more to copy.
  Result<bool> StepCopy(CopyProgress& progress);
  void EndCopy();
  void DropWriter();
  bool IsCheckpointDue(int growth);
  void RunCheckpoint();
  void NoteLocked(bool locked);
  std::chrono::milliseconds BusyTimeout() const {
    return locked_ ? options_.busy_timeout_again : options_.busy_timeout;
  }

  const DatabaseOptions options_;
  const FileLock lock_;
  const std::vector<std::string> warnings_;
  ReaderPool readers_;
  WriteGate gate_;
  // Used by whose turn it is at the gate.
  std::unique_ptr<Connection> writer_;
  std::unique_ptr<OnlineCopy> copy_;  // Of writer_; nullptr: none is made, or it failed.
  bool copying_ = false;
  int checkpointed_pages_ = 0;
  bool written_since_maintenance_ = false;
  bool broken_ = false;
  bool locked_ = false;  // The last write waited for a lock in vain.
};

template <typename Work>
auto Database::WriteBulk(Work work) -> decltype(work(std::declval<Connection&>())) {
  std::optional<decltype(work(std::declval<Connection&>()))> answer;
  const Status done = Write(Urgency::kBulk, [&](Connection& connection) -> Status {
    answer = work(connection);
    if (!*answer) return Fail(*answer);
    return {};
  });
  if (!done) return Fail(done);
  return std::move(*answer);
}

template <typename Work>
auto Database::Read(Work work) -> decltype(work(std::declval<Connection&>())) {
  auto loan = readers_.Borrow();
  if (!loan) return Fail(loan);
  try {
    Connection& connection = **loan;
    connection.Prepare("BEGIN").Run();
    auto answer = work(connection);
    connection.Prepare("COMMIT").Run();
    return answer;
  } catch (const SQLite::Exception& cause) {
    loan->Spoil();
    return tl::unexpected<Error>(FailureOf(cause));
  }
}

}  // namespace jackfield::sqlite
