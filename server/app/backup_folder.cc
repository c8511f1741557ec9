#include "server/app/backup_folder.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <regex>
#include <system_error>
#include <utility>

#include <date/date.h>
#include <pthread.h>
#include <spdlog/spdlog.h>

#include "server/storage/sqlite/backup_file.h"
#include "server/storage/sqlite/file_system.h"

namespace jackfield::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPart = ".part";
constexpr int kNamesPerSecondMax = 100;

// What a name on the wire may be, too: it never leads out of the folder.
bool IsName(const std::string& name) {
  static const std::regex form(R"(jackfield-\d{8}T\d{6}Z(-\d{1,2})?\.db)");
  return std::regex_match(name, form);
}

std::string NameFor(WallTime time, int attempt) {
  std::string name =
      "jackfield-" + date::format("%Y%m%dT%H%M%SZ", date::floor<std::chrono::seconds>(time));
  if (attempt > 0) name += "-" + std::to_string(attempt + 1);
  return name + ".db";
}

BackupRecord RecordOf(const std::string& path, const sqlite::BackupNote& note, WallTime verified) {
  BackupRecord record;
  record.path = path;
  record.name = fs::path(path).filename();
  record.bytes = sqlite::FileBytes(path);
  record.state_at = note.state_at;
  record.last_entry = note.last_entry;
  record.digest = note.digest;
  record.verified_at = verified;
  return record;
}

Status CheckRoom(const sqlite::Database& database, const std::string& folder) {
  const auto room = sqlite::FreeBytes(folder);
  if (!room) return Fail(room);
  const std::int64_t needed = sqlite::FileBytes(database.path()) + database.wal_bytes();
  if (*room >= needed) return {};
  return Fail(ErrorCode::kResourceExhausted, "STORE_FULL",
              "the copy needs " + std::to_string(needed) + " bytes, and the disk of " + folder +
                  " has " + std::to_string(*room) + " left: make room, or set backup.folder");
}

Status MakeFolder(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) fs::permissions(folder, fs::perms::owner_all, error);
  if (!error) return {};
  return Fail(ErrorCode::kUnavailable, "STORE_UNAVAILABLE",
              "backup.folder " + folder + ": " + error.message());
}

}  // namespace

BackupFolder::BackupFolder(std::string folder, sqlite::Database& database, const Clock& clock)
    : folder_(std::move(folder)), database_(database), clock_(clock) {}

void BackupFolder::Start() {
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_, ignored)) {
    if (entry.path().extension() == kPart) fs::remove(entry.path(), ignored);
  }
  thread_ = std::thread([this] { Run(); });
  pthread_setname_np(thread_.native_handle(), "backup");
}

void BackupFolder::Stop() {
  {
    const absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

bool BackupFolder::stopping() const {
  const absl::MutexLock lock(&mutex_);
  return stopping_;
}

Status BackupFolder::Create(std::shared_ptr<BackupWatcher> watcher) {
  return Begin(std::move(watcher), [this](BackupWatcher& told) { return MakeCopy(told); });
}

Status BackupFolder::Verify(const std::string& name, std::shared_ptr<BackupWatcher> watcher) {
  if (!IsName(name) || sqlite::FileBytes(PathOf(name)) == 0) {
    return Fail(ErrorCode::kNotFound, "BACKUP_NOT_FOUND",
                "there is no such copy in " + folder_ + "; list them");
  }
  return Begin(std::move(watcher),
               [this, name](BackupWatcher& told) { return ReadBack(name, told); });
}

Status BackupFolder::Begin(std::shared_ptr<BackupWatcher> watcher, Work work) {
  const absl::MutexLock lock(&mutex_);
  if (stopping_) return Fail(ErrorCode::kUnavailable, "SERVER_STOPPING", "the server stops");
  if (std::exchange(busy_, true)) {
    return Fail(ErrorCode::kAborted, "BACKUP_IN_PROGRESS",
                "another copy is being made or verified; wait for its end");
  }
  watcher_ = std::move(watcher);
  work_ = std::move(work);
  return {};
}

void BackupFolder::Run() {
  for (;;) {
    Work work;
    std::shared_ptr<BackupWatcher> watcher;
    {
      const absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &BackupFolder::Due));
      if (work_ == nullptr) return;
      work = std::exchange(work_, nullptr);
      watcher = std::exchange(watcher_, nullptr);
    }
    Result<BackupRecord> done = work(*watcher);
    {
      const absl::MutexLock lock(&mutex_);
      busy_ = false;
    }
    watcher->OnOver(std::move(done));
  }
}

Result<BackupRecord> BackupFolder::MakeCopy(BackupWatcher& watcher) {
  if (const Status made = MakeFolder(folder_); !made) return Fail(made);
  if (const Status room = CheckRoom(database_, folder_); !room) return Fail(room);
  std::string path;
  for (int attempt = 0; attempt < kNamesPerSecondMax; ++attempt) {
    path = PathOf(NameFor(clock_.WallNow(), attempt));
    if (!fs::exists(path)) break;
  }
  const std::string part = path + kPart;
  std::remove(part.c_str());
  if (const Status created = sqlite::CreatePrivateFile(part); !created) return Fail(created);
  Status copied = database_.CopyTo(part, [&](const sqlite::CopyProgress& progress) {
    return !stopping() && watcher.OnStep({"copying", progress.done, progress.total});
  });
  const WallTime state_at = clock_.WallNow();
  Result<sqlite::BackupNote> note = Fail(ErrorCode::kAborted, "");
  if (copied) {
    note = sqlite::SealBackup(part, state_at, [&](const sqlite::BackupStep& step) {
      return !stopping() && watcher.OnStep({step.name, step.done, step.total});
    });
  }
  if (copied && !note) copied = Fail(note);
  if (copied && std::rename(part.c_str(), path.c_str()) != 0) {
    copied = Fail(ErrorCode::kUnavailable, "STORE_UNAVAILABLE", path + ": cannot be renamed");
  }
  if (copied) copied = sqlite::SyncFolderOf(path);
  if (!copied) {
    std::remove(part.c_str());
    spdlog::warn("no backup made reason=\"{}\"", copied.error().message);
    return Fail(copied);
  }
  spdlog::info("backup made path={} entry={}", path, note->last_entry.value);
  return RecordOf(path, *note, state_at);
}

Result<BackupRecord> BackupFolder::ReadBack(const std::string& name, BackupWatcher& watcher) {
  const auto note = sqlite::VerifyBackup(PathOf(name), [&](const sqlite::BackupStep& step) {
    return !stopping() && watcher.OnStep({step.name, step.done, step.total});
  });
  if (!note) {
    spdlog::warn("backup not verified name={} reason=\"{}\"", name, note.error().message);
    return Fail(note);
  }
  return RecordOf(PathOf(name), *note, clock_.WallNow());
}

Result<std::vector<BackupRecord>> BackupFolder::List() {
  std::vector<std::string> names;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_, error)) {
    if (IsName(entry.path().filename())) names.push_back(entry.path().filename());
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    return Fail(ErrorCode::kUnavailable, "STORE_UNAVAILABLE",
                "backup.folder " + folder_ + ": " + error.message());
  }
  std::sort(names.begin(), names.end(), std::greater<>());
  if (names.size() > kListMax) names.resize(kListMax);
  std::vector<BackupRecord> records;
  for (const std::string& name : names) {
    const auto note = sqlite::ReadBackupNote(PathOf(name));
    // It was verified when it was made; what a verification found later is not written into it.
    if (note) records.push_back(RecordOf(PathOf(name), *note, note->state_at));
  }
  return records;
}

}  // namespace jackfield::app
