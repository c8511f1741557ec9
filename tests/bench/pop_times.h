#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "jackfield/v1/pop.pb.h"

#include "tests/bench/desk_crowd.h"

namespace jackfield::bench {

// When the pop of each call was at its desk. A call is known by its customer.
//
// Thread safety: thread-safe.
class PopTimes {
 public:
  using Clock = DeskCrowd::Clock;

  PopTimes(std::int64_t customers, std::int64_t calls)
      : call_of_customer_(static_cast<std::size_t>(customers), -1),
        popped_(static_cast<std::size_t>(calls)) {}

  // Before the calls.
  void Expect(std::int64_t customer, std::int64_t call) {
    call_of_customer_[static_cast<std::size_t>(customer)] = call;
  }

  void OnPop(const v1::Pop& pop, Clock::time_point at) ABSL_LOCKS_EXCLUDED(mutex_);

  // Waits until every call has its pop. False: not within `limit`.
  bool AwaitAll(std::chrono::milliseconds limit) ABSL_LOCKS_EXCLUDED(mutex_);

  // Fields of a JSON object. `from`: calls before it warm up. `due`: when the first call was to
  // come in.
  std::string ToJson(std::size_t from, Clock::time_point due, std::chrono::nanoseconds period) const
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  std::vector<std::int64_t> call_of_customer_;  // Does not change once pops come.
  mutable absl::Mutex mutex_;
  absl::CondVar changed_;
  std::vector<Clock::time_point> popped_ ABSL_GUARDED_BY(mutex_);
  std::size_t count_ ABSL_GUARDED_BY(mutex_) = 0;
  std::int64_t repeated_ ABSL_GUARDED_BY(mutex_) = 0;
  std::int64_t unidentified_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace jackfield::bench
