// How long a decision of the routing takes: an agent becomes free, or an item comes. README.md says
// what the figures mean.
//
//   bench-routing [--quick]
//
// The decisions are the same in each of several rounds, and of each the shortest time counts: what
// else the machine did in one of them is no cost of a decision.
//
// Prints one JSON object.
#include <algorithm>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/routing_load.h"

namespace jackfield::bench {
namespace {

struct Measured {
  std::size_t agents = 0;
  DecisionTimes floor;
  RoutingTimes router;
  RoutingTimes whole;

  double p99_us() const { return std::max(whole.freed.AtShare(0.99), whole.came.AtShare(0.99)); }
  double p50_us() const { return std::max(whole.freed.AtShare(0.5), whole.came.AtShare(0.5)); }
};

constexpr std::size_t kRoundsAgain = 4;

Measured Measure(const RoutingSize& size) {
  Measured measured{size.agents, TimeMap(size), TimeRouter(size), TimeExchange(size)};
  for (std::size_t i = 0; i < kRoundsAgain; ++i) {
    measured.floor.KeepShorter(TimeMap(size));
    measured.router.KeepShorter(TimeRouter(size));
    measured.whole.KeepShorter(TimeExchange(size));
  }
  return measured;
}

std::string ToJson(const RoutingTimes& times) {
  return R"({"freed":)" + times.freed.ToJson() + R"(,"came":)" + times.came.ToJson() +
         R"(,"matches":)" + std::to_string(times.matches) + "}";
}

std::string ToJson(const Measured& measured) {
  return R"({"agents":)" + std::to_string(measured.agents) + R"(,"floor":)" +
         measured.floor.ToJson() + R"(,"router":)" + ToJson(measured.router) + R"(,"exchange":)" +
         ToJson(measured.whole) + R"(,"p50_ratio":)" +
         std::to_string(measured.p50_us() / measured.floor.AtShare(0.5)) + R"(,"p99_ratio":)" +
         std::to_string(measured.p99_us() / measured.floor.AtShare(0.99)) + "}";
}

int Main(bool quick) {
  RoutingSize size;
  std::vector<std::size_t> agents = {500, 2'000, 8'000};
  if (quick) {
    size = {.queues = 20, .skills = 5, .items = 200, .rounds = 200};
    agents = {50, 100, 200};
  }
  std::string sizes;
  double p99_us = 0;
  for (std::size_t i = 0; i < agents.size(); ++i) {
    size.agents = agents[i];
    const Measured measured = Measure(size);
    if (i == 1) p99_us = measured.p99_us();
    sizes += (i == 0 ? "" : ",") + ToJson(measured);
  }
  std::cout << R"({"bench":"routing","queues":)" << size.queues << R"(,"skills":)" << size.skills
            << R"(,"items":)" << size.items << R"(,"p99_us":)" << p99_us << R"(,"sizes":[)" << sizes
            << "]}\n";
  return 0;
}

}  // namespace
}  // namespace jackfield::bench

int main(int argc, char** argv) {
  return jackfield::bench::Main(argc > 1 && std::string_view(argv[1]) == "--quick");
}
