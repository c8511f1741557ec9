#pragma once

#include <string>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/app/simulate/prng.h"
#include "server/ports/random.h"

namespace jackfield::fakes {

// Bits that only the seed decides.
//
// Thread safety: thread-safe.
class FakeRandom final : public Random {
 public:
  explicit FakeRandom(std::uint64_t seed) : prng_(seed) {}

  std::uint64_t Bits() override ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    return prng_.Next();
  }

  std::string Bytes(std::size_t bytes) override {
    std::string out;
    while (out.size() < bytes) out.push_back(static_cast<char>(Bits() & 0xFFU));
    return out;
  }

 private:
  absl::Mutex mutex_;
  simulate::Prng prng_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace jackfield::fakes
