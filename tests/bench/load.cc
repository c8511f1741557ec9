#include "tests/bench/load.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

namespace jackfield::bench {
namespace {

constexpr std::chrono::milliseconds kFurnishLimit{120'000};
constexpr std::size_t kWaitingMax = 512;
constexpr std::size_t kSpread = 1'000'003;  // Runs begin with different customers.

}  // namespace

std::shared_ptr<grpc::Channel> OpenConnection(const std::string& server) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(server, grpc::InsecureChannelCredentials(), arguments);
}

CallPlan::Shape ShapeOf(const LoadOptions& options, int first_agent, int agents) {
  CallPlan::Shape shape;
  shape.run = options.run;
  shape.customers = options.customers;
  const auto spread = static_cast<std::int64_t>(std::hash<std::string>()(options.run) % kSpread);
  shape.first_customer = spread % options.customers;
  shape.first_agent = first_agent;
  shape.agents = agents;
  // An agent has one call at a time.
  shape.answered_after = agents / 10;
  shape.ended_after = agents * 2 / 5;
  return shape;
}

std::string Furnish(EventSource& source, const LoadOptions& options, const CallPlan& plan) {
  source.Send({plan.NothingLives()});
  source.Send(plan.Members());
  CallPlan::Shape shape = plan.shape();
  shape.run += "-held";
  const CallPlan held(shape);
  for (std::int64_t call = 0; call < options.held_calls; ++call) {
    auto events = held.Ring(call);
    if (call >= shape.agents) events.pop_back();  // Beyond one an agent, they wait.
    source.Send(std::move(events));
    if (call < shape.agents) source.Send(held.Answer(call));
    if (!source.AwaitRoom(kWaitingMax, kFurnishLimit)) return "the calls were not taken";
  }
  if (!source.AwaitRoom(0, kFurnishLimit)) return "the queues' members were not taken";
  return source.rejected() > 0 ? "events were rejected" : source.end();
}

}  // namespace jackfield::bench
