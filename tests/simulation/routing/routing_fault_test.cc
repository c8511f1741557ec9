// Makes mistakes on purpose and asserts that the simulation of the routing notices each of them.
#include <cstdint>
#include <ostream>

#include <gtest/gtest.h>

#include "tests/simulation/routing/routing_world.h"

namespace jackfield::sim {

void PrintTo(RoutingFault fault, std::ostream* out);

namespace {

constexpr std::uint64_t kSeedsMax = 100;  // Far fewer than the simulation runs.

// The first seed that notices the fault; kSeedsMax when none does.
std::uint64_t FirstThatNotices(RoutingFault fault) {
  for (std::uint64_t seed = 0; seed < kSeedsMax; ++seed) {
    if (!RoutingWorld(seed, fault).Run().empty()) return seed;
  }
  return kSeedsMax;
}

class RoutingFaultTest : public testing::TestWithParam<RoutingFault> {};

TEST_P(RoutingFaultTest, IsNoticed) { EXPECT_LT(FirstThatNotices(GetParam()), kSeedsMax); }

INSTANTIATE_TEST_SUITE_P(
    Faults, RoutingFaultTest,
    testing::Values(
        RoutingFault::kLateTimers, RoutingFault::kForgottenStrategy, RoutingFault::kForgottenTiers,
        RoutingFault::kStoppedAgeing, RoutingFault::kLateRings, RoutingFault::kIgnoredSkills,
        RoutingFault::kKeptTooLong, RoutingFault::kUncountedPasses, RoutingFault::kForgivenRings,
        RoutingFault::kEverybodyRings, RoutingFault::kEndlessShifts, RoutingFault::kIgnoredCapacity,
        RoutingFault::kForgottenReservation, RoutingFault::kForgottenPlace,
        RoutingFault::kForgottenPasses, RoutingFault::kUntoldEnd, RoutingFault::kTwiceToldEnd,
        RoutingFault::kForgottenHours, RoutingFault::kLongLease, RoutingFault::kShortPause,
        RoutingFault::kOneMoreAttempt, RoutingFault::kUnheardStanding, RoutingFault::kUnheardBan,
        RoutingFault::kBroadBan, RoutingFault::kUnmadeCallback, RoutingFault::kForgottenCustomer,
        RoutingFault::kForgottenLease, RoutingFault::kForgottenOverflow,
        RoutingFault::kLateOverflow, RoutingFault::kReversedOverflow, RoutingFault::kSlowGoals,
        RoutingFault::kSleeplessGoals, RoutingFault::kForgottenWarning, RoutingFault::kUntoldBreach,
        RoutingFault::kTwiceToldBreach),
    testing::PrintToStringParamName());

}  // namespace

void PrintTo(RoutingFault fault, std::ostream* out) { *out << NameOf(fault); }

}  // namespace jackfield::sim
