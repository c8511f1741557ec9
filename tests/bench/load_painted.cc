#include <iomanip>
#include <sstream>
#include <thread>

#include "tests/bench/call_schedule.h"
#include "tests/bench/load.h"
#include "tests/bench/pop_times.h"

namespace jackfield::bench {
namespace {

using Clock = DeskCrowd::Clock;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr milliseconds kLiveLimit{60'000};
constexpr milliseconds kDrainLimit{20'000};
constexpr int kPageAgents =
    1;  // The first agent's desk is a page: an agent has one desk at a time.
// A prime, and far from a multiple of a frame's 16.7 ms: the pops meet every part of a frame. A
// call is answered after a third of it and over after two.
constexpr milliseconds kPagePeriod{509};

// What to add to the monotonic clock for the wall clock, which a browser shares with us.
nanoseconds WallOffset() {
  return std::chrono::system_clock::now().time_since_epoch() - Clock::now().time_since_epoch();
}

CallPlan::Shape PageShape(const LoadOptions& options) {
  CallPlan::Shape shape = ShapeOf(options, 0, kPageAgents);
  shape.run += "-page";
  shape.first_customer = (shape.first_customer + options.customers / 2) % options.customers;
  return shape;
}

// So many events a second that they and those of the page are `options.rate`.
nanoseconds OthersPeriod(const LoadOptions& options) {
  const double page_rate = CallPlan::kEventsPerCall * 1e3 / kPagePeriod.count();
  return nanoseconds(
      static_cast<std::int64_t>(1e9 * CallPlan::kEventsPerCall / (options.rate - page_rate)));
}

// Each call after the warm-up as [customer, when it was due by the wall clock in milliseconds].
std::string DueTimes(const CallPlan& plan, const CallSchedule& schedule, std::int64_t warm_up,
                     nanoseconds offset) {
  std::ostringstream json;
  json << std::fixed << std::setprecision(3) << '[';
  for (std::int64_t call = warm_up; call < schedule.calls; ++call) {
    const Clock::time_point due = schedule.begin + call * schedule.period;
    json << (call == warm_up ? "[" : ", [") << plan.CustomerOfCall(call) << ", "
         << Milliseconds(due.time_since_epoch() + offset).count() << ']';
  }
  json << ']';
  return json.str();
}

// An error, or empty.
std::string AwaitTaken(EventSource& source) {
  if (!source.AwaitRoom(0, kDrainLimit)) return "events are not acknowledged";
  return source.rejected() > 0 ? "events were rejected" : "";
}

}  // namespace

std::string MeasurePainted(const LoadOptions& options) {
  const nanoseconds period = OthersPeriod(options);
  const CallPlan page_plan(PageShape(options));
  const CallPlan plan(ShapeOf(options, kPageAgents, options.agents - kPageAgents));
  PopTimes times(options.customers, options.duration / period);
  for (std::int64_t call = 0; call < options.duration / period; ++call) {
    times.Expect(plan.CustomerOfCall(call), call);
  }
  DeskCrowd desks(
      options.server, {options.secrets.begin() + kPageAgents, options.secrets.end()},
      [&times](int, const v1::Pop& pop, Clock::time_point at) { times.OnPop(pop, at); });
  EventSource page_source(OpenConnection(options.server), options.tokens[1]);
  EventSource source(OpenConnection(options.server), options.tokens[0]);
  std::string error = Furnish(page_source, options, page_plan);
  if (error.empty()) error = Furnish(source, options, plan);
  if (error.empty() && !desks.AwaitLive(kLiveLimit)) error = "not every desk is connected";
  const nanoseconds offset = WallOffset();
  const Clock::time_point begin = Clock::now() + milliseconds{100};
  const CallSchedule page_schedule{options.duration / kPagePeriod, begin, kPagePeriod};
  if (error.empty()) {
    std::thread page([&] { SendOnTime(page_source, page_plan, page_schedule); });
    SendOnTime(source, plan,
               {.calls = options.duration / period, .begin = begin, .period = period});
    page.join();
    if (!times.AwaitAll(kDrainLimit)) error = "pops are missing";
    if (error.empty()) error = AwaitTaken(source);
    if (error.empty()) error = AwaitTaken(page_source);
    if (desks.ended() > 0) error = "desks were cut off";
  }
  std::ostringstream json;
  json << "{\"floor\": {"
       << times.ToJson(static_cast<std::size_t>(options.warm_up / period), begin, period)
       << "}, \"calls\": "
       << DueTimes(page_plan, page_schedule, options.warm_up / kPagePeriod, offset)
       << ", \"clock_drift_ms\": " << Milliseconds(WallOffset() - offset).count()
       << ", \"error\": \"" << error << "\"}";
  return json.str();
}

}  // namespace jackfield::bench
