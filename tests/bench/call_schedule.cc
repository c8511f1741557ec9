#include "tests/bench/call_schedule.h"

#include <absl/synchronization/mutex.h>
#include <absl/time/time.h>

namespace jackfield::bench {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::nanoseconds;

// Waits for points of time.
//
// Thread safety: none; one per thread.
class Pacer {
 public:
  void AwaitTime(Clock::time_point time) {
    const absl::MutexLock lock(&mutex_);
    while (true) {
      const nanoseconds left = time - Clock::now();
      if (left <= nanoseconds{0}) return;
      never_.WaitWithTimeout(&mutex_, absl::FromChrono(left));
    }
  }

 private:
  absl::Mutex mutex_;
  absl::CondVar never_;
};

}  // namespace

void SendOnTime(EventSource& source, const CallPlan& plan, const CallSchedule& schedule) {
  Pacer pacer;
  const std::int64_t calls = schedule.calls;
  for (std::int64_t call = 0; call < calls + plan.shape().ended_after; ++call) {
    const Clock::time_point due = schedule.begin + call * schedule.period;
    pacer.AwaitTime(due);
    if (call < calls) source.Send(plan.Ring(call));
    pacer.AwaitTime(due + schedule.period / 3);
    if (call < calls + plan.shape().answered_after) source.Send(plan.AnswerDue(call));
    pacer.AwaitTime(due + schedule.period * 2 / 3);
    source.Send(plan.EndDue(call));
  }
}

}  // namespace jackfield::bench
