#include "server/app/cli/whatif_groups.h"

#include <gtest/gtest.h>

namespace jackfield::cli {
namespace {

using Classes = std::vector<whatif::CallerClass>;
using whatif::Figure;

constexpr Duration Seconds(int seconds) { return Duration{seconds * 1'000LL}; }

TEST(WhatifGroupsTest, WhereNobodyIsPreferredNobodyIsShownApart) {
  EXPECT_TRUE(GroupsOf(WhatifChange{}).empty());
}

TEST(WhatifGroupsTest, EachTierAndTheRestAreGroups) {
  const auto groups = GroupsOf({.tiers = {"silver", "gold"}});

  ASSERT_EQ(groups.size(), 3);
  EXPECT_EQ(groups[0].name, "silver");
  EXPECT_EQ(groups[0].classes, (Classes{{1, false}, {1, true}}));
  EXPECT_EQ(groups[1].name, "gold");
  EXPECT_EQ(groups[1].classes, (Classes{{2, false}, {2, true}}));
  EXPECT_EQ(groups[2].name, "others");
  EXPECT_EQ(groups[2].classes, (Classes{{0, false}, {0, true}}));
}

TEST(WhatifGroupsTest, WhoComplainsIsAGroupWhereItCounts) {
  const auto groups = GroupsOf({.tiers = {"gold"}, .rules = {.complaint_priority = 200}});

  ASSERT_EQ(groups.size(), 3);
  EXPECT_EQ(groups[1].name, "complaint");
  EXPECT_EQ(groups[1].classes, (Classes{{0, true}, {1, true}}));
  EXPECT_EQ(groups[2].name, "others");
  EXPECT_EQ(groups[2].classes, (Classes{{0, false}}));
}

TEST(WhatifGroupsTest, FiguresAreOfTheWaitsOfTheGroup) {
  whatif::Outcome outcome;
  outcome.class_waits[{1, false}] = {Seconds(10), Seconds(30)};
  outcome.class_waits[{1, true}] = {Seconds(20)};
  outcome.class_waits[{0, false}] = {Seconds(500)};
  const auto groups = GroupsOf({.tiers = {"gold"}});

  const whatif::Figures gold = FiguresOf(groups[0], outcome);

  EXPECT_EQ(gold[Figure::kAnswered], 3);
  EXPECT_EQ(gold[Figure::kAnswerSpeed], 20);
  EXPECT_EQ(gold[Figure::kWaitNinety], 30);
  EXPECT_EQ(FiguresOf(groups[0], whatif::Outcome{})[Figure::kAnswerSpeed], std::nullopt);
}

}  // namespace
}  // namespace jackfield::cli
