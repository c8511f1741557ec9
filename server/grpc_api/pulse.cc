#include "server/grpc_api/pulse.h"

#include <utility>

#include <absl/time/time.h>
#include <pthread.h>

namespace jackfield::grpc_api {

Pulse::Pulse() : thread_([this] { Run(); }) {
  pthread_setname_np(thread_.native_handle(), "jf-api-pulse");
}

Pulse::~Pulse() { Stop(); }

void Pulse::Add(std::weak_ptr<Pulsed> pulsed) {
  {
    const absl::MutexLock lock(&mutex_);
    if (!stopping_) {
      all_.push_back(std::move(pulsed));
      return;
    }
  }
  if (const auto living = pulsed.lock()) living->OnStop();
}

void Pulse::Stop() {
  {
    const absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (!thread_.joinable()) return;
  thread_.join();
  for (const auto& pulsed : Living()) pulsed->OnStop();
}

void Pulse::Run() {
  for (;;) {
    {
      const absl::MutexLock lock(&mutex_);
      const auto stopping = absl::Condition(&stopping_);
      if (mutex_.AwaitWithTimeout(stopping, absl::FromChrono(kInterval))) return;
    }
    for (const auto& pulsed : Living()) pulsed->OnPulse();
  }
}

std::vector<std::shared_ptr<Pulsed>> Pulse::Living() {
  std::vector<std::shared_ptr<Pulsed>> living;
  const absl::MutexLock lock(&mutex_);
  std::erase_if(all_, [&living](const std::weak_ptr<Pulsed>& pulsed) {
    living.push_back(pulsed.lock());
    if (living.back() != nullptr) return false;
    living.pop_back();
    return true;
  });
  return living;
}

}  // namespace jackfield::grpc_api
