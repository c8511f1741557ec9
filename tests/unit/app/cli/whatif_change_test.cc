#include "server/app/cli/whatif_change.h"

#include <string>

#include <gtest/gtest.h>

namespace jackfield::cli {
namespace {

using exchange::RoutingRing;
using Kind = whatif::StaffingChange::Kind;

constexpr Duration kHour{3'600'000};
constexpr Duration Seconds(int seconds) { return Duration{seconds * 1'000LL}; }

whatif::StaffingChange AgentsOf(const std::string& text) {
  return ReadWhatifChange({.agents = text})->staffing;
}

// Whether it is refused as what the message begins with.
void ExpectRefused(const WhatifChangeTexts& texts, const std::string& option) {
  const auto change = ReadWhatifChange(texts);
  ASSERT_FALSE(change) << texts.agents << texts.staffing << texts.rings << texts.skills;
  EXPECT_EQ(change.error().code, ErrorCode::kInvalidArgument);
  EXPECT_TRUE(change.error().message.starts_with(option)) << change.error().message;
}

TEST(WhatifChangeTest, NothingSaidIsNothingDifferent) {
  const WhatifChange change = *ReadWhatifChange({});

  EXPECT_FALSE(change.changes_the_course());
  EXPECT_EQ(change.threshold, std::nullopt);
}

TEST(WhatifChangeTest, AThresholdOnlyCountsAnew) {
  const WhatifChange change = *ReadWhatifChange({.threshold = "30s"});

  EXPECT_EQ(change.threshold, Seconds(30));
  EXPECT_FALSE(change.changes_the_course());
}

TEST(WhatifChangeTest, StaffingIsChangedByANumberOrByMoreOrFewer) {
  EXPECT_EQ(AgentsOf("12"), (whatif::StaffingChange{Kind::kFixed, 12}));
  EXPECT_EQ(AgentsOf("+2"), (whatif::StaffingChange{Kind::kMore, 2}));
  EXPECT_EQ(AgentsOf("-2"), (whatif::StaffingChange{Kind::kFewer, 2}));
  EXPECT_EQ(AgentsOf("2000"), (whatif::StaffingChange{Kind::kFixed, 2'000}));
  for (const char* text : {"2001", "+", "--2", "2 more", "1.5"}) {
    ExpectRefused({.agents = text}, "--agents");
  }
}

TEST(WhatifChangeTest, StaffingIsChangedByThePlanOfADay) {
  const WhatifChange change = *ReadWhatifChange({.staffing = "08:00=12,17:30=4"});

  EXPECT_TRUE(change.changes_the_course());
  EXPECT_EQ(change.day,
            (std::vector<whatif::DayStep>{{8 * kHour, 12}, {17 * kHour + kHour / 2, 4}}));
  for (const char* text : {"8:00=12", "08:00", "24:00=1", "08:60=1", "08:00=2,08:00=3",
                           "09:00=2,08:00=3", "08:00=", "08:00=2001", "08:00=2,", "0800=2"}) {
    ExpectRefused({.staffing = text}, "--staffing");
  }
  ExpectRefused({.agents = "2", .staffing = "08:00=2"}, "--agents and --staffing");
}

TEST(WhatifChangeTest, RingsRelaxWhatIsAskedOfAgents) {
  const WhatifChange change = *ReadWhatifChange(
      {.rings = "english>=50+german,60s:english,2m:any", .skills = "1*english=80"});

  EXPECT_TRUE(change.changes_the_course());
  EXPECT_EQ(change.rings,
            (std::vector<RoutingRing>{
                {.after = Seconds(0), .skills = {{"english", 50}, {"german", 1}}, .queues = {}},
                {.after = Seconds(60), .skills = {{"english", 1}}, .queues = {}},
                {.after = Seconds(120), .skills = {}, .queues = {}}}));
}

TEST(WhatifChangeTest, RingsThatAreNoneAreRefused) {
  for (const char* text :
       {"english>50", "English", "english>=0", "english>=101", "english+english", "60s:english",
        "any,english", "any,60:any", "any,60s:any,60s:any", "any,60s:any,30s:any", "any,0s:any",
        "any,8d:any", "any,", "a+b+c+d+e+f+g+h+i",
        "any,1s:any,2s:any,3s:any,4s:any,5s:any,6s:any,"
        "7s:any,8s:any"}) {
    ExpectRefused({.rings = text, .skills = "1*english=80"}, "--rings");
  }
}

TEST(WhatifChangeTest, SkillsAreThoseOfAgentsInTheOrderInWhichTheySignOn) {
  const WhatifChange change =
      *ReadWhatifChange({.rings = "english", .skills = "2*english=80,1*english=30+german=60"});

  EXPECT_EQ(change.skills,
            (std::vector<std::map<std::string, std::uint32_t>>{
                {{"english", 80}}, {{"english", 80}}, {{"english", 30}, {"german", 60}}}));
  for (const char* text : {"english=80", "2*english", "2*english=0", "2*english=101", "0*english=1",
                           "2*english=1+english=2", "2*=1", "x*english=1", "2001*english=1",
                           "1500*english=1,501*english=1"}) {
    ExpectRefused({.rings = "english", .skills = text}, "--skills");
  }
}

TEST(WhatifChangeTest, RingsAndSkillsNeedEachOther) {
  ExpectRefused({.rings = "english"}, "--rings asks for skills");
  ExpectRefused({.skills = "1*english=80"}, "--skills needs --rings");
  ExpectRefused({.rings = "any", .skills = "1*english=80"}, "--skills needs --rings");
}

TEST(WhatifChangeTest, PriorityIsPointsByTierAndForAComplaint) {
  const WhatifChange change =
      *ReadWhatifChange({.priority = "silver=300,gold=1000,complaint=1", .weight = "5"});

  EXPECT_TRUE(change.changes_the_course());
  EXPECT_EQ(change.tiers, (std::vector<std::string>{"silver", "gold"}));
  EXPECT_EQ(change.rules.tier_priorities, (std::vector<std::int32_t>{300, 1'000}));
  EXPECT_EQ(change.rules.complaint_priority, 1);
  EXPECT_EQ(change.rules.ageing_per_minute, 5);
  EXPECT_TRUE(ReadWhatifChange({.priority = "complaint=1"})->changes_the_course());
  for (const char* text : {"gold", "gold=", "=3", "gold=0", "gold=1001", "gold=-1", "gold=1,",
                           "gold=1,gold=2", "complaint=1,complaint=2",
                           "a=1,b=1,c=1,d=1,e=1,f=1,g=1,h=1,i=1,j=1,k=1,l=1,m=1,n=1,o=1,"
                           "p=1,q=1"}) {
    ExpectRefused({.priority = text}, "--priority");
  }
}

TEST(WhatifChangeTest, AWeightIsOneToAThousandPointsWhereSomebodyIsPreferred) {
  EXPECT_EQ(ReadWhatifChange({.priority = "gold=1"})->rules.ageing_per_minute, 1);
  EXPECT_EQ(ReadWhatifChange({.priority = "gold=1", .weight = "1000"})->rules.ageing_per_minute,
            1'000);
  for (const char* text : {"0", "1001", "1.5", "-1"}) {
    ExpectRefused({.priority = "gold=1", .weight = text}, "--weight is");
  }
  ExpectRefused({.weight = "5"}, "--weight needs --priority");
}

TEST(WhatifChangeTest, TimesAreReadUpToTheirLimits) {
  const WhatifChange change =
      *ReadWhatifChange({.strategy = "ring-all", .wrap_up = "20s", .ring = "5s"});

  EXPECT_EQ(change.strategy, exchange::RoutingStrategy::kRingAll);
  EXPECT_EQ(change.wrap_up, Seconds(20));
  EXPECT_EQ(change.ring, Seconds(5));
  ExpectRefused({.threshold = "2h"}, "--threshold");
  ExpectRefused({.wrap_up = "31m"}, "--wrap-up");
  ExpectRefused({.ring = "long"}, "--ring");
}

}  // namespace
}  // namespace jackfield::cli
