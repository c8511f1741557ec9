#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <grpcpp/channel.h>

#include "tests/bench/call_plan.h"
#include "tests/bench/desk_crowd.h"
#include "tests/bench/event_source.h"
#include "tests/bench/latencies.h"

namespace jackfield::bench {

// What is to be measured, and against whom.
struct LoadOptions {
  std::string server;
  std::string run;                   // Makes ids unique among runs on one store.
  std::vector<std::string> tokens;   // Of the telephone systems.
  std::vector<std::string> secrets;  // Of the desks, in the order of the agents.
  std::int64_t customers = 0;
  int agents = 0;
  double rate = 1'000;  // Events a second, of the open loop.
  std::chrono::milliseconds duration{10'000};
  std::chrono::milliseconds warm_up{2'000};  // Of `duration`; not measured.
  std::int64_t held_calls = 0;               // Calls that are live all the time, beside the load.
  std::uint16_t web_port = 0;                // Of the same server, on this machine; unary only.
  int server_process = 0;                    // Its process id; unary only.
  int rounds = 1;                            // Of unary calls.
};

// Each returns a JSON object on one line, with "error" in it where the measurement is worth
// nothing.

// Events at times that are fixed in advance; how long after its time each pop was at its desk.
std::string MeasurePops(const LoadOptions& options);

// Likewise, with all desks but that of the first agent, which is a page of a browser and has calls
// of its own: says when each of these was due by the wall clock.
std::string MeasurePainted(const LoadOptions& options);

// As many events as the server acknowledges, from all systems at once.
std::string MeasureIngest(const LoadOptions& options);

// Calls are made live; then, once the standard input says where the server is again, how soon it
// serves: each time by the monotonic clock of the machine.
std::string MeasureRecovery(const LoadOptions& options);

// One unary call after the other over gRPC, gRPC-Web and Connect, in turns; see load_unary.cc.
std::string MeasureUnary(const LoadOptions& options);

// Parts of the above.

std::shared_ptr<grpc::Channel> OpenConnection(const std::string& server);
CallPlan::Shape ShapeOf(const LoadOptions& options, int first_agent, int agents);
// Says that every agent is in a queue, and makes `options.held_calls` calls live. An error, or
// empty.
std::string Furnish(EventSource& source, const LoadOptions& options, const CallPlan& plan);

}  // namespace jackfield::bench
