#include <algorithm>
#include <sstream>
#include <utility>

#include <absl/time/time.h>

#include "tests/bench/load.h"

namespace jackfield::bench {
namespace {

using Clock = DeskCrowd::Clock;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr milliseconds kLiveLimit{60'000};
constexpr milliseconds kDrainLimit{20'000};

// When each call was to come in, and when its pop was there.
//
// Thread safety: thread-safe.
class PopTimes {
 public:
  PopTimes(std::int64_t customers, std::int64_t calls)
      : call_of_customer_(static_cast<std::size_t>(customers), -1),
        popped_(static_cast<std::size_t>(calls)) {}

  // Before the calls.
  void Expect(std::int64_t customer, std::int64_t call) {
    call_of_customer_[static_cast<std::size_t>(customer)] = call;
  }

  void OnPop(const v1::Pop& pop, Clock::time_point at) {
    const std::int64_t customer = CustomerOf(pop.caller().number().e164());
    const absl::MutexLock lock(&mutex_);
    if (customer < 0 || customer >= static_cast<std::int64_t>(call_of_customer_.size())) return;
    const std::int64_t call = call_of_customer_[static_cast<std::size_t>(customer)];
    if (call < 0) return;
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

  bool AwaitAll(milliseconds limit) {
    const absl::Time end = absl::Now() + absl::FromChrono(limit);
    const absl::MutexLock lock(&mutex_);
    while (count_ < popped_.size()) {
      if (changed_.WaitWithDeadline(&mutex_, end)) return false;
    }
    return true;
  }

  // `from`: calls before it warm up. `due`: when the first call was to come in.
  std::string ToJson(std::size_t from, Clock::time_point due, nanoseconds period) const {
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

 private:
  mutable absl::Mutex mutex_;
  absl::CondVar changed_;
  std::vector<std::int64_t> call_of_customer_ ABSL_GUARDED_BY(mutex_);
  std::vector<Clock::time_point> popped_ ABSL_GUARDED_BY(mutex_);
  std::size_t count_ ABSL_GUARDED_BY(mutex_) = 0;
  std::int64_t repeated_ ABSL_GUARDED_BY(mutex_) = 0;
  std::int64_t unidentified_ ABSL_GUARDED_BY(mutex_) = 0;
};

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

// Sends everything at its time, late or not. A period has three points: a call comes in, waits and
// rings; an earlier one is answered; another one ends.
void SendOnTime(EventSource& source, const CallPlan& plan, std::int64_t calls,
                Clock::time_point begin, nanoseconds period) {
  Pacer pacer;
  for (std::int64_t call = 0; call < calls + plan.shape().ended_after; ++call) {
    const Clock::time_point due = begin + call * period;
    pacer.AwaitTime(due);
    if (call < calls) source.Send(plan.Ring(call));
    pacer.AwaitTime(due + period / 3);
    if (call < calls + plan.shape().answered_after) source.Send(plan.AnswerDue(call));
    pacer.AwaitTime(due + period * 2 / 3);
    source.Send(plan.EndDue(call));
  }
}

}  // namespace

std::string MeasurePops(const LoadOptions& options) {
  const auto period =
      nanoseconds(static_cast<std::int64_t>(1e9 * CallPlan::kEventsPerCall / options.rate));
  const std::int64_t calls = options.duration / period;
  const CallPlan plan(ShapeOf(options, 0, options.agents));
  PopTimes times(options.customers, calls);
  for (std::int64_t call = 0; call < calls; ++call) times.Expect(plan.CustomerOfCall(call), call);
  DeskCrowd desks(
      options.server, options.secrets,
      [&times](int, const v1::Pop& pop, Clock::time_point at) { times.OnPop(pop, at); });
  EventSource source(OpenConnection(options.server), options.tokens.front());
  std::string error = Furnish(source, options, plan);
  if (error.empty() && !desks.AwaitLive(kLiveLimit)) error = "not every desk is connected";
  const Clock::time_point begin = Clock::now() + milliseconds{100};
  if (error.empty()) {
    SendOnTime(source, plan, calls, begin, period);
    if (!times.AwaitAll(kDrainLimit)) error = "pops are missing";
    if (!source.AwaitRoom(0, kDrainLimit)) error = "events are not acknowledged";
    if (source.rejected() > 0) error = "events were rejected";
    if (desks.ended() > 0) error = "desks were cut off";
  }
  std::ostringstream json;
  json << "{" << times.ToJson(static_cast<std::size_t>(options.warm_up / period), begin, period)
       << ", \"desk_messages\": " << desks.messages() << ", \"error\": \"" << error << "\"}";
  return json.str();
}

}  // namespace jackfield::bench
