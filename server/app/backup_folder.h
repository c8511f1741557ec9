#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/ports/backups.h"
#include "server/ports/clock.h"
#include "server/storage/sqlite/database.h"

namespace jackfield::app {

// The folder of the copies, and the thread named "backup" that makes and reads them, one at a time.
//
// A copy is made as `<name>.part` and gets its name when it was read back whole and is on the disk,
// so that a file with the name of a copy is one. What is left of a copy that was cut off is removed
// at the next start.
//
// Lifetime: the arguments outlive it. Stop(), or the destructor, ends the thread within a step.
//
// Thread safety: thread-safe; Start() and Stop() by one owner.
class BackupFolder : public Backups {
 public:
  BackupFolder(std::string folder, sqlite::Database& database, const Clock& clock);
  BackupFolder(const BackupFolder&) = delete;
  BackupFolder& operator=(const BackupFolder&) = delete;
  ~BackupFolder() override { Stop(); }

  void Start();
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);

  Status Create(std::shared_ptr<BackupWatcher> watcher) override;
  Status Verify(const std::string& name, std::shared_ptr<BackupWatcher> watcher) override;
  Result<std::vector<BackupRecord>> List() override;

 private:
  using Work = std::function<Result<BackupRecord>(BackupWatcher&)>;

  Status Begin(std::shared_ptr<BackupWatcher> watcher, Work work) ABSL_LOCKS_EXCLUDED(mutex_);
  void Run() ABSL_LOCKS_EXCLUDED(mutex_);
  bool Due() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stopping_ || work_ != nullptr; }
  bool stopping() const ABSL_LOCKS_EXCLUDED(mutex_);

  Result<BackupRecord> MakeCopy(BackupWatcher& watcher);
  Result<BackupRecord> ReadBack(const std::string& name, BackupWatcher& watcher);
  std::string PathOf(const std::string& name) const { return folder_ + "/" + name; }

  const std::string folder_;
  sqlite::Database& database_;
  const Clock& clock_;

  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;
  Work work_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<BackupWatcher> watcher_ ABSL_GUARDED_BY(mutex_);

  std::thread thread_;
};

}  // namespace jackfield::app
