#include "server/grpc_api/pulse.h"

#include <utility>

#include <absl/time/time.h>
#include <pthread.h>

namespace jackfield::grpc_api {
namespace {

constexpr Duration kTurn{Pulse::kInterval / static_cast<int>(Pulse::kTurns)};

}  // namespace

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
  for (std::size_t turn = 0;; turn = (turn + 1) % kTurns) {
    {
      const absl::MutexLock lock(&mutex_);
      const auto stopping = absl::Condition(&stopping_);
      if (mutex_.AwaitWithTimeout(stopping, absl::FromChrono(kTurn))) return;
    }
    for (const auto& pulsed : Due(turn)) pulsed->OnPulse();
  }
}

std::vector<std::shared_ptr<Pulsed>> Pulse::Living() {
  std::vector<std::shared_ptr<Pulsed>> living;
  const absl::MutexLock lock(&mutex_);
  for (const std::weak_ptr<Pulsed>& each : all_) {
    if (auto pulsed = each.lock()) living.push_back(std::move(pulsed));
  }
  return living;
}

std::vector<std::shared_ptr<Pulsed>> Pulse::Due(std::size_t turn) {
  std::vector<std::shared_ptr<Pulsed>> due;
  const absl::MutexLock lock(&mutex_);
  if (turn == 0) std::erase_if(all_, [](const auto& each) { return each.expired(); });
  for (std::size_t i = turn; i < all_.size(); i += kTurns) {
    if (auto pulsed = all_[i].lock()) due.push_back(std::move(pulsed));
  }
  return due;
}

}  // namespace jackfield::grpc_api
