#include <atomic>
#include <sstream>
#include <thread>
#include <utility>

#include <absl/time/time.h>

#include "tests/bench/load.h"

namespace jackfield::bench {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kLimit{30'000};
constexpr milliseconds kLiveLimit{60'000};
// What waits at the client: enough for the window to be full at all times.
constexpr std::size_t kWaitingMax = 1'024;

// A telephone system that always has something to say.
//
// Thread safety: none; one per system, its thread within.
class BusySource {
 public:
  BusySource(const LoadOptions& options, const std::string& token, int first_agent, int agents)
      : options_(options),
        plan_(ShapeOf(options, first_agent, agents)),
        source_(OpenConnection(options.server), token) {}

  std::string Begin() {
    std::string error = Furnish(source_, options_, plan_);
    if (error.empty()) thread_ = std::thread([this] { Run(); });
    return error;
  }

  void End() {
    stopping_.store(true, std::memory_order_relaxed);  // Only a flag: nothing follows it.
    if (thread_.joinable()) thread_.join();
  }

  const EventSource& source() const { return source_; }

 private:
  void Run() {
    for (std::int64_t call = 0; !stopping_.load(std::memory_order_relaxed); ++call) {
      source_.Send(plan_.Ring(call));
      source_.Send(plan_.AnswerDue(call));
      source_.Send(plan_.EndDue(call));
      if (!source_.AwaitRoom(kWaitingMax, kLimit)) return;
    }
  }

  const LoadOptions& options_;
  const CallPlan plan_;
  EventSource source_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

using Sources = std::vector<std::unique_ptr<BusySource>>;

std::int64_t Acknowledged(const Sources& sources) {
  std::int64_t sum = 0;
  for (const auto& source : sources) sum += source->source().acknowledged();
  return sum;
}

void Wait(milliseconds span) {
  absl::Mutex mutex;
  absl::CondVar never;
  const absl::Time end = absl::Now() + absl::FromChrono(span);
  const absl::MutexLock lock(&mutex);
  while (!never.WaitWithDeadline(&mutex, end)) continue;
}

}  // namespace

std::string MeasureIngest(const LoadOptions& options) {
  DeskCrowd desks(options.server, options.secrets,
                  [](int, const v1::Pop&, DeskCrowd::Clock::time_point) {});
  Sources sources;
  const int agents = options.agents / static_cast<int>(options.tokens.size());
  for (const std::string& token : options.tokens) {
    const int first = static_cast<int>(sources.size()) * agents;
    sources.push_back(std::make_unique<BusySource>(options, token, first, agents));
  }
  std::string error = desks.AwaitLive(kLiveLimit) ? "" : "not every desk is connected";
  for (const auto& source : sources) {
    if (error.empty()) error = source->Begin();
  }
  Wait(options.warm_up);
  const std::int64_t first = Acknowledged(sources);
  const Clock::time_point began = Clock::now();
  Wait(options.duration - options.warm_up);
  const std::int64_t events = Acknowledged(sources) - first;
  const std::chrono::duration<double> took = Clock::now() - began;
  for (const auto& source : sources) {
    source->End();
    if (source->source().rejected() > 0) error = "events were rejected";
    if (!source->source().end().empty()) error = source->source().end();
  }
  std::ostringstream json;
  json << "{\"events\": " << events << ", \"events_per_s\": "
       << static_cast<std::int64_t>(static_cast<double>(events) / took.count()) << ", \"error\": \""
       << error << "\"}";
  return json.str();
}

}  // namespace jackfield::bench
