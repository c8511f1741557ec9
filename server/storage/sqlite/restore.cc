#include "server/storage/sqlite/restore.h"

#include <chrono>
#include <filesystem>
#include <system_error>

#include <date/date.h>

#include "server/storage/sqlite/connection.h"
#include "server/storage/sqlite/failure.h"
#include "server/storage/sqlite/file_system.h"
#include "server/storage/sqlite/migrations.h"

namespace jackfield::sqlite {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> FailedTo(const std::string& act, const std::error_code& cause) {
  const bool full = cause == std::errc::no_space_on_device;
  return Fail(full ? ErrorCode::kResourceExhausted : ErrorCode::kUnavailable,
              full ? "STORE_FULL" : "STORE_UNAVAILABLE", act + ": " + cause.message());
}

Status CheckSchema(const BackupNote& note) {
  if (static_cast<std::size_t>(note.schema) <= AllMigrations().size()) return {};
  return Fail(ErrorCode::kFailedPrecondition, "STORE_TOO_NEW",
              "the backup has schema " + std::to_string(note.schema) +
                  ", this program knows schemas up to " + std::to_string(AllMigrations().size()) +
                  ": use the newer program");
}

// The backup as a database of its own beside the place where it will stand. On the disk.
Status MakeReplacement(const std::string& backup, const std::string& path) {
  std::error_code error;
  fs::copy_file(backup, path, fs::copy_options::overwrite_existing, error);
  if (error) return FailedTo("cannot copy " + backup, error);
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write, error);
  if (error) return FailedTo("cannot make " + path + " private", error);
  return UnsealBackup(path);
}

// Brings the log of the old database into its file, so that one file is all of it. A damaged one is
// left as it is: its log is moved away before the file is replaced.
void EmptyLog(const std::string& path) {
  const auto old = Connection::Open(path, Connection::Mode::kWriter, std::chrono::milliseconds{0});
  if (!old) return;
  const Status ignored = Caught([&]() -> Status {
    (*old)->RunCheckpoint(Connection::Checkpoint::kTruncate);
    return {};
  });
  static_cast<void>(ignored);
}

// R2, R3.
Status KeepOld(const std::string& path, const std::string& kept) {
  EmptyLog(path);
  std::error_code error;
  for (const char* ending : {"-wal", "-shm"}) {
    if (!fs::exists(path + ending)) continue;
    fs::rename(path + ending, kept + ending, error);
    if (error) return FailedTo("cannot move " + path + ending, error);
  }
  fs::create_hard_link(path, kept, error);
  if (error) return FailedTo("cannot keep " + path, error);
  return SyncFolderOf(path);
}

}  // namespace

Result<Restored> RestoreBackup(const std::string& backup, const std::string& database_path,
                               WallTime now, const OnBackupStep& on_step) {
  const auto lock = FileLock::Take(database_path + ".lock");
  if (!lock) return Fail(lock);
  auto note = VerifyBackup(backup, on_step);
  if (!note) return Fail(note);
  if (const Status known = CheckSchema(*note); !known) return Fail(known);
  const std::string replacement = database_path + ".restore";
  if (const Status made = MakeReplacement(backup, replacement); !made) return Fail(made);
  Restored restored{.note = *std::move(note), .kept = {}};
  if (fs::exists(database_path)) {
    restored.kept = database_path + ".before-restore-" +
                    date::format("%Y%m%dT%H%M%SZ", date::floor<std::chrono::seconds>(now));
    if (const Status kept = KeepOld(database_path, restored.kept); !kept) return Fail(kept);
  }
  std::error_code error;
  fs::rename(replacement, database_path, error);
  if (error) return FailedTo("cannot put the backup in place", error);
  if (const Status synced = SyncFolderOf(database_path); !synced) return Fail(synced);
  return restored;
}

}  // namespace jackfield::sqlite
