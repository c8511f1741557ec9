#include "server/exchange/shares.h"

#include <gtest/gtest.h>

namespace jackfield::exchange {
namespace {

struct FormulaCase {
  ServiceLevelFormula formula;
  Share share;
};

class ServiceLevelTest : public testing::TestWithParam<FormulaCase> {};

// The check values of reference metrics: answered in T 70, abandoned in T 10, passed T 20.
TEST_P(ServiceLevelTest, TheCheckValuesComeOut) {
  QueueCounters counters;
  counters.answered = 85;
  counters.answered_within = 70;
  counters.abandoned = 15;
  counters.abandoned_within = 10;
  counters.abandoned_short = 4;
  counters.passed_threshold = 20;

  EXPECT_EQ(ServiceLevelOf(counters, GetParam().formula), GetParam().share);
}

INSTANTIATE_TEST_SUITE_P(
    Formulas, ServiceLevelTest,
    testing::Values(FormulaCase{ServiceLevelFormula::kAnsweredOnly, {70, 85}},
                    FormulaCase{ServiceLevelFormula::kAbandonsIgnored, {70, 90}},
                    FormulaCase{ServiceLevelFormula::kAbandonsNegative, {70, 100}},
                    FormulaCase{ServiceLevelFormula::kAbandonsPositive, {80, 100}},
                    FormulaCase{ServiceLevelFormula::kShortAbandonsDropped, {70, 96}}));

TEST(SharesTest, AbandonedAreOfAnsweredAndAbandoned) {
  QueueCounters counters;
  counters.answered = 1'000;
  counters.abandoned = 60;
  counters.timed_out = 5;

  EXPECT_EQ(AbandonedOf(counters), (Share{60, 1'060}));
}

TEST(SharesTest, WithoutCallsThereIsNoWhole) {
  EXPECT_EQ(AbandonedOf({}), (Share{0, 0}));
  EXPECT_EQ(ServiceLevelOf({}, ServiceLevelFormula::kAbandonsNegative), (Share{0, 0}));
}

}  // namespace
}  // namespace jackfield::exchange
