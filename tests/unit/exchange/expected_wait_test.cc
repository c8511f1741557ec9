#include "server/exchange/expected_wait.h"

#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace jackfield::exchange {
namespace {

std::vector<Handled> HandledIn(Duration time, std::size_t count = 8) {
  return std::vector<Handled>(count, Handled{CallId{1}, AgentId{1}, time});
}

struct WaitCase {
  QueueLoad load;
  ExpectedWait expected;
};

class ExpectedWaitTableTest : public testing::TestWithParam<WaitCase> {};

// Calls take 180 s in the mean. The quantiles of the distribution itself stand beside.
TEST_P(ExpectedWaitTableTest, TheBandIsThatOfTheFormula) {
  EXPECT_EQ(ExpectWait(GetParam().load, HandledIn(Duration{180'000})), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Loads, ExpectedWaitTableTest,
    testing::Values(
        WaitCase{{0, 1, 0}, {Duration{0}, Duration{0}}},
        WaitCase{{2, 3, 9}, {Duration{0}, Duration{0}}},
        WaitCase{{0, 0, 1}, {Duration{126'420}, Duration{410'310}}},   // 124.8 s, 414.5 s
        WaitCase{{0, 0, 10}, {Duration{12'642}, Duration{41'031}}},    // 12.5 s, 41.4 s
        WaitCase{{9, 0, 10}, {Duration{174'066}, Duration{255'590}}},  // 174.0 s, 255.7 s
        WaitCase{{3, 1, 5}, {Duration{80'366}, Duration{159'282}}}));  // 80.2 s, 159.7 s

TEST(ExpectedWaitTest, WithoutAgentsItCannotBeTold) {
  EXPECT_EQ(ExpectWait({.ahead = 0, .ready = 0, .busy = 0}, HandledIn(Duration{60'000})),
            std::nullopt);
}

TEST(ExpectedWaitTest, WithFewCallsHandledItCannotBeToldUnlessAnAgentIsFree) {
  EXPECT_EQ(ExpectWait({.ahead = 0, .ready = 0, .busy = 1}, HandledIn(Duration{60'000}, 2)),
            std::nullopt);
  EXPECT_NE(ExpectWait({.ahead = 0, .ready = 0, .busy = 1}, HandledIn(Duration{60'000}, 3)),
            std::nullopt);
  EXPECT_EQ(ExpectWait({.ahead = 0, .ready = 1, .busy = 1}, {}), ExpectedWait{});
}

TEST(ExpectedWaitTest, ItNeverGoesBeyondADay) {
  EXPECT_EQ(ExpectWait({.ahead = 50'000, .ready = 0, .busy = 1}, HandledIn(Duration{3'600'000})),
            (ExpectedWait{Duration{86'400'000}, Duration{86'400'000}}));
}

// A load at which it can be told.
QueueLoad AnyLoad() {
  return {.ahead = *rc::gen::inRange<std::uint32_t>(0, 500),
          .ready = *rc::gen::inRange<std::uint32_t>(0, 50),
          .busy = *rc::gen::inRange<std::uint32_t>(1, 50)};
}

void AssertNotLonger(const ExpectedWait& left, const ExpectedWait& right) {
  RC_ASSERT(left.p50 <= right.p50);
  RC_ASSERT(left.p90 <= right.p90);
}

RC_GTEST_PROP(ExpectedWaitProperty, TheBandHasItsEndsInOrder, ()) {
  const auto wait = ExpectWait(AnyLoad(), HandledIn(Duration{*rc::gen::inRange(0, 3'600'000)}));
  RC_ASSERT(wait->p50 <= wait->p90);
}

// Who waits gets on in the line, and nothing else: the wait that is left never grows.
RC_GTEST_PROP(ExpectedWaitProperty, ABetterPlaceIsNeverALongerWait, ()) {
  QueueLoad load = AnyLoad();
  const auto handled = HandledIn(Duration{*rc::gen::inRange(0, 3'600'000)});
  const auto behind = ExpectWait({load.ahead + 1, load.ready, load.busy}, handled);
  AssertNotLonger(*ExpectWait(load, handled), *behind);
}

RC_GTEST_PROP(ExpectedWaitProperty, OneMoreAgentIsNeverALongerWait, ()) {
  const QueueLoad load = AnyLoad();
  const auto handled = HandledIn(Duration{*rc::gen::inRange(0, 3'600'000)});
  const auto alone = ExpectWait(load, handled);
  AssertNotLonger(*ExpectWait({load.ahead, load.ready, load.busy + 1}, handled), *alone);
  AssertNotLonger(*ExpectWait({load.ahead, load.ready + 1, load.busy}, handled), *alone);
}

RC_GTEST_PROP(ExpectedWaitProperty, LongerCallsAreNeverAShorterWait, ()) {
  const QueueLoad load = AnyLoad();
  const Duration time{*rc::gen::inRange(0, 3'600'000)};
  const auto longer = ExpectWait(load, HandledIn(time + Duration{1'000}));
  AssertNotLonger(*ExpectWait(load, HandledIn(time)), *longer);
}

}  // namespace
}  // namespace jackfield::exchange
