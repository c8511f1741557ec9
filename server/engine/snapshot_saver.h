#pragma once

#include <optional>
#include <thread>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/ports/metrics.h"
#include "server/ports/store.h"

namespace jackfield::engine {

// Saves snapshots on a thread of its own, "snapshot". Why: at a busy site one is as long as
// thousands of commits, and no call may wait for that.
//
// A snapshot that cannot be saved is counted, and left to the next one.
//
// Lifetime: `store` and `metrics` outlive it. The destructor saves what it was given and ends the
// thread.
//
// Thread safety: thread-safe.
class SnapshotSaver {
 public:
  SnapshotSaver(Store& store, Metrics& metrics);
  ~SnapshotSaver();
  SnapshotSaver(const SnapshotSaver&) = delete;
  SnapshotSaver& operator=(const SnapshotSaver&) = delete;

  // Whether it has one to save.
  bool busy() const ABSL_LOCKS_EXCLUDED(mutex_);

  // Requires !busy(). Returns at once.
  void Save(StoredSnapshot snapshot) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void Run() ABSL_LOCKS_EXCLUDED(mutex_);
  // Waits for a snapshot. False: it is the end.
  bool Await() ABSL_LOCKS_EXCLUDED(mutex_);

  Store& store_;
  Metrics& metrics_;

  mutable absl::Mutex mutex_;
  absl::CondVar changed_;
  std::optional<StoredSnapshot> snapshot_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace jackfield::engine
