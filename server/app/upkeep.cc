#include "server/app/upkeep.h"

#include <absl/time/time.h>
#include <pthread.h>
#include <spdlog/spdlog.h>

#include "server/ports/figures.h"
#include "server/storage/sqlite/file_system.h"

namespace jackfield::app {

void Upkeep::Start() {
  thread_ = std::thread([this] { Run(); });
  pthread_setname_np(thread_.native_handle(), "upkeep");
}

void Upkeep::Stop() {
  {
    const absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void Upkeep::Run() {
  for (;;) {
    Step();
    const absl::MutexLock lock(&mutex_);
    if (mutex_.AwaitWithTimeout(absl::Condition(&stopping_), absl::FromChrono(kInterval))) return;
  }
}

void Upkeep::Step() {
  if (parts_.database.Maintain()) metrics_.Count(figures::kReadsInterruptedTotal, "");
  metrics_.Gauge(figures::kDbQueueDepth, "",
                 static_cast<double>(parts_.database.writers_waiting()));
  Trim();
  Claim();
  IndexTickets();
  LookAtLog();
  LookAtDisk();
}

void Upkeep::Trim() {
  if (--until_trim_ > 0) return;
  const Result<bool> more = parts_.requests.TrimStep();
  if (!more) metrics_.Count(figures::kStoreFailuresTotal, "step=trim_requests");
  until_trim_ = more.value_or(false) ? 1 : kTrimIntervals;
}

void Upkeep::Claim() {
  for (int step = 0; step < kClaimStepsMax; ++step) {
    const auto progress = parts_.memory.ClaimStep();
    if (!progress) metrics_.Count(figures::kStoreFailuresTotal, "step=claim");
    if (!progress || progress->done) return;
  }
}

void Upkeep::IndexTickets() {
  for (int step = 0; step < kIndexStepsMax; ++step) {
    const Result<bool> more = parts_.tickets.IndexStep();
    if (!more) metrics_.Count(figures::kStoreFailuresTotal, "step=index_tickets");
    if (!more.value_or(false)) return;
  }
}

void Upkeep::LookAtLog() {
  const std::int64_t bytes = parts_.database.wal_bytes();
  metrics_.Gauge(figures::kWalBytes, "", static_cast<double>(bytes));
  switch (wal_alarm_.Note(bytes)) {
    case LevelAlarm::Turn::kNone:
      return;
    case LevelAlarm::Turn::kRaised:
      metrics_.Count(figures::kStoreWarningsTotal, "kind=wal");
      spdlog::warn("the store's log grows: a long read or a slow disk keeps it bytes={}", bytes);
      return;
    case LevelAlarm::Turn::kCleared:
      spdlog::info("the store's log is small again bytes={}", bytes);
      return;
  }
}

void Upkeep::LookAtDisk() {
  const Result<std::int64_t> room = sqlite::FreeBytes(parts_.database.path());
  if (!room) return;
  metrics_.Gauge(figures::kDiskFreeBytes, "", static_cast<double>(*room));
  switch (free_alarm_.Note(*room)) {
    case LevelAlarm::Turn::kNone:
      return;
    case LevelAlarm::Turn::kRaised:
      metrics_.Count(figures::kStoreWarningsTotal, "kind=disk");
      spdlog::warn("the disk of the data folder is nearly full free_bytes={}", *room);
      return;
    case LevelAlarm::Turn::kCleared:
      spdlog::info("the disk of the data folder has room again free_bytes={}", *room);
      return;
  }
}

}  // namespace jackfield::app
