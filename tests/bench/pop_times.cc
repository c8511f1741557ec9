#include "tests/bench/pop_times.h"

#include <sstream>

#include <absl/time/time.h>

#include "tests/bench/call_plan.h"
#include "tests/bench/latencies.h"

namespace jackfield::bench {

void PopTimes::OnPop(const v1::Pop& pop, Clock::time_point at) {
  const std::int64_t customer = CustomerOf(pop.caller().number().e164());
  if (customer < 0 || customer >= static_cast<std::int64_t>(call_of_customer_.size())) return;
  const std::int64_t call = call_of_customer_[static_cast<std::size_t>(customer)];
  if (call < 0) return;
  const absl::MutexLock lock(&mutex_);
  Clock::time_point& popped = popped_[static_cast<std::size_t>(call)];
  if (popped != Clock::time_point{}) {
    ++repeated_;
    return;
  }
  popped = at;
  if (pop.caller().customer().empty()) ++unidentified_;
  ++count_;
  changed_.SignalAll();
}

bool PopTimes::AwaitAll(std::chrono::milliseconds limit) {
  const absl::Time end = absl::Now() + absl::FromChrono(limit);
  const absl::MutexLock lock(&mutex_);
  while (count_ < popped_.size()) {
    if (changed_.WaitWithDeadline(&mutex_, end)) return false;
  }
  return true;
}

std::string PopTimes::ToJson(std::size_t from, Clock::time_point due,
                             std::chrono::nanoseconds period) const {
  const absl::MutexLock lock(&mutex_);
  Latencies latencies;
  for (std::size_t call = 0; call < popped_.size(); ++call, due += period) {
    if (call < from || popped_[call] == Clock::time_point{}) continue;
    latencies.Add(popped_[call] - due);
  }
  std::ostringstream json;
  json << "\"pops\": " << latencies.count() << ", \"lost\": " << popped_.size() - count_
       << ", \"repeated\": " << repeated_ << ", \"unidentified\": " << unidentified_ << ", "
       << latencies.ToJson();
  return json.str();
}

}  // namespace jackfield::bench
