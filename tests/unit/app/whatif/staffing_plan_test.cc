#include "server/app/whatif/staffing_plan.h"

#include <gtest/gtest.h>

namespace jackfield::whatif {
namespace {

constexpr WallTime kNoon{Duration{1'767'614'400'000}};
constexpr Duration kQuarter{900'000};

TEST(StaffingPlanTest, WholeAgentsComeFromTheTimeOfAllOfThem) {
  EXPECT_EQ(PlanOf({{kNoon, 3 * kQuarter}, {kNoon + kQuarter, Duration{0}}}),
            (StaffingPlan{{kNoon, 3}, {kNoon + kQuarter, 0}}));
}

TEST(StaffingPlanTest, WhatRoundingTookGoesOverToTheNextInterval) {
  const Duration one_and_a_third{1'200'000};

  // 1.33 is 1; 1.67 is 2, too much by 0.33; 1.0 is 1.
  EXPECT_EQ(PlanOf({{kNoon, one_and_a_third},
                    {kNoon + kQuarter, one_and_a_third},
                    {kNoon + 2 * kQuarter, one_and_a_third}}),
            (StaffingPlan{{kNoon, 1}, {kNoon + kQuarter, 2}, {kNoon + 2 * kQuarter, 1}}));
}

TEST(StaffingPlanTest, AChangeIsAnotherNumberOrMoreOrFewerButNeverFewerThanNobody) {
  using Kind = StaffingChange::Kind;
  const StaffingPlan plan{{kNoon, 1}, {kNoon + kQuarter, 5}};

  EXPECT_EQ(Changed(plan, {Kind::kNone, 7}), plan);
  EXPECT_EQ(Changed(plan, {Kind::kFixed, 7}), (StaffingPlan{{kNoon, 7}, {kNoon + kQuarter, 7}}));
  EXPECT_EQ(Changed(plan, {Kind::kMore, 2}), (StaffingPlan{{kNoon, 3}, {kNoon + kQuarter, 7}}));
  EXPECT_EQ(Changed(plan, {Kind::kFewer, 2}), (StaffingPlan{{kNoon, 0}, {kNoon + kQuarter, 3}}));
}

TEST(StaffingPlanTest, APlanOfTheDayIsTheSameEveryDayAndTheLastStepGoesOnOverMidnight) {
  constexpr Duration kHour{3'600'000};
  const std::vector<DayStep> day{{8 * kHour, 6}, {13 * kHour, 9}, {18 * kHour, 2}};

  EXPECT_EQ(PlanByDay(day, kNoon, kNoon + 24 * kHour),
            (StaffingPlan{
                {kNoon, 6}, {kNoon + kHour, 9}, {kNoon + 6 * kHour, 2}, {kNoon + 20 * kHour, 6}}));
  EXPECT_EQ(PlanByDay(day, kNoon + kHour, kNoon + 2 * kHour), (StaffingPlan{{kNoon + kHour, 9}}));
  EXPECT_EQ(PlanByDay(day, kNoon - 6 * kHour, kNoon - 5 * kHour),
            (StaffingPlan{{kNoon - 6 * kHour, 2}}));
  EXPECT_EQ(PlanByDay({{kHour, 3}}, kNoon, kNoon + kHour), (StaffingPlan{{kNoon, 3}}));
  EXPECT_EQ(PlanByDay({}, kNoon, kNoon + kHour), StaffingPlan{});
}

}  // namespace
}  // namespace jackfield::whatif
