#include "server/app/whatif/outcome.h"

#include <gtest/gtest.h>

namespace jackfield::whatif {
namespace {

using exchange::ServiceLevelFormula;

constexpr Duration Seconds(int seconds) { return Duration{seconds * 1'000LL}; }

// Answered in T 70, abandoned in T 10, passed T 20 (reference metrics).
Outcome CheckValues() {
  Outcome outcome;
  outcome.queue = {.offered = 100, .answered = 80, .answered_within = 70};
  outcome.queue.abandoned = 20;
  outcome.queue.abandoned_within = 10;
  outcome.queue.passed_threshold = 20;
  outcome.queue.wait_answered = Seconds(800);
  outcome.queue.wait_abandoned = Seconds(500);
  outcome.queue.wait_max = Seconds(90);
  outcome.agents.talk = Seconds(500);
  outcome.agents.hold = Seconds(100);
  outcome.agents.ringing = Seconds(50);
  outcome.agents.after_call_work = Seconds(150);
  outcome.agents.ready = Seconds(200);
  outcome.stays = 100;
  outcome.stays_with_a_wait = 40;
  return outcome;
}

TEST(FiguresTest, AreTheFiguresOfReportsFromTheSameCounts) {
  const Figures figures = FiguresOf(CheckValues(), ServiceLevelFormula::kAbandonsNegative);

  EXPECT_EQ(figures[Figure::kOffered], 100);
  EXPECT_EQ(figures[Figure::kAnswered], 80);
  EXPECT_EQ(figures[Figure::kAbandoned], 20);
  EXPECT_EQ(figures[Figure::kServiceLevel], 0.7);
  EXPECT_EQ(figures[Figure::kAbandonedShare], 0.2);
  EXPECT_EQ(figures[Figure::kDelayedShare], 0.4);
  EXPECT_EQ(figures[Figure::kAnswerSpeed], 10);
  EXPECT_EQ(figures[Figure::kWaitMean], 13);
  EXPECT_EQ(figures[Figure::kWaitMax], 90);
  EXPECT_EQ(figures[Figure::kOccupancy], 0.8);
}

TEST(FiguresTest, TheServiceLevelIsByTheFormulaOfTheQueue) {
  EXPECT_EQ(FiguresOf(CheckValues(), ServiceLevelFormula::kAbandonsPositive)[Figure::kServiceLevel],
            0.8);
  EXPECT_EQ(FiguresOf(CheckValues(), ServiceLevelFormula::kAnsweredOnly)[Figure::kServiceLevel],
            0.875);
}

TEST(FiguresTest, QuantilesAreWaitsThatSomebodyHad) {
  Outcome outcome;
  outcome.waits = {Seconds(9), Seconds(1), Seconds(3), Seconds(7), Seconds(5),
                   Seconds(2), Seconds(4), Seconds(6), Seconds(8), Seconds(30)};

  const Figures figures = FiguresOf(outcome, ServiceLevelFormula::kAbandonsNegative);

  EXPECT_EQ(figures[Figure::kWaitMedian], 5);
  EXPECT_EQ(figures[Figure::kWaitNinety], 9);
}

TEST(FiguresTest, WhereThereIsNothingThereIsNoData) {
  const Figures figures = FiguresOf({}, ServiceLevelFormula::kAbandonsNegative);

  EXPECT_EQ(figures[Figure::kOffered], 0);
  EXPECT_EQ(figures[Figure::kServiceLevel], std::nullopt);
  EXPECT_EQ(figures[Figure::kAbandonedShare], std::nullopt);
  EXPECT_EQ(figures[Figure::kDelayedShare], std::nullopt);
  EXPECT_EQ(figures[Figure::kAnswerSpeed], std::nullopt);
  EXPECT_EQ(figures[Figure::kWaitNinety], std::nullopt);
  EXPECT_EQ(figures[Figure::kWaitMax], std::nullopt);
  EXPECT_EQ(figures[Figure::kOccupancy], std::nullopt);
}

Figures WithOccupancy(std::optional<double> occupancy) {
  Figures figures;
  figures[Figure::kOccupancy] = occupancy;
  return figures;
}

TEST(EstimateTest, TheHalfWidthIsStudentsQuantileOfTheStandardError) {
  const auto estimate =
      EstimateOf({WithOccupancy(1), WithOccupancy(2), WithOccupancy(3)}, Figure::kOccupancy);

  EXPECT_EQ(estimate->mean, 2);
  EXPECT_NEAR(*estimate->half_width, 2.4844, 1e-4);  // 4.303 / sqrt(3).
}

TEST(EstimateTest, RunsWithoutDataAreLeftOut) {
  const auto estimate =
      EstimateOf({WithOccupancy(1), WithOccupancy(std::nullopt)}, Figure::kOccupancy);

  EXPECT_EQ(estimate->mean, 1);
  EXPECT_EQ(estimate->half_width, std::nullopt);
  EXPECT_EQ(EstimateOf({WithOccupancy(std::nullopt)}, Figure::kOccupancy), std::nullopt);
  EXPECT_EQ(EstimateOf({}, Figure::kOccupancy), std::nullopt);
}

TEST(EstimateTest, StudentsQuantilesAreThoseOfTheTables) {
  EXPECT_DOUBLE_EQ(StudentQuantile(1), 12.706);
  EXPECT_DOUBLE_EQ(StudentQuantile(19), 2.093);
  EXPECT_DOUBLE_EQ(StudentQuantile(30), 2.042);
  EXPECT_NEAR(StudentQuantile(40), 2.021, 0.003);
  EXPECT_NEAR(StudentQuantile(60), 2.000, 0.003);
  EXPECT_NEAR(StudentQuantile(120), 1.980, 0.003);
  EXPECT_NEAR(StudentQuantile(1'000'000), 1.960, 0.001);
}

}  // namespace
}  // namespace jackfield::whatif
