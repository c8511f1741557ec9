#include "server/storage/sqlite/database.h"

#include <cstdio>
#include <utility>

#include "server/storage/sqlite/library_check.h"
#include "server/storage/sqlite/migrations.h"

namespace jackfield::sqlite {
namespace {

// A transaction that is undone unless it was committed.
//
// Thread safety: none; one per write.
class Transaction {
 public:
  explicit Transaction(Connection& connection) : connection_(connection) {
    connection_.Prepare("BEGIN IMMEDIATE").Run();
  }
  ~Transaction() {
    if (!open_) return;
    const Status ignored = Caught([this]() -> Status {
      connection_.Prepare("ROLLBACK").Run();
      return {};
    });
    static_cast<void>(ignored);  // Where SQLite rolled back by itself there is nothing left to do.
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void Commit() {
    connection_.Prepare("COMMIT").Run();
    open_ = false;
  }

 private:
  Connection& connection_;
  bool open_ = true;
};

// Leaves a copy of a database whose schema is about to change.
Status KeepCopy(Connection& connection, const std::string& path) {
  std::remove(path.c_str());  // Of an attempt that was cut off.
  return Caught([&]() -> Status {
    connection.Prepare("VACUUM INTO ?1").Bind(path).Run();
    return {};
  });
}

}  // namespace

Database::Database(DatabaseOptions options, FileLock lock, std::vector<std::string> warnings)
    : options_(std::move(options)),
      lock_(std::move(lock)),
      warnings_(std::move(warnings)),
      readers_(options_.path, options_.readers_max, options_.busy_timeout) {}

Result<std::unique_ptr<Database>> Database::Open(const DatabaseOptions& options) {
  auto warnings = CheckLibrary(LibraryFacts::OfProcess());
  if (!warnings) return Fail(warnings);
  auto lock = FileLock::Take(options.path + ".lock");
  if (!lock) return Fail(lock);
  if (const Status created = CreatePrivateFile(options.path); !created) return Fail(created);
  const auto type = FileSystemOf(options.path);
  if (!type) return Fail(type);
  if (auto warning = FileSystemWarning(*type)) warnings->push_back(std::move(*warning));
  std::unique_ptr<Database> database(new Database(options, std::move(*lock), std::move(*warnings)));
  if (const Status prepared = database->Prepare(); !prepared) return Fail(prepared);
  return database;
}

Status Database::Prepare() {
  auto writer = Connection::Open(options_.path, Connection::Mode::kWriter, options_.busy_timeout);
  if (!writer) return Fail(writer);
  writer_ = std::move(*writer);
  const auto version = SchemaVersion(*writer_);
  if (!version) return Fail(version);
  if (*version > 0 && static_cast<std::size_t>(*version) < AllMigrations().size()) {
    const std::string copy = options_.path + ".before-schema-" + std::to_string(*version + 1);
    if (const Status kept = KeepCopy(*writer_, copy); !kept) return kept;
  }
  return Migrate(*writer_, AllMigrations());
}

Status Database::Write(Urgency urgency, const std::function<Status(Connection&)>& work) {
  {
    const WriteTurn turn(gate_, urgency);
    if (Status ready = EnsureWriter(); !ready) return ready;
    Status done = InTransaction(work);
    if (!done || urgency == Urgency::kLive || !IsCheckpointDue(options_.checkpoint_pages_bulk)) {
      return done;
    }
  }
  const WriteTurn turn(gate_, Urgency::kBulk);
  if (writer_ && IsCheckpointDue(options_.checkpoint_pages_bulk)) RunCheckpoint();
  return {};
}

// D4.
void Database::SettleLive(bool idle) {
  const int growth = idle ? options_.checkpoint_pages_idle : options_.checkpoint_pages;
  if (!gate_.TryEnter()) return;
  if (writer_ && IsCheckpointDue(growth)) RunCheckpoint();
  gate_.Leave();
}

Status Database::InTransaction(const std::function<Status(Connection&)>& work) {
  try {
    Transaction transaction(*writer_);
    Status done = work(*writer_);
    if (!done) return done;
    transaction.Commit();
    written_since_maintenance_ = true;
    NoteLocked(false);
    return {};
  } catch (const SQLite::Exception& cause) {
    if (BreaksConnection(cause)) {
      DropWriter();
    } else {
      NoteLocked(IsLocked(cause));
    }
    return tl::unexpected<Error>(FailureOf(cause));
  }
}

// D5.
void Database::NoteLocked(bool locked) {
  if (std::exchange(locked_, locked) != locked) writer_->SetBusyTimeout(BusyTimeout());
}

// D3.
Status Database::EnsureWriter() {
  if (writer_ && !broken_) return {};
  if (!writer_) {
    auto opened = Connection::Open(options_.path, Connection::Mode::kWriter, BusyTimeout());
    if (!opened) return Fail(opened);
    writer_ = std::move(*opened);
  }
  Status flushed = Caught([this]() -> Status {
    if (writer_->RunCheckpoint(Connection::Checkpoint::kTruncate)) return {};
    return Fail(ErrorCode::kUnavailable, "STORE_UNAVAILABLE",
                "the log could not be copied after a failed write; trying again");
  });
  if (!flushed) {
    DropWriter();
    return flushed;
  }
  broken_ = false;
  checkpointed_pages_ = 0;
  return {};
}

void Database::DropWriter() {
  copy_.reset();
  writer_->Abandon();
  writer_.reset();
  broken_ = true;
}

bool Database::IsCheckpointDue(int growth) {
  const int pages = writer_->wal_pages();
  if (pages < checkpointed_pages_) checkpointed_pages_ = 0;  // The log began again.
  return pages - checkpointed_pages_ >= growth;
}

// A checkpoint that fails loses nothing: what it did not copy stays in the log.
void Database::RunCheckpoint() {
  checkpointed_pages_ = writer_->wal_pages();
  try {
    writer_->RunCheckpoint(Connection::Checkpoint::kPassive);
  } catch (const SQLite::Exception&) {
    DropWriter();
  }
}

// D6.
Status Database::CopyTo(const std::string& path,
                        const std::function<bool(const CopyProgress&)>& on_step) {
  if (const Status begun = BeginCopy(path); !begun) return begun;
  Status done;
  for (bool more = true; more && done;) {
    CopyProgress progress;
    const Result<bool> step = StepCopy(progress);
    more = step.value_or(false);
    if (!step) {
      done = Fail(step);
    } else if (!on_step(progress)) {
      done = Fail(ErrorCode::kAborted, "the copy was ended");
    }
  }
  EndCopy();
  return done;
}

Status Database::BeginCopy(const std::string& path) {
  const WriteTurn turn(gate_, Urgency::kBulk);
  if (copying_) {
    return Fail(ErrorCode::kAborted, "BACKUP_IN_PROGRESS", "another copy is being made");
  }
  if (Status ready = EnsureWriter(); !ready) return ready;
  const Status begun = Caught([&]() -> Status {
    copy_ = std::make_unique<OnlineCopy>(*writer_, path);
    return {};
  });
  copying_ = begun.has_value();
  return begun;
}

Result<bool> Database::StepCopy(CopyProgress& progress) {
  const WriteTurn turn(gate_, Urgency::kBulk);
  if (!copy_) {
    return Fail(ErrorCode::kUnavailable, "STORE_UNAVAILABLE",
                "a write failed while the copy was made; make another one");
  }
  return Caught([&]() -> Result<bool> {
    const bool more = copy_->Step();
    progress = copy_->progress();
    return more;
  });
}

void Database::EndCopy() {
  const WriteTurn turn(gate_, Urgency::kBulk);
  copy_.reset();
  copying_ = false;
}

bool Database::Maintain() {
  const bool too_long = wal_bytes() > options_.wal_bytes_max;
  if (too_long) readers_.InterruptAll();
  const WriteTurn turn(gate_, Urgency::kBulk);
  const bool idle = !std::exchange(written_since_maintenance_, false);
  if (!idle || !writer_ || writer_->wal_pages() == 0) return too_long;
  try {
    writer_->SetBusyTimeout(std::chrono::milliseconds{0});  // Live work must not wait for readers.
    writer_->RunCheckpoint(Connection::Checkpoint::kTruncate);
    writer_->SetBusyTimeout(BusyTimeout());
  } catch (const SQLite::Exception&) {
    DropWriter();
  }
  return too_long;
}

Status Database::Flush() {
  const WriteTurn turn(gate_, Urgency::kBulk);
  if (Status ready = EnsureWriter(); !ready) return ready;
  try {
    if (writer_->RunCheckpoint(Connection::Checkpoint::kTruncate)) return {};
  } catch (const SQLite::Exception& cause) {
    DropWriter();
    return tl::unexpected<Error>(FailureOf(cause));
  }
  return Fail(ErrorCode::kUnavailable, "STORE_UNAVAILABLE", "readers keep the log from shrinking");
}

}  // namespace jackfield::sqlite
