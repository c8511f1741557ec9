// Runs the simulated site of routing_world.h through thousands of days.
//
// A failure prints its seed and its last inputs. To run one seed, or more of them:
//   JACKFIELD_SEED=<seed> ./routing_simulation_tests
//   JACKFIELD_ROUTING_SEEDS=<count> ./routing_simulation_tests
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "tests/simulation/routing/routing_world.h"

namespace jackfield::sim {
namespace {

constexpr std::uint64_t kShards = 8;
constexpr std::uint64_t kSeeds = 2'048;  // In all.

std::uint64_t SeedsPerShard() {
  const char* const seeds = std::getenv("JACKFIELD_ROUTING_SEEDS");
  const std::uint64_t all = seeds == nullptr ? kSeeds : std::strtoull(seeds, nullptr, 10);
  return (all + kShards - 1) / kShards;
}

void Simulate(std::uint64_t seed, std::map<std::string, int>& tally) {
  RoutingWorld world(seed, RoutingFault::kNone);
  const std::string failure = world.Run();
  for (const auto& [what, times] : world.tally()) tally[what] += times;
  if (failure.empty()) return;
  std::string trace;
  for (const std::string& line : world.trace()) trace += "\n  " + line;
  ADD_FAILURE() << "JACKFIELD_SEED=" << seed << ", input " << world.inputs() << "\n"
                << failure << "\nthe last inputs:" << trace;
}

class RoutingSimulationTest : public testing::TestWithParam<std::uint64_t> {};

TEST_P(RoutingSimulationTest, WhatWaitsGoesToWhomTheRulesSay) {
  std::map<std::string, int> tally;
  if (const char* seed = std::getenv("JACKFIELD_SEED")) {
    return Simulate(std::strtoull(seed, nullptr, 10), tally);
  }
  const std::uint64_t first = GetParam() * SeedsPerShard();
  for (std::uint64_t seed = first; seed < first + SeedsPerShard(); ++seed) {
    Simulate(seed, tally);
    if (HasFailure()) return;
  }
  for (const auto& [what, times] : tally) RecordProperty(what, times);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RoutingSimulationTest, testing::Range<std::uint64_t>(0, kShards));

}  // namespace
}  // namespace jackfield::sim
