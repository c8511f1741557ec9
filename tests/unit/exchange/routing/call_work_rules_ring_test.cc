#include <gtest/gtest.h>

#include "server/exchange/routing/call_work_rules.h"
#include "tests/unit/exchange/routing/call_work_driver.h"

namespace jackfield::exchange {
namespace {

class CallWorkRingTest : public CallWorkTest {};

// W9. The switch does not say by which queue it rings.
TEST_F(CallWorkRingTest, ARingAlertsAndAnAnswerAccepts) {
  Wait("c1");
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  EXPECT_EQ(StateOf("ana"), AgentState::kAlerting);
  EXPECT_TRUE(driver->state().reservations.begin()->second.alerting);
  EXPECT_EQ(driver->state().reservations.begin()->second.deadline, Instant{Duration{22'000}});
  EXPECT_EQ(driver->call("c1").offers.back().queue, driver->queue("sales").id);

  driver->Advance(Duration{3'000});
  driver->Tell(Established{"c1", "m1", "PJSIP/1001", {}, {}});
  EXPECT_EQ(StateOf("ana"), AgentState::kConnected);
  EXPECT_EQ(driver->call("c1").legs.front().state, LegState::kAnswered);
  EXPECT_TRUE(driver->state().work.empty());
  EXPECT_TRUE(driver->state().reservations.empty());
  EXPECT_EQ(driver->agent("ana").routing.handled, 1U);
  EXPECT_EQ(driver->counted("sales").answered, 1U);
}

// W5.
TEST_F(CallWorkRingTest, APhoneThatDoesNotRingIsNoPassAndTheNextIsTried) {
  Wait("c1");
  Pass(Duration{29'999});
  EXPECT_EQ(ReservedFor("c1"), "ana");
  Pass(Duration{1});

  EXPECT_EQ(ReservedFor("c1"), "bo");
  EXPECT_EQ(LastRoute().devices, std::vector<std::string>{"PJSIP/1002"});
  EXPECT_EQ(StateOf("ana"), AgentState::kReady);
  EXPECT_EQ(driver->agent("ana").routing.passes, 0U);
}

// W9.
TEST_F(CallWorkRingTest, ARingThatEndsUnansweredIsAPassAndTheNextIsTried) {
  Wait("c1");
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  driver->Tell(RingEnded{"c1", "m1", RingEnd::kNoAnswer});

  EXPECT_EQ(driver->agent("ana").routing.passes, 1U);
  EXPECT_EQ(ReservedFor("c1"), "bo");
  Wait("c2");
  EXPECT_EQ(ReservedFor("c2"), "ana");
}

// W7, while the phone rings.
TEST_F(CallWorkRingTest, WhoLetsThreeRingsPassIsNotReady) {
  ASSERT_TRUE(driver->Command(SetAgentState{"bo", AgentWish::kNotReady, {}, "bo"}));
  for (const char* call : {"c1", "c2", "c3"}) {
    EXPECT_EQ(StateOf("ana"), AgentState::kReady);
    Wait(call);
    driver->Tell(Delivered{call, std::string(call) + "-m", "PJSIP/1001", {}, {}});
    driver->Tell(RingEnded{call, std::string(call) + "-m", RingEnd::kNoAnswer});
    driver->Tell(CallCleared{call});
  }
  EXPECT_EQ(StateOf("ana"), AgentState::kNotReady);
}

// The end of the stay is told after the end of the ring: nobody else is rung in between.
TEST_F(CallWorkRingTest, ARingThatTheCallerEndedIsNotTriedElsewhere) {
  Wait("c1");
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  driver->Tell(RingEnded{"c1", "m1", RingEnd::kCallerGone});
  EXPECT_EQ(driver->state().commands.size(), 1U);

  driver->Tell(Dequeued{"c1", "c1-caller", "sales", DequeueCause::kAbandoned});
  EXPECT_EQ(driver->state().commands.size(), 1U);
  EXPECT_EQ(StateOf("ana"), AgentState::kReady);
  EXPECT_EQ(driver->agent("ana").routing.passes, 0U);
}

TEST_F(CallWorkRingTest, WhoWasRungIsIdleSinceTheEndOfTheRing) {
  Wait("c1");
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  driver->Advance(Duration{5'000});
  driver->Tell(RingEnded{"c1", "m1", RingEnd::kCallerGone});
  driver->Tell(Dequeued{"c1", "c1-caller", "sales", DequeueCause::kAbandoned});

  EXPECT_EQ(driver->agent("ana").routing.idle_since, Instant{Duration{7'000}});
}

// W9.
TEST_F(CallWorkRingTest, TheSwitchsTruthWinsWhereSomebodyElseIsRungAndAnswers) {
  Wait("c1");
  driver->Tell(Delivered{"c1", "m2", "PJSIP/1002", "sales", "c1-caller"});
  EXPECT_EQ(ReservedFor("c1"), "ana");

  driver->Tell(Established{"c1", "m2", "PJSIP/1002", "sales", "c1-caller"});
  EXPECT_TRUE(driver->state().reservations.empty());
  EXPECT_EQ(StateOf("ana"), AgentState::kReady);
  EXPECT_EQ(driver->call("c1").legs.front().agent, driver->agent("bo").id);
}

// W10.
TEST_F(CallWorkRingTest, ASwitchMayTakeTheCallerOutOfItsQueueToRingTheAgent) {
  for (const DequeueCause cause : {DequeueCause::kUnknown, DequeueCause::kWithdrawn}) {
    Begin(DirectedSite());
    Wait("c1");
    driver->Tell(Dequeued{"c1", "c1-caller", "sales", cause});
    EXPECT_EQ(ReservedFor("c1"), "ana");

    driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
    driver->Tell(Established{"c1", "m1", "PJSIP/1001", {}, {}});
    EXPECT_EQ(driver->call("c1").legs.front().state, LegState::kAnswered);
    EXPECT_EQ(driver->counted("sales").answered, 1U);
    EXPECT_EQ(driver->counted("sales").withdrawn, 0U);
  }
}

// W10.
TEST_F(CallWorkRingTest, WhomTheSwitchBringsBackWaitsAtTheirPlace) {
  Wait("c1");
  driver->Tell(Dequeued{"c1", "c1-caller", "sales", DequeueCause::kUnknown});
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  driver->Advance(Duration{5'000});
  driver->Tell(RingEnded{"c1", "m1", RingEnd::kNoAnswer});
  driver->Tell(Queued{"c1", "c1-caller", "sales"});

  EXPECT_EQ(ReservedFor("c1"), "bo");
  ASSERT_EQ(driver->call("c1").legs.size(), 1U);
  EXPECT_EQ(driver->state().work.begin()->second.entered.at, Instant{Duration{2'000}});
  EXPECT_EQ(driver->counted("sales").offered, 1U);
}

// W10. That the caller hung up is an end of the stay, and so is leaving when nobody is reserved.
TEST_F(CallWorkRingTest, WhoHangsUpOnTheWayToAnAgentHasAbandoned) {
  Wait("c1");
  driver->Tell(Dequeued{"c1", "c1-caller", "sales", DequeueCause::kUnknown});
  driver->Tell(Dequeued{"c1", "c1-caller", "sales", DequeueCause::kAbandoned});

  EXPECT_EQ(driver->counted("sales").abandoned, 1U);
  EXPECT_TRUE(driver->state().work.empty());
  EXPECT_EQ(StateOf("ana"), AgentState::kReady);

  for (const char* login : {"ana", "bo"}) {
    ASSERT_TRUE(driver->Command(SetAgentState{login, AgentWish::kNotReady, {}, login}));
  }
  Wait("c2");
  driver->Tell(Dequeued{"c2", "c2-caller", "sales", DequeueCause::kUnknown});
  EXPECT_TRUE(driver->state().work.empty());
}

// W10.
TEST_F(CallWorkRingTest, ACallerOnTheWayToAnAgentIsNotLostWhereTheSwitchDoesNotListThemAsWaiting) {
  Wait("c1");
  const SwitchSnapshot listed{.calls = {{"c1", {}, {}, {{"c1-caller", {}, false}}}},
                              .queues = {"sales"}};
  driver->Tell(listed);
  EXPECT_EQ(ReservedFor("c1"), "ana");
  EXPECT_EQ(driver->counted("sales").lost, 0U);

  for (const char* login : {"ana", "bo"}) {
    ASSERT_TRUE(driver->Command(SetAgentState{login, AgentWish::kNotReady, {}, login}));
  }
  driver->Tell(listed);
  EXPECT_EQ(driver->counted("sales").lost, 1U);
}

TEST_F(CallWorkRingTest, RingAllRoutesOnceToAllAndTheFirstAnswerWins) {
  Configuration site = DirectedSite();
  site.queues[0].routing.strategy = RoutingStrategy::kRingAll;
  Begin(site);
  Wait("c1");
  EXPECT_EQ(LastRoute().devices, (std::vector<std::string>{"PJSIP/1001", "PJSIP/1002"}));
  EXPECT_EQ(driver->state().commands.size(), 1U);

  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  driver->Tell(Delivered{"c1", "m2", "PJSIP/1002", {}, {}});
  driver->Tell(Established{"c1", "m2", "PJSIP/1002", {}, {}});
  EXPECT_TRUE(driver->state().reservations.empty());
  EXPECT_EQ(StateOf("ana"), AgentState::kReady);
  EXPECT_EQ(StateOf("bo"), AgentState::kConnected);
}

// W7.
TEST_F(CallWorkRingTest, ARingThatIsNotAnsweredIsOnePassAndNotTwo) {
  Wait("c1");
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});

  driver->Tell(RingEnded{"c1", "m1", RingEnd::kNoAnswer});

  EXPECT_EQ(driver->agent("ana").routing.passes, 1U);
}

TEST_F(CallWorkRingTest, ARouteThatFailsIsTriedElsewhere) {
  Wait("c1");
  WorkDriver rules(driver->state());
  const WorkKey key = rules.state().work.begin()->first;
  ASSERT_EQ(rules.ReservedFor(key), "ana");
  const ReservationId failed = rules.ReservationOf(key);
  rules.Do([&](Step& step) { FailRoute(step, failed, 1); });
  EXPECT_EQ(rules.ReservedFor(key), "bo");
  EXPECT_EQ(rules.agent("ana").state, AgentState::kReady);

  const ReservationId next = rules.ReservationOf(key);
  rules.Do([&](Step& step) { FailRoute(step, failed, 1); });  // It has ended.
  EXPECT_EQ(rules.ReservationOf(key), next);
}

// The switch rings already: that it refused is no news.
TEST_F(CallWorkRingTest, ARouteThatFailsAfterTheRingChangesNothing) {
  Wait("c1");
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  WorkDriver rules(driver->state());
  const WorkKey key = rules.state().work.begin()->first;
  const ReservationId rings = rules.ReservationOf(key);
  rules.Do([&](Step& step) { FailRoute(step, rings, 1); });
  EXPECT_EQ(rules.ReservationOf(key), rings);
}

// The first agent of a ring-all leaves before the switch refuses.
TEST_F(CallWorkRingTest, ARouteThatFailsEndsAlsoTheReservationsThatOutlivedTheFirst) {
  Configuration site = DirectedSite();
  site.queues[0].routing.strategy = RoutingStrategy::kRingAll;
  Begin(site);
  Wait("c1");
  const CommandId route = driver->state().commands.rbegin()->first;
  ASSERT_EQ(driver->state().commands.at(route).reserved_count, 2U);
  ASSERT_TRUE(driver->Command(SetAgentState{"ana", AgentWish::kNotReady, {}, "ana"}));
  ASSERT_EQ(ReservedFor("c1"), "bo");

  driver->Tell(CommandResult{route, CommandOutcome::kRefused, "SWITCH_REFUSED"});

  EXPECT_TRUE(driver->state().reservations.empty());
  EXPECT_EQ(StateOf("bo"), AgentState::kReady);
}

// The ring has expired here, and the agent answers all the same.
TEST_F(CallWorkRingTest, ALateAnswerEndsTheWaitAndTheNextAgentsReservation) {
  Wait("c1");
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  Pass(Duration{22'000});
  EXPECT_EQ(ReservedFor("c1"), "bo");

  driver->Tell(Established{"c1", "m1", "PJSIP/1001", {}, {}});
  EXPECT_TRUE(driver->state().work.empty());
  EXPECT_EQ(StateOf("bo"), AgentState::kReady);
  EXPECT_EQ(driver->call("c1").legs.front().agent, driver->agent("ana").id);
}

}  // namespace
}  // namespace jackfield::exchange
