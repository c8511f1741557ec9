#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "server/ports/clock.h"
#include "server/ports/store.h"
#include "server/storage/sqlite/database.h"
#include "server/storage/sqlite/subject_keys.h"

namespace jackfield::sqlite {

struct StoreOptions {
  std::chrono::hours journal_retention{7 * 24};
  std::chrono::hours trace_retention{7 * 24};
  // How long an event id is remembered; sources repeat for a day.
  std::chrono::hours seen_event_retention{48};
};

// The engine's store: the journal, the snapshots, and the views that commits change.
//
// Rules:
//  C1. The unsaved keys of the vault are written by the same transaction as the entries (V1).
//  C2. When a commit failed, the next one first deletes what stands after the last entry that was
//      committed for certain. Why: a write that failed while it was synced may be in the log (S3).
//  C3. The look-ups between two commits are one read transaction, which the next other operation
//      ends, or a look-up that finds something. Why: each transaction begins with an empty page
//      cache when something was written since; and an event that was not found is committed next,
//      so that no transaction stays open and keeps the log from being emptied.
//
// Lifetime: `database`, `keys` and `clock` outlive it.
//
// Thread safety: confined to the engine thread, but for SaveSnapshot(), which one other thread may
// call beside it.
class SqliteStore final : public Store {
 public:
  // Errors: as Database::Read().
  static Result<std::unique_ptr<SqliteStore>> Open(Database& database, SubjectKeys& keys,
                                                   const Clock& clock, const StoreOptions& options);

  Result<std::optional<Sequence>> FindEvent(std::string_view source,
                                            std::string_view event_id) override;

  // Errors also: kFailedPrecondition (SEQUENCE_GAP) when the entries do not follow what is stored;
  // kAlreadyExists when an event stands there already.
  Status Commit(const CommitBatch& batch) override;
  void Settle(bool idle) override { database_.SettleLive(idle); }
  Status SaveSnapshot(const StoredSnapshot& snapshot) override;
  Result<std::optional<StoredSnapshot>> LoadSnapshot() override;
  Status ReadJournal(Sequence after,
                     const std::function<Status(const JournalEntry&)>& take) override;
  Result<bool> TrimStep() override;

  // The last entry of the journal; none: it is empty.
  Sequence last() const { return last_; }

 private:
  SqliteStore(Database& database, SubjectKeys& keys, const Clock& clock,
              const StoreOptions& options);

  Status OpenReader();
  void EndLookUps();
  Status CheckOrder(const CommitBatch& batch) const;
  void WriteBatch(Connection& connection, const CommitBatch& batch);

  Database& database_;
  SubjectKeys& keys_;
  const Clock& clock_;
  const StoreOptions options_;
  std::unique_ptr<Connection> reader_;  // Its own, so that reports cannot keep the engine waiting.
  bool looking_up_ = false;             // C3: `reader_` is in a transaction.
  Sequence last_;
  bool uncertain_ = false;  // C2.
};

}  // namespace jackfield::sqlite
