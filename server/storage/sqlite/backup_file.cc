#include "server/storage/sqlite/backup_file.h"

#include <memory>
#include <utility>

#include "server/storage/sqlite/connection.h"
#include "server/storage/sqlite/content_digest.h"
#include "server/storage/sqlite/failure.h"
#include "server/storage/sqlite/file_system.h"
#include "server/storage/sqlite/journal_table.h"
#include "server/storage/sqlite/migrations.h"
#include "server/storage/sqlite/snapshot_table.h"

namespace jackfield::sqlite {
namespace {

constexpr const char* kNoteTableSql = R"sql(
  CREATE TABLE backup_note (
    state_at_ms INTEGER NOT NULL, last_entry INTEGER NOT NULL, digest TEXT NOT NULL
  ) STRICT
)sql";
constexpr std::string_view kHasNoteSql =
    "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'backup_note'";
constexpr std::string_view kWriteNoteSql =
    "INSERT INTO backup_note (state_at_ms, last_entry, digest) VALUES (?1, ?2, ?3)";
constexpr std::string_view kReadNoteSql = "SELECT state_at_ms, last_entry, digest FROM backup_note";
// Of any table: only for the length of a bar.
constexpr std::string_view kRowsSql = R"sql(
  SELECT (SELECT coalesce(max(sequence) - min(sequence) + 1, 0) FROM journal)
       + (SELECT count(*) FROM seen_event) + (SELECT count(*) FROM interaction)
       + (SELECT coalesce(max(id), 0) FROM customer) * 2
)sql";

using Opened = std::unique_ptr<Connection>;

tl::unexpected<Error> Damaged(const std::string& path, const std::string& what) {
  return Fail(ErrorCode::kDataLoss, "BACKUP_DAMAGED", path + ": " + what);
}

Result<Opened> Open(const std::string& path, Connection::Mode mode) {
  if (FileBytes(path) == 0) {
    return Fail(ErrorCode::kNotFound, "BACKUP_NOT_FOUND", path + ": there is no such backup");
  }
  return Connection::Open(path, mode, std::chrono::milliseconds{0});
}

Status CheckStructure(Connection& connection, const std::string& path) {
  return Caught([&]() -> Status {
    const std::string found = connection.AskText("PRAGMA integrity_check(1)");
    if (found != "ok") return Damaged(path, found);
    return {};
  });
}

// Rows with a checksum of their own: what a disk changed inside a page is found here.
Status CheckChecksums(Connection& connection) {
  return Caught([&]() -> Status {
    const auto first = connection.AskNumber("SELECT coalesce(min(sequence), 1) FROM journal");
    const Status journal =
        journal_table::Read(connection, Sequence{static_cast<std::uint64_t>(first - 1)},
                            [](const JournalEntry&) -> Status { return {}; });
    if (!journal) return journal;
    const auto snapshot = snapshot_table::Load(connection);
    if (!snapshot) return Fail(snapshot);
    return {};
  });
}

Result<std::string> DigestOf(Connection& connection, const OnBackupStep& on_step) {
  std::int64_t total = 0;
  const Status counted = Caught([&]() -> Status {
    auto rows = connection.Prepare(kRowsSql);
    rows.Step();
    total = rows.Value<std::int64_t>();
    return {};
  });
  if (!counted) return Fail(counted);
  return ContentDigest(connection, [&](std::int64_t rows) {
    return on_step({"reading", rows, total < rows ? rows : total});
  });
}

// The structure, the checksums, and the digest of a file. Errors: as SealBackup().
Result<std::string> ReadBack(Connection& connection, const std::string& path,
                             const OnBackupStep& on_step) {
  if (!on_step({"checking", 0, 0})) return Fail(ErrorCode::kAborted, "the reading was ended");
  Status sound = CheckStructure(connection, path);
  if (sound) sound = CheckChecksums(connection);
  if (!sound && sound.error().code == ErrorCode::kDataLoss) {
    return Damaged(path, sound.error().message);
  }
  if (!sound) return Fail(sound);
  Result<std::string> digest = DigestOf(connection, on_step);
  if (!digest && digest.error().code == ErrorCode::kDataLoss) {
    return Damaged(path, digest.error().message);
  }
  return digest;
}

Result<BackupNote> NoteOf(Connection& connection, const std::string& path) {
  const auto schema = SchemaVersion(connection);
  if (!schema) return Damaged(path, schema.error().message);
  return Caught([&]() -> Result<BackupNote> {
    auto has_note = connection.Prepare(kHasNoteSql);
    has_note.Step();
    if (has_note.Value<int>() == 0) return Damaged(path, "is no backup: it has no note of one");
    BackupNote note;
    note.schema = *schema;
    auto row = connection.Prepare(kReadNoteSql);
    if (!row.Step()) return Damaged(path, "the note of the backup is empty");
    row.Read(note.state_at, note.last_entry, note.digest);
    return note;
  });
}

Status WriteNote(Connection& connection, const BackupNote& note) {
  return Caught([&]() -> Status {
    connection.Execute("BEGIN IMMEDIATE");
    connection.Execute(kNoteTableSql);
    connection.Prepare(kWriteNoteSql).Bind(note.state_at, note.last_entry, note.digest).Run();
    connection.Execute("COMMIT");
    return {};
  });
}

}  // namespace

Result<BackupNote> SealBackup(const std::string& path, WallTime state_at,
                              const OnBackupStep& on_step) {
  const auto copy = Open(path, Connection::Mode::kSingleFile);
  if (!copy) return Fail(copy);
  const auto digest = ReadBack(**copy, path, on_step);
  if (!digest) return Fail(digest);
  BackupNote note{.schema = 0, .state_at = state_at, .last_entry = {}, .digest = *digest};
  const auto schema = SchemaVersion(**copy);
  if (!schema) return Fail(schema);
  note.schema = *schema;
  const Status asked = Caught([&]() -> Status {
    note.last_entry = journal_table::Last(**copy);
    return {};
  });
  if (!asked) return Fail(asked);
  if (const Status written = WriteNote(**copy, note); !written) return Fail(written);
  if (const Status synced = SyncFile(path); !synced) return Fail(synced);
  return note;
}

Result<BackupNote> ReadBackupNote(const std::string& path) {
  const auto backup = Open(path, Connection::Mode::kReadOnlyFile);
  if (!backup) return Fail(backup);
  return NoteOf(**backup, path);
}

Result<BackupNote> VerifyBackup(const std::string& path, const OnBackupStep& on_step) {
  const auto backup = Open(path, Connection::Mode::kReadOnlyFile);
  if (!backup) return Fail(backup);
  auto note = NoteOf(**backup, path);
  if (!note) return note;
  const auto digest = ReadBack(**backup, path, on_step);
  if (!digest) return Fail(digest);
  if (*digest != note->digest) {
    return Damaged(path,
                   "its content has the digest " + *digest + ", and was made with " + note->digest);
  }
  return note;
}

Status UnsealBackup(const std::string& path) {
  const auto copy = Open(path, Connection::Mode::kSingleFile);
  if (!copy) return Fail(copy);
  const Status dropped = Caught([&]() -> Status {
    (*copy)->Execute("DROP TABLE backup_note");
    return {};
  });
  if (!dropped) return dropped;
  return SyncFile(path);
}

}  // namespace jackfield::sqlite
