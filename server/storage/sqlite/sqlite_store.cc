#include "server/storage/sqlite/sqlite_store.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "server/ports/tickets.h"
#include "server/storage/sqlite/alert_table.h"
#include "server/storage/sqlite/callback_table.h"
#include "server/storage/sqlite/checksum.h"
#include "server/storage/sqlite/failure.h"
#include "server/storage/sqlite/interaction_table.h"
#include "server/storage/sqlite/interval_table.h"
#include "server/storage/sqlite/journal_table.h"
#include "server/storage/sqlite/snapshot_table.h"
#include "server/storage/sqlite/ticket_table.h"
#include "server/storage/sqlite/ticket_trace_table.h"
#include "server/storage/sqlite/trace_table.h"

namespace jackfield::sqlite {
namespace {

constexpr std::chrono::milliseconds kReaderBusyTimeout{2000};
constexpr std::string_view kLastSnapshotSql = "SELECT coalesce(max(sequence), 0) FROM snapshot";

Sequence LastSnapshot(Connection& connection) {
  auto last = connection.Prepare(kLastSnapshotSql);
  last.Step();
  return last.Value<Sequence>();
}

}  // namespace

SqliteStore::SqliteStore(Database& database, SubjectKeys& keys, const Clock& clock,
                         const StoreOptions& options)
    : database_(database), keys_(keys), clock_(clock), options_(options) {}

Result<std::unique_ptr<SqliteStore>> SqliteStore::Open(Database& database, SubjectKeys& keys,
                                                       const Clock& clock,
                                                       const StoreOptions& options) {
  std::unique_ptr<SqliteStore> store(new SqliteStore(database, keys, clock, options));
  if (const Status opened = store->OpenReader(); !opened) return Fail(opened);
  const Status counted = Caught([&]() -> Status {
    // The journal may have been trimmed to nothing behind the last snapshot.
    store->last_ = std::max(journal_table::Last(*store->reader_), LastSnapshot(*store->reader_));
    return {};
  });
  if (!counted) return Fail(counted);
  return store;
}

Status SqliteStore::OpenReader() {
  if (reader_) return {};
  auto opened = Connection::Open(database_.path(), Connection::Mode::kReader, kReaderBusyTimeout);
  if (!opened) return Fail(opened);
  reader_ = std::move(*opened);
  return {};
}

Result<std::optional<Sequence>> SqliteStore::FindEvent(std::string_view source,
                                                       std::string_view event_id) {
  if (Status opened = OpenReader(); !opened) return Fail(opened);
  // Not beyond `last_`: what a failed commit may have left there is deleted by the next one (C2).
  auto answer = Caught([&]() -> Result<std::optional<Sequence>> {
    if (!std::exchange(looking_up_, true)) reader_->Prepare("BEGIN").Run();
    return journal_table::FindEvent(*reader_, EventKey(source, event_id), last_);
  });
  if (!answer) {
    reader_.reset();
    looking_up_ = false;
  } else if (*answer) {
    EndLookUps();
  }
  return answer;
}

// C3.
void SqliteStore::EndLookUps() {
  if (!std::exchange(looking_up_, false)) return;
  const Status ended = Caught([this]() -> Status {
    reader_->Prepare("COMMIT").Run();
    return {};
  });
  if (!ended) reader_.reset();  // The next look-up opens another.
}

Status SqliteStore::CheckOrder(const CommitBatch& batch) const {
  std::uint64_t expected = last_.value;
  for (const JournalEntry& entry : batch.entries) {
    if (entry.sequence.value == ++expected) continue;
    return Fail(ErrorCode::kFailedPrecondition, "SEQUENCE_GAP",
                "entry " + std::to_string(entry.sequence.value) + " where " +
                    std::to_string(expected) + " was to come");
  }
  return {};
}

Status SqliteStore::Commit(const CommitBatch& batch) {
  EndLookUps();
  if (Status ordered = CheckOrder(batch); !ordered) return ordered;
  std::vector<OwnedKey> keys;
  Status done = database_.Write(Urgency::kLive, [&](Connection& connection) -> Status {
    keys = keys_.SaveUnsaved(connection);  // C1
    WriteBatch(connection, batch);
    return {};
  });
  uncertain_ = !done;
  if (!done) return done;
  keys_.MarkSaved(keys);
  if (!batch.entries.empty()) last_ = batch.entries.back().sequence;
  return {};
}

void SqliteStore::WriteBatch(Connection& connection, const CommitBatch& batch) {
  if (uncertain_) journal_table::DeleteAfter(connection, last_);  // C2
  const WallTime at = clock_.WallNow();
  for (const JournalEntry& entry : batch.entries) journal_table::Append(connection, entry, at);
  for (const InteractionRow& row : batch.interactions) interaction_table::Save(connection, row);
  for (const QueueIntervalRow& row : batch.queue_intervals) interval_table::Save(connection, row);
  for (const AgentIntervalRow& row : batch.agent_intervals) interval_table::Save(connection, row);
  for (const CallTraceRow& row : batch.traces) trace_table::Save(connection, row);
  for (const AlertRow& row : batch.alerts) alert_table::Save(connection, row);
  for (const TicketRow& row : batch.tickets) ticket_table::Save(connection, row);
  for (const TicketEntryRow& row : batch.ticket_entries) ticket_table::SaveEntry(connection, row);
  for (const TicketTraceRow& row : batch.ticket_traces) ticket_trace_table::Save(connection, row);
  for (const CallbackRow& row : batch.callbacks) callback_table::Save(connection, row);
}

Status SqliteStore::SaveSnapshot(const StoredSnapshot& snapshot) {
  snapshot_table::Saving saving(snapshot);
  bool more = true;
  while (more) {
    const Status stepped = database_.Write(Urgency::kBulk, [&](Connection& connection) -> Status {
      more = saving.Step(connection);
      return {};
    });
    if (!stepped) return stepped;
  }
  return {};
}

Result<std::optional<StoredSnapshot>> SqliteStore::LoadSnapshot() {
  EndLookUps();
  if (Status opened = OpenReader(); !opened) return Fail(opened);
  return Caught([&] { return snapshot_table::Load(*reader_); });
}

Status SqliteStore::ReadJournal(Sequence after,
                                const std::function<Status(const JournalEntry&)>& take) {
  EndLookUps();
  if (Status opened = OpenReader(); !opened) return opened;
  return Caught([&] { return journal_table::Read(*reader_, after, take); });
}

Result<bool> SqliteStore::TrimStep() {
  EndLookUps();
  const WallTime now = clock_.WallNow();
  bool more = false;
  const Status done = database_.Write(Urgency::kLive, [&](Connection& connection) -> Status {
    const journal_table::TrimLimits limits{snapshot_table::ContainedInAll(connection),
                                           now - options_.journal_retention,
                                           now - options_.seen_event_retention};
    const bool entries = journal_table::Trim(connection, limits);
    const bool traces = trace_table::Trim(connection, now - options_.trace_retention);
    const bool alerts = alert_table::DeleteClearedBefore(connection, now - Alerts::kAlertsKept);
    const bool offers = ticket_trace_table::Trim(connection, now - Tickets::kOffersKept);
    more = entries || traces || alerts || offers;
    return {};
  });
  if (!done) return Fail(done);
  return more;
}

}  // namespace jackfield::sqlite
