#include <sstream>

#include "tests/bench/call_schedule.h"
#include "tests/bench/load.h"
#include "tests/bench/pop_times.h"

namespace jackfield::bench {
namespace {

using Clock = DeskCrowd::Clock;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr milliseconds kLiveLimit{60'000};
constexpr milliseconds kDrainLimit{20'000};

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
    SendOnTime(source, plan, {.calls = calls, .begin = begin, .period = period});
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
