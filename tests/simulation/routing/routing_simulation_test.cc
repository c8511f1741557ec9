// Runs the simulated site of routing_world.h through thousands of days; seeds.h says which.
//
// A failure prints its seed and its last inputs.
#include <cstdint>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "tests/simulation/routing/routing_world.h"
#include "tests/simulation/seeds.h"

namespace jackfield::sim {
namespace {

std::string Simulate(std::uint64_t seed, std::map<std::string, int>& tally) {
  RoutingWorld world(seed, RoutingFault::kNone);
  const std::string failure = world.Run();
  for (const auto& [what, times] : world.tally()) tally[what] += times;
  if (failure.empty()) return "";
  std::string trace;
  for (const std::string& line : world.trace()) trace += "\n  " + line;
  return "input " + std::to_string(world.inputs()) + ", " + failure + "\nthe last inputs:" + trace;
}

class RoutingSimulationTest : public testing::TestWithParam<std::uint64_t> {};

TEST_P(RoutingSimulationTest, WhatWaitsGoesToWhomTheRulesSay) {
  std::map<std::string, int> tally;
  RunShare(GetParam(), [&tally](std::uint64_t seed) { return Simulate(seed, tally); });
  for (const auto& [what, times] : tally) RecordProperty(what, times);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RoutingSimulationTest, testing::Range<std::uint64_t>(0, kShares));

}  // namespace
}  // namespace jackfield::sim
