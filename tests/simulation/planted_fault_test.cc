// Makes mistakes on purpose and asserts that the simulation notices each of them.
#include <cstdint>
#include <ostream>

#include <gtest/gtest.h>

#include "tests/simulation/world.h"

namespace jackfield::sim {

void PrintTo(Planted planted, std::ostream* out);

namespace {

constexpr std::uint64_t kSeedsMax = 200;  // Far fewer than the simulation runs.

// The first seed that notices the fault; kSeedsMax when none does.
std::uint64_t FirstThatNotices(Planted planted) {
  for (std::uint64_t seed = 0; seed < kSeedsMax; ++seed) {
    if (!World(seed, planted).Run({}).empty()) return seed;
  }
  return kSeedsMax;
}

class PlantedFaultTest : public testing::TestWithParam<Planted> {};

TEST_P(PlantedFaultTest, IsNoticed) { EXPECT_LT(FirstThatNotices(GetParam()), kSeedsMax); }

INSTANTIATE_TEST_SUITE_P(Faults, PlantedFaultTest,
                         testing::Values(Planted::kForgottenDedup, Planted::kSwappedEvents,
                                         Planted::kSwallowedEvent, Planted::kStoppedClock,
                                         Planted::kDroppedSourceTime, Planted::kIgnoredEpoch,
                                         Planted::kIgnoredSnapshot, Planted::kAckBeforeCommit,
                                         Planted::kStaleSnapshot, Planted::kSkippedEntry,
                                         Planted::kSwappedEntries, Planted::kPopTwice,
                                         Planted::kPopNeverClosed),
                         testing::PrintToStringParamName());

}  // namespace

void PrintTo(Planted planted, std::ostream* out) { *out << NameOf(planted); }

}  // namespace jackfield::sim
