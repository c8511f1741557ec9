#include "server/exchange/agent_rules.h"

#include <gtest/gtest.h>

#include "tests/support/exchange_driver.h"

namespace jackfield::exchange {
namespace {

class AgentRulesTest : public testing::Test {
 protected:
  void SetUp() override {
    driver.Configure(SmallSite());
    driver.Tell(MemberAdded{"sales", "PJSIP/1001"});
  }
  void Talk() {
    driver.Tell(Originated{.call = "c1", .connection = "caller"});
    driver.Tell(Queued{"c1", "caller", "sales"});
    driver.Tell(Delivered{"c1", "m1", "PJSIP/1001", "sales", "caller"});
    driver.Tell(Established{"c1", "m1", "PJSIP/1001", "sales", "caller"});
  }
  void HangUp() { driver.Tell(ConnectionCleared{"c1", "m1"}); }
  ExchangeDriver driver;
};

TEST_F(AgentRulesTest, MemberIsReady) { EXPECT_EQ(driver.agent("ana").state, AgentState::kReady); }

// A1.
TEST_F(AgentRulesTest, HeldCallAloneIsHold) {
  Talk();
  driver.Tell(Held{"c1", "m1"});
  EXPECT_EQ(driver.agent("ana").state, AgentState::kHold);
}

TEST_F(AgentRulesTest, WrapUpFollowsTheQueuesCallAndEndsByItsTimer) {
  Talk();
  HangUp();
  EXPECT_EQ(driver.agent("ana").state, AgentState::kWorkingAfterCall);

  driver.Advance(Duration{11'001});
  driver.FireTimers();
  EXPECT_EQ(driver.agent("ana").state, AgentState::kReady);
  EXPECT_EQ(driver.counted("sales").after_call_work, Duration{10'000});
}

// A2.
TEST_F(AgentRulesTest, WishOfABusyAgentIsPendingUntilTheWrapUpIsOver) {
  Talk();
  ASSERT_TRUE(driver.Command(SetAgentState{"ana", AgentWish::kNotReady, "lunch", "ana"}));
  EXPECT_EQ(driver.agent("ana").state, AgentState::kConnected);
  EXPECT_EQ(driver.agent("ana").pending->reason, "lunch");

  HangUp();
  EXPECT_EQ(driver.agent("ana").state, AgentState::kWorkingAfterCall);
  EXPECT_EQ(driver.agent("ana").pending->reason, "lunch");

  ASSERT_TRUE(driver.Command(CompleteWrapUp{"ana", driver.call("c1").id, "solved", {}}));
  EXPECT_EQ(driver.agent("ana").state, AgentState::kNotReady);
  EXPECT_EQ(driver.agent("ana").idle.reason, "lunch");
}

// A2.
TEST_F(AgentRulesTest, WishInAWrapUpIsPendingAndDoesNotEndIt) {
  Talk();
  HangUp();
  ASSERT_TRUE(driver.Command(SetAgentState{"ana", AgentWish::kNotReady, "lunch", "ana"}));
  EXPECT_EQ(driver.agent("ana").state, AgentState::kWorkingAfterCall);
  EXPECT_TRUE(driver.agent("ana").wrap_up);

  driver.Advance(Duration{11'001});
  driver.FireTimers();
  EXPECT_EQ(driver.agent("ana").state, AgentState::kNotReady);
  EXPECT_EQ(driver.agent("ana").idle.reason, "lunch");
  EXPECT_FALSE(driver.agent("ana").pending);
}

// A3.
TEST_F(AgentRulesTest, PauseInEveryQueueIsNotReadyAndCountsOnceForEach) {
  driver.Tell(MemberAdded{"support", "PJSIP/1001"});
  driver.Tell(MemberPaused{"sales", "PJSIP/1001", true, PersonalText("lunch")});
  EXPECT_EQ(driver.agent("ana").state, AgentState::kReady);

  driver.Tell(MemberPaused{"support", "PJSIP/1001", true, PersonalText("lunch")});
  driver.Tell(MemberPaused{"support", "PJSIP/1001", true, PersonalText("lunch")});
  EXPECT_EQ(driver.agent("ana").state, AgentState::kNotReady);

  std::uint64_t pauses = 0;
  for (const auto& [key, counters] : driver.agent("ana").intervals) pauses += counters.pauses;
  EXPECT_EQ(pauses, 2U);
}

TEST_F(AgentRulesTest, PauseOfAMemberNotHeardOfBeforeMakesItAMemberAndCounts) {
  driver.Tell(MemberPaused{"sales", "PJSIP/1002", true, {}});

  EXPECT_EQ(driver.agent("bo").state, AgentState::kNotReady);
  const QueueId sales = driver.queue("sales").id;
  EXPECT_EQ(driver.agent("bo").intervals.at({ExchangeDriver::kStart, sales}).pauses, 1U);
}

TEST_F(AgentRulesTest, UnpauseEqualToTheStateChangesNothing) {
  const Effects effects = driver.Tell(MemberPaused{"sales", "PJSIP/1001", false, {}});
  EXPECT_TRUE(effects.empty());
}

// A6.
TEST_F(AgentRulesTest, StateIsByWhoeverChangedIt) {
  EXPECT_EQ(driver.agent("ana").cause, StateCause::kSwitch);
  ASSERT_TRUE(driver.Command(SetAgentState{"ana", AgentWish::kNotReady, "lunch", "chief"}));
  EXPECT_EQ(driver.agent("ana").cause, StateCause::kSupervisor);
  ASSERT_TRUE(driver.Command(SetAgentState{"ana", AgentWish::kNotReady, "talk", "ana"}));
  EXPECT_EQ(driver.agent("ana").cause, StateCause::kAgent);
  ASSERT_TRUE(driver.Command(SetAgentState{"ana", AgentWish::kReady, "", "chief"}));
  EXPECT_EQ(driver.agent("ana").cause, StateCause::kSupervisor);
  EXPECT_EQ(driver.agent("ana").changed_by, "chief");
  EXPECT_EQ(driver.agent("bo").cause, StateCause::kConfiguration);
}

// A6.
TEST_F(AgentRulesTest, StateAfterACallIsByWhatEndedIt) {
  Talk();
  EXPECT_EQ(driver.agent("ana").cause, StateCause::kCall);
  HangUp();
  EXPECT_EQ(driver.agent("ana").cause, StateCause::kCall);
  driver.Advance(Duration{11'001});
  driver.FireTimers();

  EXPECT_EQ(driver.agent("ana").state, AgentState::kReady);
  EXPECT_EQ(driver.agent("ana").cause, StateCause::kDeadline);
}

// A6.
TEST_F(AgentRulesTest, StateAfterACallIsByWhoeverChoseItMeanwhile) {
  Talk();
  ASSERT_TRUE(driver.Command(SetAgentState{"ana", AgentWish::kNotReady, "lunch", "chief"}));
  EXPECT_EQ(driver.agent("ana").cause, StateCause::kCall);
  HangUp();
  ASSERT_TRUE(driver.Command(CompleteWrapUp{"ana", driver.call("c1").id, "solved", {}}));

  EXPECT_EQ(driver.agent("ana").state, AgentState::kNotReady);
  EXPECT_EQ(driver.agent("ana").cause, StateCause::kSupervisor);
}

// A6.
TEST_F(AgentRulesTest, StateWhoseChoiceWasTakenBackIsByWhatEndedTheCall) {
  Talk();
  ASSERT_TRUE(driver.Command(SetAgentState{"ana", AgentWish::kNotReady, "lunch", "chief"}));
  ASSERT_TRUE(driver.Command(SetAgentState{"ana", AgentWish::kReady, "", "chief"}));
  HangUp();
  ASSERT_TRUE(driver.Command(CompleteWrapUp{"ana", driver.call("c1").id, "solved", {}}));

  EXPECT_EQ(driver.agent("ana").state, AgentState::kReady);
  EXPECT_EQ(driver.agent("ana").cause, StateCause::kAgent);
}

// A6.
TEST_F(AgentRulesTest, LostDeskIsTheCauseUntilItComesBack) {
  ASSERT_TRUE(driver.Command(DeskOpened{"ana", "d1"}));
  ASSERT_TRUE(driver.Command(DeskClosed{"ana", "d1"}));
  driver.Advance(Duration{60'001});
  driver.FireTimers();
  EXPECT_EQ(driver.agent("ana").cause, StateCause::kConnectionLost);
  ASSERT_TRUE(driver.Command(DeskOpened{"ana", "d2"}));

  EXPECT_EQ(driver.agent("ana").state, AgentState::kReady);
  EXPECT_EQ(driver.agent("ana").cause, StateCause::kAgent);
}

TEST_F(AgentRulesTest, LastMembershipTakenAwayLogsOff) {
  driver.Tell(MemberRemoved{"sales", "PJSIP/1001"});
  EXPECT_EQ(driver.agent("ana").state, AgentState::kLoggedOff);
}

TEST_F(AgentRulesTest, ReadyTimeIsCountedWhenItEnds) {
  driver.Advance(Duration{60'000});
  Talk();

  const AgentCounters& own = driver.agent("ana").intervals.at({ExchangeDriver::kStart, QueueId{}});
  EXPECT_EQ(own.ready, Duration{60'000});
}

TEST_F(AgentRulesTest, WhatTheRoutingCountsBeginsAnewWithTheNextSignIn) {
  driver.Advance(Duration{5'000});
  Talk();
  driver.Advance(Duration{40'000});
  HangUp();
  EXPECT_EQ(driver.agent("ana").routing.handled, 1U);
  EXPECT_EQ(driver.agent("ana").routing.talk, Duration{40'000});
  EXPECT_EQ(driver.agent("ana").routing.idle_since, Instant{Duration{0}});
  ASSERT_TRUE(driver.Command(CompleteWrapUp{"ana", driver.call("c1").id, "solved", {}}));
  EXPECT_EQ(driver.agent("ana").routing.idle_since, Instant{Duration{45'000}});

  driver.Tell(MemberRemoved{"sales", "PJSIP/1001"});
  EXPECT_EQ(driver.agent("ana").routing.handled, 1U);
  driver.Tell(MemberAdded{"sales", "PJSIP/1001"});
  EXPECT_EQ(driver.agent("ana").routing.handled, 0U);
  EXPECT_EQ(driver.agent("ana").routing.talk, Duration{0});
}

}  // namespace
}  // namespace jackfield::exchange
