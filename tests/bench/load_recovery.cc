#include <iostream>
#include <sstream>
#include <utility>

#include <absl/time/time.h>
#include <grpcpp/client_context.h>

#include "jackfield/v1/desk_service.grpc.pb.h"

#include "tests/bench/load.h"

namespace jackfield::bench {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kTryLimit{500};
constexpr milliseconds kServeLimit{60'000};

double Seconds(Clock::time_point time) {
  return std::chrono::duration<double>(time.time_since_epoch()).count();
}

// A desk that only asks. False: the server does not serve it yet.
bool DeskIsServed(const std::string& server, const std::string& secret) {
  const auto stub = v1::DeskService::NewStub(OpenConnection(server));
  grpc::ClientContext glance;
  glance.AddMetadata("authorization", "Bearer " + secret);
  glance.set_deadline(std::chrono::system_clock::now() + kTryLimit);
  v1::GetDeskResponse desk;
  if (!stub->GetDesk(&glance, {}, &desk).ok()) return false;
  grpc::ClientContext watch;
  watch.AddMetadata("authorization", "Bearer " + secret);
  watch.set_deadline(std::chrono::system_clock::now() + kTryLimit);
  const auto stream = stub->WatchDesk(&watch, {});
  v1::WatchDeskResponse message;
  bool live = false;
  while (!live && stream->Read(&message)) live = message.has_snapshot();
  watch.TryCancel();
  while (stream->Read(&message)) continue;
  static_cast<void>(stream->Finish());
  return live;
}

// One event of a new call is taken. `attempt` makes its id new.
bool EventIsTaken(const LoadOptions& options, int attempt) {
  CallPlan::Shape shape = ShapeOf(options, 0, options.agents);
  shape.run += "-again" + std::to_string(attempt);
  EventSource source(OpenConnection(options.server), options.tokens.front());
  auto events = CallPlan(shape).Ring(0);
  events.resize(1);
  source.Send(std::move(events));
  return source.AwaitRoom(0, kTryLimit) && source.rejected() == 0;
}

// When `serves` was first true; the beginning of the clock where it never was.
template <typename Serves>
Clock::time_point AwaitService(const Serves& serves) {
  const Clock::time_point end = Clock::now() + kServeLimit;
  for (int attempt = 0; Clock::now() < end; ++attempt) {
    if (serves(attempt)) return Clock::now();
  }
  return {};
}

}  // namespace

std::string MeasureRecovery(const LoadOptions& options) {
  std::string error;
  {
    EventSource source(OpenConnection(options.server), options.tokens.front());
    error = Furnish(source, options, CallPlan(ShapeOf(options, 0, options.agents)));
    std::cout << "live" << std::endl;
    LoadOptions again = options;
    if (!std::getline(std::cin, again.server)) error = "nobody says where the server is";
    if (!error.empty()) return "{\"error\": \"" + error + "\"}";
    const Clock::time_point desk =
        AwaitService([&](int) { return DeskIsServed(again.server, options.secrets.front()); });
    const Clock::time_point event =
        AwaitService([&](int attempt) { return EventIsTaken(again, attempt); });
    if (desk == Clock::time_point{} || event == Clock::time_point{}) error = "it never served";
    std::ostringstream json;
    json.precision(6);
    json << std::fixed << "{\"desk_at_s\": " << Seconds(desk)
         << ", \"event_at_s\": " << Seconds(event) << ", \"error\": \"" << error << "\"}";
    return json.str();
  }
}

}  // namespace jackfield::bench
