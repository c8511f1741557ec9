// Runs the simulated call centre of world.h through thousands of days; seeds.h says which.
//
// A failure prints its seed and the shortest journal that was found to fail.
#include <cstdint>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "tests/simulation/seeds.h"
#include "tests/simulation/world.h"

namespace jackfield::sim {
namespace {

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

std::string Simulate(std::uint64_t seed) {
  if (Outcome(seed, {}).empty()) return "";
  World shortest(seed, Planted::kNone);
  const std::string failure = shortest.Run(Shorten(seed));
  std::string trace;
  for (const std::string& line : shortest.Trace()) trace += "\n  " + line;
  return failure + "\njournal:" + trace;
}

class SimulationTest : public testing::TestWithParam<std::uint64_t> {};

TEST_P(SimulationTest, WhatRingsAndWhatIsLoggedIsWhatHappened) { RunShare(GetParam(), Simulate); }

INSTANTIATE_TEST_SUITE_P(Seeds, SimulationTest, testing::Range<std::uint64_t>(0, kShares));

}  // namespace
}  // namespace jackfield::sim
