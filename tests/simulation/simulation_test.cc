// Runs the simulated call centre of world.h through thousands of days.
//
// A failure prints its seed and the shortest journal that was found to fail.
// To run one seed: JACKFIELD_SEED=<seed> ./simulation_tests
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "tests/simulation/world.h"

namespace jackfield::sim {
namespace {

constexpr std::uint64_t kShards = 8;
constexpr std::uint64_t kSeedsPerShard = 256;  // 2,048 seeds in all.

std::string Outcome(std::uint64_t seed, const std::set<int>& skipped) {
  World world(seed, Planted::kNone);
  return world.Run(skipped);
}

// Leaves out steps, in ever smaller pieces, as long as something still goes wrong.
std::set<int> Shorten(std::uint64_t seed) {
  std::set<int> skipped;
  for (int length = kSteps / 2; length > 0; length /= 2) {
    for (int first = 0; first < kSteps; first += length) {
      std::set<int> more = skipped;
      for (int i = first; i < first + length; ++i) more.insert(i);
      if (more.size() > skipped.size() && !Outcome(seed, more).empty()) skipped = more;
    }
  }
  return skipped;
}

void Simulate(std::uint64_t seed) {
  if (Outcome(seed, {}).empty()) return;
  World shortest(seed, Planted::kNone);
  const std::string failure = shortest.Run(Shorten(seed));
  std::string trace;
  for (const std::string& line : shortest.Trace()) trace += "\n  " + line;
  ADD_FAILURE() << "JACKFIELD_SEED=" << seed << "\n" << failure << "\njournal:" << trace;
}

class SimulationTest : public testing::TestWithParam<std::uint64_t> {};

TEST_P(SimulationTest, WhatRingsAndWhatIsLoggedIsWhatHappened) {
  if (const char* seed = std::getenv("JACKFIELD_SEED")) {
    return Simulate(std::strtoull(seed, nullptr, 10));
  }
  const std::uint64_t first = GetParam() * kSeedsPerShard;
  for (std::uint64_t seed = first; seed < first + kSeedsPerShard; ++seed) {
    Simulate(seed);
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, SimulationTest, testing::Range<std::uint64_t>(0, kShards));

}  // namespace
}  // namespace jackfield::sim
