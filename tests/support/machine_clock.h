#pragma once

#include <chrono>

#include "server/ports/clock.h"

namespace jackfield::test {

// The machine's own clock, for tests of adapters that wait for the real thing.
//
// Thread safety: thread-safe.
class MachineClock final : public Clock {
 public:
  Instant Now() const override {
    const auto since_boot = std::chrono::steady_clock::now().time_since_epoch();
    return Instant(std::chrono::duration_cast<Duration>(since_boot));
  }
  WallTime WallNow() const override {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  }
};

}  // namespace jackfield::test
