#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/base/result.h"
#include "server/ports/clock.h"
#include "server/ports/random.h"

// The machine's own clock and chance: the only places that read them.
namespace jackfield::app {

// Time since the machine started, and civil time. The engine adds what it has counted before.
//
// Thread safety: thread-safe.
class MachineClock final : public Clock {
 public:
  Instant Now() const override;
  WallTime WallNow() const override;
};

// libsodium's generator, asked for more than is needed at once: the engine draws names and intake
// nonces for each event, and the system call would cost more than the rest of it. Bytes that were
// handed out are not kept.
//
// Thread safety: thread-safe.
class MachineRandom final : public Random {
 public:
  static constexpr std::size_t kDrawnBytes = 4'096;

  // Errors: kUnavailable when libsodium cannot start.
  static Result<std::unique_ptr<MachineRandom>> Prepare();

  std::uint64_t Bits() override ABSL_LOCKS_EXCLUDED(mutex_);
  std::string Bytes(std::size_t bytes) override ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  MachineRandom() = default;

  void Fill(void* place, std::size_t bytes) ABSL_LOCKS_EXCLUDED(mutex_);

  absl::Mutex mutex_;
  std::array<unsigned char, kDrawnBytes> drawn_ ABSL_GUARDED_BY(mutex_){};
  std::size_t used_ ABSL_GUARDED_BY(mutex_) = kDrawnBytes;  // From the front.
};

}  // namespace jackfield::app
