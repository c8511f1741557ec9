#include "server/storage/sqlite/connection.h"

#include <utility>

#include <SQLiteCpp/Column.h>
#include <sqlite3.h>

#include "server/storage/sqlite/customer_likeness.h"
#include "server/storage/sqlite/failure.h"

namespace jackfield::sqlite {
namespace {

// A wallboard's report must not push the indices that live calls use out of memory.
// `secure_delete` is Debian's default, and not everybody's: what was erased must not be found.
constexpr const char* kWriterPragmas = R"sql(
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA secure_delete = ON;
  PRAGMA wal_autocheckpoint = 0;
  PRAGMA journal_size_limit = 67108864;
  PRAGMA temp_store = MEMORY;
  PRAGMA cache_size = -65536;
  PRAGMA trusted_schema = OFF;
)sql";
constexpr const char* kReaderPragmas = R"sql(
  PRAGMA query_only = ON;
  PRAGMA temp_store = MEMORY;
  PRAGMA cache_size = -8192;
  PRAGMA trusted_schema = OFF;
)sql";

// A copy is one file: its log is brought into it, and what changes is on the disk at once.
constexpr const char* kSingleFilePragmas = R"sql(
  PRAGMA journal_mode = DELETE;
  PRAGMA synchronous = FULL;
  PRAGMA temp_store = MEMORY;
  PRAGMA trusted_schema = OFF;
)sql";

const char* PragmasOf(Connection::Mode mode) {
  switch (mode) {
    case Connection::Mode::kWriter:
      return kWriterPragmas;
    case Connection::Mode::kReader:
    case Connection::Mode::kReadOnlyFile:
      return kReaderPragmas;
    case Connection::Mode::kSingleFile:
      return kSingleFilePragmas;
  }
  return kReaderPragmas;
}

int AccessOf(Connection::Mode mode) {
  switch (mode) {
    case Connection::Mode::kWriter:
      return SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE;
    case Connection::Mode::kSingleFile:
      return SQLite::OPEN_READWRITE;
    case Connection::Mode::kReader:
    case Connection::Mode::kReadOnlyFile:
      return SQLite::OPEN_READONLY;
  }
  return SQLite::OPEN_READONLY;
}

std::string_view TextOf(sqlite3_value* value) {
  const auto* const text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return {text, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

// For migrations, which fill in what the program fills in from then on.
void NameAndCompanyKeyInSql(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
  sqlite3_result_int64(context, NameAndCompanyKey(TextOf(arguments[0]), TextOf(arguments[1])));
}

}  // namespace

Connection::Connection(const std::string& path, int flags, int busy_timeout_ms)
    : database_(path, flags, busy_timeout_ms) {}

Result<std::unique_ptr<Connection>> Connection::Open(const std::string& path, Mode mode,
                                                     std::chrono::milliseconds busy_timeout) {
  return Caught([&]() -> Result<std::unique_ptr<Connection>> {
    std::unique_ptr<Connection> opened(new Connection(path, AccessOf(mode) | SQLite::OPEN_NOMUTEX,
                                                      static_cast<int>(busy_timeout.count())));
    opened->Execute(PragmasOf(mode));
    const bool writer = mode == Mode::kWriter;
    const bool with_log = writer || mode == Mode::kReader;
    if (with_log && opened->AskText("PRAGMA journal_mode") != "wal") {
      return Fail(ErrorCode::kFailedPrecondition, "STORE_WITHOUT_WAL",
                  path + ": the file system does not support write-ahead logging");
    }
    if (!writer) return opened;
    sqlite3_wal_hook(opened->database_.getHandle(), &NoteWalPages, opened.get());
    opened->database_.createFunction("name_and_company_key", 2, true, nullptr,
                                     &NameAndCompanyKeyInSql);
    return opened;
  });
}

Prepared Connection::Prepare(std::string_view sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    found = statements_.try_emplace(sql, database_, std::string(sql)).first;
  }
  return Prepared(found->second);
}

std::int64_t Connection::AskNumber(const std::string& sql) {
  return database_.execAndGet(sql).getInt64();
}

std::string Connection::AskText(const std::string& sql) {
  return database_.execAndGet(sql).getString();
}

std::unique_ptr<SQLite::Backup> Connection::BeginCopyTo(SQLite::Database& destination) {
  return std::make_unique<SQLite::Backup>(destination, database_);
}

void Connection::Interrupt() { sqlite3_interrupt(database_.getHandle()); }

bool Connection::RunCheckpoint(Checkpoint kind) {
  const int mode =
      kind == Checkpoint::kPassive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE;
  int in_log = 0;
  int copied = 0;
  const int code =
      sqlite3_wal_checkpoint_v2(database_.getHandle(), nullptr, mode, &in_log, &copied);
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED) return false;
  if (code != SQLITE_OK) throw SQLite::Exception(database_.getHandle(), code);
  if (kind == Checkpoint::kTruncate) wal_pages_ = 0;
  return in_log == copied;
}

void Connection::Abandon() {
  sqlite3_db_config(database_.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

int Connection::NoteWalPages(void* self, sqlite3* /*database*/, const char* /*schema*/, int pages) {
  static_cast<Connection*>(self)->wal_pages_ = pages;
  return SQLITE_OK;
}

}  // namespace jackfield::sqlite
