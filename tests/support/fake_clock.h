#pragma once

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/ports/clock.h"

namespace jackfield::fakes {

// A clock that a test moves.
//
// Thread safety: thread-safe.
class FakeClock final : public Clock {
 public:
  // 2026-03-02 09:00:00 UTC, a Monday.
  static constexpr WallTime kStart{Duration{1'772'442'000'000}};

  Instant Now() const override ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    return now_;
  }
  WallTime WallNow() const override ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    return wall_;
  }

  void Advance(Duration by) ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    now_ += by;
    wall_ += by;
  }

  // Sets the machine's clock, which may jump; Now() does not.
  void SetWall(WallTime wall) ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    wall_ = wall;
  }

 private:
  mutable absl::Mutex mutex_;
  Instant now_ ABSL_GUARDED_BY(mutex_){Duration{1'000}};
  WallTime wall_ ABSL_GUARDED_BY(mutex_) = kStart;
};

}  // namespace jackfield::fakes
