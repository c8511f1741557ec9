#pragma once

#include <thread>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/base/time.h"
#include "server/ports/metrics.h"
#include "server/storage/sqlite/database.h"
#include "server/storage/sqlite/idempotency_records.h"

namespace jackfield::app {

// A thread named "upkeep" that looks after the store about once a second, as Database::Maintain()
// asks, and forgets the answers to repeated requests that are too old, in small steps.
//
// Lifetime: the arguments outlive it. Start() once; Stop(), or the destructor, ends the thread.
//
// Thread safety: none; one per process, used by the main thread.
class Upkeep {
 public:
  static constexpr Duration kInterval{1'000};
  // Every so many intervals old answers are looked for; while there are more, in each.
  static constexpr int kTrimIntervals = 60;

  Upkeep(sqlite::Database& database, sqlite::IdempotencyRecords& requests, Metrics& metrics)
      : database_(database), requests_(requests), metrics_(metrics) {}
  Upkeep(const Upkeep&) = delete;
  Upkeep& operator=(const Upkeep&) = delete;
  ~Upkeep() { Stop(); }

  void Start();
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void Run() ABSL_LOCKS_EXCLUDED(mutex_);
  void Trim();

  sqlite::Database& database_;
  sqlite::IdempotencyRecords& requests_;
  Metrics& metrics_;

  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;

  int until_trim_ = 1;  // Intervals. Of the thread.

  std::thread thread_;
};

}  // namespace jackfield::app
