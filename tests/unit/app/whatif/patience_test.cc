#include "server/app/whatif/patience.h"

#include <gtest/gtest.h>

namespace jackfield::whatif {
namespace {

constexpr Duration Seconds(int seconds) { return Duration{seconds * 1'000LL}; }

// Of five callers three gave up: 1 of 5 after 10 s, 1 of 3 after 30 s, 1 of 2 after 40 s. In all
// they waited 150 s, so that 0.02 gave up in each second.
PatienceCurve FiveCallers() {
  return PatienceCurve({{Seconds(50), false},
                        {Seconds(10), true},
                        {Seconds(40), true},
                        {Seconds(20), false},
                        {Seconds(30), true}});
}

TEST(PatienceCurveTest, SurvivalFallsByTheShareOfThoseWhoStillWaited) {
  const PatienceCurve curve = FiveCallers();

  EXPECT_DOUBLE_EQ(curve.Survival(Seconds(0)), 1);
  EXPECT_DOUBLE_EQ(curve.Survival(Duration{9'999}), 1);
  EXPECT_DOUBLE_EQ(curve.Survival(Seconds(10)), 0.8);
  EXPECT_DOUBLE_EQ(curve.Survival(Duration{29'999}), 0.8);
  EXPECT_NEAR(curve.Survival(Seconds(30)), 0.533333, 1e-6);
  EXPECT_NEAR(curve.Survival(Seconds(40)), 0.266667, 1e-6);
}

TEST(PatienceCurveTest, BeyondTheLastWhoGaveUpCallersGiveUpAtTheMeanRate) {
  EXPECT_NEAR(FiveCallers().Survival(Seconds(90)), 0.098101, 1e-6);  // 0.266667 / e.
}

TEST(PatienceCurveTest, WhoGaveUpAndWhoWasAnsweredAtTheSameWaitBothStillWaitedThen) {
  const PatienceCurve curve({{Seconds(10), false}, {Seconds(10), true}});

  EXPECT_DOUBLE_EQ(curve.Survival(Seconds(10)), 0.5);
}

TEST(PatienceCurveTest, ADrawIsTheWaitThatTheShareOutlasts) {
  const PatienceCurve curve = FiveCallers();

  EXPECT_EQ(curve.Draw(1, Seconds(0)), Seconds(10));
  EXPECT_EQ(curve.Draw(0.7, Seconds(0)), Seconds(30));
  EXPECT_EQ(curve.Draw(0.3, Seconds(0)), Seconds(40));
}

TEST(PatienceCurveTest, ADrawIsBeyondTheWaitThatTheCallerHasStood) {
  const PatienceCurve curve = FiveCallers();

  EXPECT_EQ(curve.Draw(1, Seconds(20)), Seconds(30));
  EXPECT_EQ(curve.Draw(0.5, Seconds(20)), Seconds(40));  // 0.4 of all.
  // 0.2 of all: 40 s and the logarithm of 4/3 by 0.02 more.
  EXPECT_NEAR(static_cast<double>(curve.Draw(0.25, Seconds(20))->count()), 54'384, 1);
  // Half of those who stood 60 s: the logarithm of 2 by 0.02 more.
  EXPECT_NEAR(static_cast<double>(curve.Draw(0.5, Seconds(60))->count()), 94'657, 1);
}

TEST(PatienceCurveTest, WhereNobodyGaveUpEverybodyWaitsForEver) {
  const PatienceCurve curve({{Seconds(10), false}});

  EXPECT_EQ(curve.Draw(0.5, Seconds(0)), std::nullopt);
  EXPECT_DOUBLE_EQ(curve.Survival(Seconds(1'000)), 1);
  EXPECT_EQ(PatienceCurve({}).Draw(0.5, Seconds(0)), std::nullopt);
}

}  // namespace
}  // namespace jackfield::whatif
