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

// What a whole share has to have met: a world in which it does not happen proves nothing of it.
constexpr const char* kHappens[] = {"answered",
                                    "attempts that did not reach",
                                    "callbacks asked for later",
                                    "callbacks begun",
                                    "callbacks by key",
                                    "callbacks called",
                                    "callbacks dialled",
                                    "callbacks followed the directory",
                                    "callbacks held",
                                    "callbacks made",
                                    "callbacks of missed calls",
                                    "callbacks over 1",
                                    "callbacks over 2",
                                    "callbacks over 3",
                                    "callbacks over 4",
                                    "callbacks over 5",
                                    "callbacks over 6",
                                    "callbacks over 7",
                                    "callbacks over 8",
                                    "callbacks waited",
                                    "callers followed the directory",
                                    "diversions given up",
                                    "end 1",
                                    "end 2",
                                    "end 3",
                                    "end 4",
                                    "end 5",
                                    "end 6",
                                    "end 7",
                                    "end 8",
                                    "kept",
                                    "leases lost",
                                    "made not ready",
                                    "moved",
                                    "overflowed 1",
                                    "overflowed 2",
                                    "overflowed 3",
                                    "overflowed 4",
                                    "overflowed 5",
                                    "rang",
                                    "reserved",
                                    "rings passed",
                                    "several timers at once",
                                    "sla breached",
                                    "sla clocks stopped",
                                    "sla warned",
                                    "tickets waited",
                                    "waited",
                                    "waited where nobody can be routed"};

class RoutingSimulationTest : public testing::TestWithParam<std::uint64_t> {};

TEST_P(RoutingSimulationTest, WhatWaitsGoesToWhomTheRulesSay) {
  std::map<std::string, int> tally;
  const std::uint64_t ran =
      RunShare(GetParam(), [&tally](std::uint64_t seed) { return Simulate(seed, tally); });
  for (const auto& [what, times] : tally) RecordProperty(what, times);
  if (ran < kSeedsOfShare) return;
  for (const char* const what : kHappens) EXPECT_GT(tally[what], 0) << what;
}

INSTANTIATE_TEST_SUITE_P(Seeds, RoutingSimulationTest, testing::Range<std::uint64_t>(0, kShares));

}  // namespace
}  // namespace jackfield::sim
