#pragma once

#include <chrono>
#include <cstdint>

#include "tests/bench/call_plan.h"
#include "tests/bench/event_source.h"

namespace jackfield::bench {

// When the calls of one telephone system come in: one each `period`, whatever became of the one
// before.
struct CallSchedule {
  std::int64_t calls = 0;
  std::chrono::steady_clock::time_point begin;
  std::chrono::nanoseconds period{0};
};

// Sends everything at its time, late or not. A period has three points: a call comes in, waits and
// rings; an earlier one is answered; another one ends. Returns when all is sent.
void SendOnTime(EventSource& source, const CallPlan& plan, const CallSchedule& schedule);

}  // namespace jackfield::bench
