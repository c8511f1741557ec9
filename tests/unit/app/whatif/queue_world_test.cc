#include "server/app/whatif/queue_world.h"

#include <gtest/gtest.h>

namespace jackfield::whatif {
namespace {

constexpr WallTime kNoon{Duration{1'767'614'400'000}};
constexpr Duration kQuarter{900'000};
constexpr Duration Seconds(int seconds) { return Duration{seconds * 1'000LL}; }

// A quarter of an hour of a queue with a threshold of 20 s and so many agents, who answer at once.
QueueSetup SetupWith(std::uint32_t agents) {
  QueueSetup setup{
      .staffing = {{kNoon, agents}}, .begin = kNoon, .count_from = kNoon, .end = kNoon + kQuarter};
  setup.queue.name = "sales";
  setup.queue.service_level_threshold = Seconds(20);
  return setup;
}

TEST(QueueWorldTest, ACallerWaitsForTheAgentAndForTheRing) {
  QueueSetup setup = SetupWith(1);
  setup.ring = Seconds(5);

  const Outcome outcome =
      QueueWorld(setup).Run({{.when = kNoon, .handling = Seconds(60)},
                             {.when = kNoon + Seconds(10), .handling = Seconds(30)}});

  // The first is answered at 5 s and ends at 65 s; the second rings then, and is answered at 70 s.
  EXPECT_EQ(outcome.queue.offered, 2);
  EXPECT_EQ(outcome.queue.answered, 2);
  EXPECT_EQ(outcome.queue.answered_within, 1);
  EXPECT_EQ(outcome.queue.passed_threshold, 1);
  EXPECT_EQ(outcome.queue.wait_answered, Seconds(65));
  EXPECT_EQ(outcome.queue.wait_max, Seconds(60));
  EXPECT_EQ(outcome.queue.talk, Seconds(90));
  EXPECT_EQ(outcome.waits, (std::vector<Duration>{Seconds(5), Seconds(60)}));
  EXPECT_EQ(outcome.agents.ringing, Seconds(10));
  EXPECT_EQ(outcome.agents.talk, Seconds(90));
  EXPECT_EQ(outcome.agents.ready, Seconds(800));
}

TEST(QueueWorldTest, ACallerWhosePatienceEndsHangsUp) {
  const Outcome outcome =
      QueueWorld(SetupWith(1))
          .Run({{.when = kNoon, .handling = Seconds(60)},
                {.when = kNoon + Seconds(10), .handling = Seconds(30), .patience = Seconds(20)}});

  EXPECT_EQ(outcome.queue.answered, 1);
  EXPECT_EQ(outcome.queue.abandoned, 1);
  EXPECT_EQ(outcome.queue.abandoned_within, 1);
  EXPECT_EQ(outcome.queue.wait_abandoned, Seconds(20));
  EXPECT_EQ(outcome.agents.talk, Seconds(60));
  EXPECT_EQ(outcome.stays, 2);
  EXPECT_EQ(outcome.stays_with_a_wait, 1);
}

TEST(QueueWorldTest, ACallerWhoHangsUpWhileThePhoneRingsLeavesTheAgentFree) {
  QueueSetup setup = SetupWith(1);
  setup.ring = Seconds(10);

  const Outcome outcome =
      QueueWorld(setup).Run({{.when = kNoon, .handling = Seconds(60), .patience = Seconds(4)},
                             {.when = kNoon + Seconds(30), .handling = Seconds(60)}});

  EXPECT_EQ(outcome.queue.abandoned, 1);
  EXPECT_EQ(outcome.queue.answered, 1);
  EXPECT_EQ(outcome.queue.wait_answered, Seconds(10));
  EXPECT_EQ(outcome.agents.ringing, Seconds(14));
}

TEST(QueueWorldTest, ACallerMayLeaveInAnotherWay) {
  const Outcome outcome = QueueWorld(SetupWith(0))
                              .Run({{.when = kNoon,
                                     .patience = Seconds(30),
                                     .leaves_by = exchange::DequeueCause::kExitKey}});

  EXPECT_EQ(outcome.queue.exit_key, 1);
  EXPECT_EQ(outcome.queue.abandoned, 0);
}

TEST(QueueWorldTest, AfterCallWorkKeepsTheAgentFromTheNextCall) {
  QueueSetup setup = SetupWith(1);
  setup.queue.wrap_up = Seconds(40);

  const Outcome outcome = QueueWorld(setup).Run(
      {{.when = kNoon, .handling = Seconds(60), .after_call_work = Seconds(15)},
       {.when = kNoon, .handling = Seconds(60), .after_call_work = Seconds(90)},
       {.when = kNoon, .handling = Seconds(60)}});

  // The second is answered at 75 s, and its work ends with the wrap-up at 175 s.
  EXPECT_EQ(outcome.queue.wait_answered, Seconds(75 + 175));
  EXPECT_EQ(outcome.queue.after_call_work, Seconds(15 + 40));
  EXPECT_EQ(outcome.agents.after_call_work, Seconds(15 + 40));
}

TEST(QueueWorldTest, AgentsComeAndGoByThePlanAndFinishTheirCalls) {
  QueueSetup setup = SetupWith(1);
  setup.staffing = {{kNoon + Seconds(60), 2}, {kNoon + Seconds(100), 0}};

  const Outcome outcome =
      QueueWorld(setup).Run({{.when = kNoon, .handling = Seconds(200)},
                             {.when = kNoon + Seconds(120), .handling = Seconds(60)}});

  EXPECT_EQ(outcome.queue.answered, 1);
  EXPECT_EQ(outcome.queue.wait_answered, Seconds(60));
  EXPECT_EQ(outcome.agents.talk, Seconds(200));
  EXPECT_EQ(outcome.agents.ready, Seconds(40));  // Of the second agent.
}

TEST(QueueWorldTest, WhatLeadsInIsNotCounted) {
  QueueSetup setup = SetupWith(1);
  setup.count_from = kNoon + kQuarter;
  setup.end = kNoon + 2 * kQuarter;

  const Outcome outcome =
      QueueWorld(setup).Run({{.when = kNoon, .handling = Seconds(60)},
                             {.when = kNoon + kQuarter - Seconds(20), .handling = Seconds(50)},
                             {.when = kNoon + kQuarter, .handling = Seconds(10)}});

  EXPECT_EQ(outcome.queue.offered, 1);
  EXPECT_EQ(outcome.queue.wait_answered, Seconds(30));
  EXPECT_EQ(outcome.waits, std::vector<Duration>{Seconds(30)});
  EXPECT_EQ(outcome.agents.talk, Seconds(60));  // Both ended in what counts.
  EXPECT_EQ(outcome.agents.ready, Seconds(860));
}

TEST(QueueWorldTest, NothingAfterTheEndIsCounted) {
  const Outcome outcome =
      QueueWorld(SetupWith(1))
          .Run({{.when = kNoon + kQuarter - Seconds(10), .handling = Seconds(60)},
                {.when = kNoon + kQuarter - Seconds(5), .handling = Seconds(60)},
                {.when = kNoon + kQuarter, .handling = Seconds(60)}});

  EXPECT_EQ(outcome.queue.offered, 2);
  EXPECT_EQ(outcome.queue.answered, 1);
  EXPECT_EQ(outcome.agents.ready, Seconds(890));
  EXPECT_EQ(outcome.agents.talk, Duration{0});
}

TEST(QueueWorldTest, IntervalsThatTheExchangeHasForgottenAreCounted) {
  QueueSetup setup = SetupWith(1);
  setup.end = kNoon + 150 * kQuarter;
  std::vector<Arrival> arrivals;
  for (int interval = 0; interval < 150; ++interval) {
    arrivals.push_back({.when = kNoon + interval * kQuarter, .handling = Seconds(60)});
  }

  const Outcome outcome = QueueWorld(setup).Run(arrivals);

  EXPECT_EQ(outcome.queue.answered, 150);
  EXPECT_EQ(outcome.agents.talk, Seconds(9'000));
  EXPECT_EQ(outcome.agents.ready, Seconds(126'000));
}

TEST(QueueWorldTest, RingsOfTheQueueDecideWhoMayHaveACall) {
  QueueSetup setup = SetupWith(2);
  setup.skills = {{{"english", 40}}, {}};
  setup.queue.routing.rings = {
      {.after = Duration{0}, .skills = {{.skill = "english", .level_min = 50}}},
      {.after = Seconds(60), .skills = {{.skill = "english", .level_min = 1}}}};

  const Outcome outcome = QueueWorld(setup).Run({{.when = kNoon, .handling = Seconds(30)}});

  EXPECT_EQ(outcome.waits, std::vector<Duration>{Seconds(60)});
}

TEST(QueueWorldTest, ACustomerOfAHigherTierGoesFirst) {
  QueueSetup setup = SetupWith(1);
  setup.rules.tier_priorities = {100};

  const Outcome outcome = QueueWorld(setup).Run(
      {{.when = kNoon, .handling = Seconds(60)},
       {.when = kNoon + Seconds(1), .handling = Seconds(60)},
       {.when = kNoon + Seconds(2), .handling = Seconds(60), .caller_class = {1, false}}});

  EXPECT_EQ(outcome.waits, (std::vector<Duration>{Seconds(0), Seconds(58), Seconds(119)}));
}

TEST(QueueWorldTest, ACustomerWithAComplaintGoesFirstAsFarAsWaitingDoesNotWeighMore) {
  QueueSetup setup = SetupWith(1);
  setup.rules.complaint_priority = 10;
  const std::vector<Arrival> callers = {
      {.when = kNoon, .handling = Seconds(90)},
      {.when = kNoon + Seconds(1), .handling = Seconds(60)},
      {.when = kNoon + Seconds(31), .handling = Seconds(60), .caller_class = {0, true}}};

  const Outcome light = QueueWorld(setup).Run(callers);
  setup.rules.ageing_per_minute = 60;  // Half a minute is 30 points.
  const Outcome heavy = QueueWorld(setup).Run(callers);

  EXPECT_EQ(light.class_waits.at({0, true}), std::vector<Duration>{Seconds(59)});
  EXPECT_EQ(light.class_waits.at({0, false}), (std::vector<Duration>{Seconds(0), Seconds(149)}));
  EXPECT_EQ(heavy.class_waits.at({0, true}), std::vector<Duration>{Seconds(119)});
  EXPECT_EQ(heavy.class_waits.at({0, false}), (std::vector<Duration>{Seconds(0), Seconds(89)}));
}

TEST(QueueWorldTest, WhereAllAreRungOneAnswersAndTheOthersAreFreeAgain) {
  QueueSetup setup = SetupWith(2);
  setup.queue.routing.strategy = exchange::RoutingStrategy::kRingAll;
  setup.ring = Seconds(5);

  const Outcome outcome =
      QueueWorld(setup).Run({{.when = kNoon, .handling = Seconds(60)},
                             {.when = kNoon + Seconds(2), .handling = Seconds(60)}});

  // Both phones ring for the first; for the second the one that is left, from 5 s on.
  EXPECT_EQ(outcome.waits, (std::vector<Duration>{Seconds(5), Seconds(8)}));
  EXPECT_EQ(outcome.agents.ringing, Seconds(15));
}

TEST(QueueWorldTest, TheSameCallersGiveTheSameOutcome) {
  std::vector<Arrival> arrivals;
  for (int i = 0; i < 100; ++i) {
    arrivals.push_back({.when = kNoon + Seconds(i * 7),
                        .handling = Seconds(10 + i * 13 % 40),
                        .patience = Seconds(20 + i * 17 % 50)});
  }

  EXPECT_EQ(QueueWorld(SetupWith(2)).Run(arrivals), QueueWorld(SetupWith(2)).Run(arrivals));
}

}  // namespace
}  // namespace jackfield::whatif
