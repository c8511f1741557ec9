#include "server/app/upkeep.h"

#include <absl/time/time.h>
#include <pthread.h>

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
    metrics_.Gauge("jackfield_wal_bytes", "", static_cast<double>(database_.wal_bytes()));
  }
}

}  // namespace jackfield::app
