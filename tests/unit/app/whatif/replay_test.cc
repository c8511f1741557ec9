#include "server/app/whatif/replay.h"

#include <gtest/gtest.h>

namespace jackfield::whatif {
namespace {

using End = PastStay::End;
using exchange::DequeueCause;

constexpr WallTime kNoon{Duration{1'767'614'400'000}};
constexpr Duration Seconds(int seconds) { return Duration{seconds * 1'000LL}; }

TEST(CallerSourceTest, WhatIsKnownOfCallersStays) {
  const CallerSource source(
      {{.entered = kNoon + Seconds(5),
        .wait = Seconds(12),
        .end = End::kLeft,
        .cause = DequeueCause::kExitKey},
       {.entered = kNoon,
        .wait = Seconds(3),
        .end = End::kAnswered,
        .handling = Seconds(100),
        .after_call_work = Seconds(20),
        .caller_class = {2, true}},
       {.entered = kNoon + Seconds(9), .wait = Seconds(40), .end = End::kAbandoned}});

  const std::vector<Arrival> callers = source.Draw(1);

  ASSERT_EQ(callers.size(), 3);
  EXPECT_EQ(callers[0].when, kNoon);
  EXPECT_EQ(callers[0].handling, Seconds(100));
  EXPECT_EQ(callers[0].after_call_work, Seconds(20));
  EXPECT_EQ(callers[0].caller_class, (CallerClass{2, true}));
  EXPECT_EQ(callers[1].when, kNoon + Seconds(5));
  EXPECT_EQ(callers[1].patience, Seconds(12));
  EXPECT_EQ(callers[1].leaves_by, DequeueCause::kExitKey);
  EXPECT_EQ(callers[2].when, kNoon + Seconds(9));
  EXPECT_EQ(callers[2].patience, Seconds(40));
  EXPECT_EQ(callers[2].leaves_by, DequeueCause::kAbandoned);
}

TEST(CallerSourceTest, WhoWasNotAnsweredWouldHaveTakenAsLongAsOneWhoWas) {
  const CallerSource source({{.entered = kNoon, .end = End::kAnswered, .handling = Seconds(100)},
                             {.entered = kNoon, .wait = Seconds(40), .end = End::kAbandoned}});

  EXPECT_EQ(source.Draw(1)[1].handling, Seconds(100));
  EXPECT_EQ(source.unknown_handling(), 1);
}

TEST(CallerSourceTest, WhoWasAnsweredIsMorePatientThanTheWaitThatTheyStood) {
  const CallerSource source(
      {{.entered = kNoon, .wait = Seconds(30), .end = End::kAnswered, .handling = Seconds(100)},
       {.entered = kNoon, .wait = Seconds(20), .end = End::kAbandoned},
       {.entered = kNoon, .wait = Seconds(40), .end = End::kAbandoned}});

  // The only one who is known to have waited longer than 30 s gave up after 40 s.
  EXPECT_EQ(source.Draw(1)[0].patience, Seconds(40));
}

TEST(CallerSourceTest, WhoWasLostSightOfIsTakenAsAnswered) {
  const CallerSource source({{.entered = kNoon, .wait = Seconds(30), .end = End::kUnseen},
                             {.entered = kNoon, .wait = Seconds(40), .end = End::kAbandoned}});

  EXPECT_EQ(source.Draw(1)[0].patience, Seconds(40));
  EXPECT_EQ(source.Draw(1)[0].handling, Duration{0});  // Nobody was answered.
}

TEST(CallerSourceTest, TheSameSeedGivesTheSameCallers) {
  std::vector<PastStay> stays(50, {.entered = kNoon, .wait = Seconds(40), .end = End::kAbandoned});
  for (int i = 1; i <= 50; ++i) {
    stays.push_back({.entered = kNoon, .end = End::kAnswered, .handling = Seconds(i)});
  }
  const CallerSource source(stays);

  EXPECT_EQ(source.Draw(7), source.Draw(7));
  EXPECT_NE(source.Draw(7), source.Draw(8));
}

}  // namespace
}  // namespace jackfield::whatif
