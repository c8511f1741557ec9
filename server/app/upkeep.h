#pragma once

#include <cstdint>
#include <thread>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/app/level_alarm.h"
#include "server/base/time.h"
#include "server/ports/caller_memory.h"
#include "server/ports/metrics.h"
#include "server/ports/tickets.h"
#include "server/storage/sqlite/database.h"
#include "server/storage/sqlite/idempotency_records.h"

namespace jackfield::app {

// At which amounts an operator is warned.
struct UpkeepLevels {
  // Length of the write-ahead log (fault F9).
  LevelAlarm::Levels wal_bytes{std::int64_t{256} << 20, std::int64_t{128} << 20};
  // Room that is left on the disk (fault F4).
  LevelAlarm::Levels free_bytes{std::int64_t{1} << 30, std::int64_t{2} << 30};
};

// What is looked after. All outlive it.
struct UpkeepParts {
  sqlite::Database& database;
  sqlite::IdempotencyRecords& requests;
  CallerMemory& memory;
  Tickets& tickets;
};

// A thread named "upkeep" that looks after the store about once a second, as Database::Maintain()
// asks, warns before it runs out of room, forgets the answers to repeated requests that are too
// old, gives customers the earlier calls of numbers that were added to them, and makes tickets
// findable by their words, in small steps.
//
// Lifetime: the arguments outlive it. Start() once; Stop(), or the destructor, ends the thread.
//
// Thread safety: none; one per process, used by the main thread.
class Upkeep {
 public:
  static constexpr Duration kInterval{1'000};
  // Every so many intervals old answers are looked for; while there are more, in each.
  static constexpr int kTrimIntervals = 60;

  // Of claims, in one interval.
  static constexpr int kClaimStepsMax = 10;
  // Of the words of tickets, in one interval.
  static constexpr int kIndexStepsMax = 20;

  Upkeep(const UpkeepParts& parts, Metrics& metrics, const UpkeepLevels& levels = {})
      : parts_(parts),
        metrics_(metrics),
        wal_alarm_(levels.wal_bytes),
        free_alarm_(levels.free_bytes) {}
  Upkeep(const Upkeep&) = delete;
  Upkeep& operator=(const Upkeep&) = delete;
  ~Upkeep() { Stop(); }

  void Start();
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void Run() ABSL_LOCKS_EXCLUDED(mutex_);
  void Step();
  void Trim();
  void Claim();
  void IndexTickets();
  void LookAtLog();
  void LookAtDisk();

  const UpkeepParts parts_;
  Metrics& metrics_;

  // Of the thread.
  LevelAlarm wal_alarm_;
  LevelAlarm free_alarm_;
  int until_trim_ = 1;  // Intervals.

  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;

  std::thread thread_;
};

}  // namespace jackfield::app
