#include "server/app/upkeep.h"

#include <absl/time/time.h>
#include <pthread.h>

#include "server/ports/figures.h"

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
    {
      const absl::MutexLock lock(&mutex_);
      if (mutex_.AwaitWithTimeout(absl::Condition(&stopping_), absl::FromChrono(kInterval))) return;
    }
    database_.Maintain();
    Trim();
    metrics_.Gauge("jackfield_wal_bytes", "", static_cast<double>(database_.wal_bytes()));
  }
}

void Upkeep::Trim() {
  if (--until_trim_ > 0) return;
  const Result<bool> more = requests_.TrimStep();
  if (!more) metrics_.Count(figures::kStoreFailuresTotal, "step=trim_requests");
  until_trim_ = more.value_or(false) ? 1 : kTrimIntervals;
}

}  // namespace jackfield::app
