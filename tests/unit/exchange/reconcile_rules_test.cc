#include <gtest/gtest.h>

#include "server/exchange/telephony_rules.h"
#include "tests/support/exchange_driver.h"

namespace jackfield::exchange {
namespace {

class ReconcileRulesTest : public testing::Test {
 protected:
  void SetUp() override {
    driver.Configure(SmallSite());
    driver.Tell(LinkUp{"epoch-1"});
    driver.Tell(Originated{.call = "c1", .connection = "caller"});
    driver.Tell(Queued{"c1", "caller", "sales"});
  }
  ExchangeDriver driver;
};

TEST_F(ReconcileRulesTest, CallThatTheSwitchNoLongerHasIsLost) {
  driver.Tell(SwitchSnapshot{.queues = {"sales"}});

  EXPECT_EQ(driver.call("c1").end, CallEnd::kLost);
  EXPECT_EQ(driver.counted("sales").lost, 1U);
  EXPECT_TRUE(driver.queue("sales").waiting.empty());
}

TEST_F(ReconcileRulesTest, SnapshotEqualToWhatIsKnownChangesNoFigure) {
  const QueueCounters before = driver.counted("sales");
  driver.Tell(SwitchSnapshot{.calls = {{.call = "c1", .connections = {{"caller", "", false}}}},
                             .waiting = {{"sales", "c1", "caller", Duration{0}}},
                             .queues = {"sales"}});

  EXPECT_EQ(driver.counted("sales"), before);
  EXPECT_EQ(driver.queue("sales").waiting.size(), 1U);
}

TEST_F(ReconcileRulesTest, CallerFoundWaitingIsOfferedWithTheWaitTheSwitchTells) {
  driver.Advance(Duration{60'000});
  driver.Tell(
      SwitchSnapshot{.waiting = {{"sales", "c9", "other", Duration{12'000}}}, .queues = {"sales"}});
  driver.Tell(Established{"c9", "m1", "PJSIP/1001", "sales", "other"});

  EXPECT_EQ(driver.counted("sales").offered, 2U);
  EXPECT_EQ(driver.counted("sales").wait_answered, Duration{12'000});
}

TEST_F(ReconcileRulesTest, CallFoundTalkingMakesItsAgentBusyAndIsNotOffered) {
  driver.Tell(SwitchSnapshot{
      .calls = {{.call = "c9", .connections = {{"m1", "PJSIP/1001-00000001", false}}}},
      .queues = {"sales"}});

  EXPECT_EQ(driver.agent("ana").state, AgentState::kConnected);
  EXPECT_EQ(driver.call("c9").origin, Origin::kUnknown);
  EXPECT_EQ(driver.counted("sales").offered, 1U);
}

TEST_F(ReconcileRulesTest, AgentWhoHungUpInTheGapIsFreed) {
  driver.Tell(Delivered{"c1", "m1", "PJSIP/1001", "sales", "caller"});
  driver.Tell(Established{"c1", "m1", "PJSIP/1001", "sales", "caller"});
  driver.Tell(SwitchSnapshot{.calls = {{.call = "c1", .connections = {{"caller", "", false}}}},
                             .queues = {"sales"}});

  EXPECT_TRUE(driver.agent("ana").busy.empty());
  EXPECT_TRUE(driver.call("c1").live());
}

TEST_F(ReconcileRulesTest, CallWhosePartiesAllChangedInTheGapGoesOn) {
  const CallId before = driver.call("c1").id;
  driver.Tell(SwitchSnapshot{.calls = {{.call = "c1", .connections = {{"other", "", false}}}},
                             .queues = {"sales"}});

  EXPECT_EQ(driver.call("c1").id, before);
  EXPECT_TRUE(driver.call("c1").live());
}

// C1. After a transfer the switch may list parties under the id of the consultation for a while.
TEST_F(ReconcileRulesTest, CallListedUnderTheIdOfOneThatBecamePartOfItKeepsAllItsParties) {
  driver.Tell(Originated{.call = "c2", .connection = "ana-asks", .device = "PJSIP/1001"});
  driver.Tell(Delivered{"c2", "m2", "PJSIP/1002", {}, {}});
  driver.Tell(Transferred{.call = "c1", .kind = TransferKind::kConsultation, .consultation = "c2"});
  const QueueCounters before = driver.counted("sales");
  driver.Tell(SwitchSnapshot{.calls = {{.call = "c1", .connections = {{"caller", "", false}}},
                                       {.call = "c2", .connections = {{"m2", "PJSIP/1002", true}}}},
                             .waiting = {{"sales", "c1", "caller", Duration{0}}},
                             .queues = {"sales"}});

  EXPECT_EQ(driver.counted("sales"), before);
  EXPECT_EQ(driver.queue("sales").waiting.size(), 1U);
  EXPECT_EQ(driver.agent("bo").state, AgentState::kAlerting);
}

TEST_F(ReconcileRulesTest, CallerWhoIsNoLongerInACallThatGoesOnIsLostAndDidNotAbandon) {
  driver.Tell(SwitchSnapshot{.calls = {{.call = "c1", .connections = {{"other", "", false}}}},
                             .queues = {"sales"}});

  EXPECT_EQ(driver.counted("sales").lost, 1U);
  EXPECT_EQ(driver.counted("sales").abandoned, 0U);
}

TEST_F(ReconcileRulesTest, RingThatBeganInTheGapIsOfTheQueueThatTheCallerWaitsIn) {
  driver.Tell(SwitchSnapshot{
      .calls = {{.call = "c1", .connections = {{"caller", "", false}, {"m1", "PJSIP/1001", true}}}},
      .waiting = {{"sales", "c1", "caller", Duration{0}}},
      .queues = {"sales"}});

  ASSERT_EQ(driver.call("c1").offers.size(), 1U);
  EXPECT_EQ(driver.call("c1").offers[0].queue, driver.queue("sales").id);
}

TEST_F(ReconcileRulesTest, RingThatWasAnsweredInTheGapIsAnAnswerOfItsQueue) {
  driver.Tell(Delivered{"c1", "m1", "PJSIP/1001", "sales", "caller"});
  driver.Tell(Delivered{"c1", "m2", "PJSIP/1002", "sales", "caller"});
  driver.Tell(SwitchSnapshot{
      .calls = {{.call = "c1",
                 .connections = {{"caller", "", false}, {"m1", "PJSIP/1001", false}}}},
      .queues = {"sales"}});

  EXPECT_EQ(driver.counted("sales").answered, 1U);
  EXPECT_EQ(driver.counted("sales").lost, 0U);
  EXPECT_EQ(driver.call("c1").offers[0].state, OfferState::kAnswered);
  EXPECT_TRUE(driver.agent("bo").busy.empty());
}

TEST_F(ReconcileRulesTest, RingThatWasAnsweredInTheGapIsAnAnswerAlsoWhereTheCallerIsNotNamed) {
  driver.Tell(Delivered{"c1", "m1", "PJSIP/1001", "sales", "caller"});
  driver.Tell(
      SwitchSnapshot{.calls = {{.call = "c1", .connections = {{"m1", "PJSIP/1001", false}}}},
                     .queues = {"sales"}});

  EXPECT_EQ(driver.counted("sales").answered, 1U);
  EXPECT_EQ(driver.counted("sales").lost, 0U);
}

TEST_F(ReconcileRulesTest, CallerWhoIsListedAsWaitingIsNotAnsweredYet) {
  driver.Tell(Delivered{"c1", "m1", "PJSIP/1001", "sales", "caller"});
  driver.Tell(SwitchSnapshot{
      .calls = {{.call = "c1",
                 .connections = {{"caller", "", false}, {"m1", "PJSIP/1001", false}}}},
      .waiting = {{"sales", "c1", "caller", Duration{0}}},
      .queues = {"sales"}});

  EXPECT_EQ(driver.counted("sales").answered, 0U);
  EXPECT_EQ(driver.queue("sales").waiting.size(), 1U);
}

// C3.
TEST_F(ReconcileRulesTest, CallWhoseEndWasInferredIsThereAgainWhenTheSwitchListsIt) {
  const CallId before = driver.call("c1").id;
  driver.Tell(ConnectionCleared{"c1", "caller"});
  ASSERT_FALSE(driver.call("c1").live());

  driver.Tell(SwitchSnapshot{.calls = {{.call = "c1", .connections = {{"other", "", false}}}},
                             .queues = {"sales"}});
  EXPECT_TRUE(driver.call("c1").live());
  EXPECT_NE(driver.call("c1").id, before);
}

TEST_F(ReconcileRulesTest, CallThatTheSourceSaidIsOverStaysOver) {
  driver.Tell(CallCleared{"c1"});
  driver.Tell(SwitchSnapshot{.calls = {{.call = "c1", .connections = {{"caller", "", false}}}},
                             .queues = {"sales"}});

  EXPECT_FALSE(driver.call("c1").live());
}

TEST_F(ReconcileRulesTest, AgentWhoseAnswerWasNotHeardIsBusyWhenTheSwitchListsIt) {
  driver.Tell(Delivered{"c1", "m1", "PJSIP/1001", "sales", "caller"});
  driver.Advance(Duration{62'000});
  driver.FireTimers();
  ASSERT_TRUE(driver.agent("ana").busy.empty());

  driver.Tell(SwitchSnapshot{
      .calls = {{.call = "c1",
                 .connections = {{"caller", "", false}, {"m1", "PJSIP/1001", false}}}},
      .queues = {"sales"}});
  EXPECT_EQ(driver.agent("ana").state, AgentState::kConnected);
}

TEST_F(ReconcileRulesTest, MembersBecomeThoseOfTheSnapshot) {
  driver.Tell(MemberAdded{"sales", "PJSIP/1001"});
  driver.Tell(SwitchSnapshot{.members = {{"sales", "PJSIP/1002", true, {}}}, .queues = {"sales"}});

  EXPECT_TRUE(driver.agent("ana").memberships.empty());
  EXPECT_EQ(driver.agent("bo").state, AgentState::kNotReady);
}

// A queue without aliases is that of every source.
TEST_F(ReconcileRulesTest, MembersThatAnotherSwitchToldOfStay) {
  driver.Tell(MemberAdded{"sales", "PJSIP/1001"});
  Exchange exchange = driver.exchange();
  Input input{.now = Instant(Duration{100})};
  input.body = TelephonyEvent{.source = "other", .body = SwitchSnapshot{.queues = {"sales"}}};

  ASSERT_TRUE(exchange.Apply(Sequence{99}, input));

  EXPECT_EQ(exchange.FindAgentByLogin("ana")->memberships.size(), 1U);
}

TEST_F(ReconcileRulesTest, RestartOfTheSwitchLosesItsCallsAndUsedIdsNameOthers) {
  const CallId before = driver.call("c1").id;
  driver.Tell(LinkUp{"epoch-2"});
  driver.Tell(Originated{.call = "c1", .connection = "caller"});

  EXPECT_EQ(driver.counted("sales").lost, 1U);
  EXPECT_NE(driver.call("c1").id, before);
  EXPECT_TRUE(driver.call("c1").live());
}

// A switch tells its first restart apart, but had no word for the time before it.
TEST(ReconcileRulesFirstEpochTest, RestartAfterAnEpochWithoutANameLosesItsCallsToo) {
  ExchangeDriver driver;
  driver.Configure(SmallSite());
  driver.Tell(LinkUp{""});
  driver.Tell(Originated{.call = "c1", .connection = "caller"});
  driver.Tell(Queued{"c1", "caller", "sales"});
  driver.Tell(Delivered{"c1", "m1", "PJSIP/1001", "sales", "caller"});
  driver.Tell(LinkUp{"booted-1"});

  EXPECT_TRUE(driver.queue("sales").waiting.empty());
  EXPECT_EQ(driver.counted("sales").lost, 1U);
  EXPECT_TRUE(driver.agent("ana").busy.empty());
}

TEST(ReconcileRulesForeignMemberTest, MemberOfNobodyThatTheSwitchListsNoMoreIsForgotten) {
  ExchangeDriver driver;
  driver.Configure(SmallSite());
  driver.Tell(MemberAdded{"sales", "PJSIP/9001", true, {}});
  driver.Tell(SwitchSnapshot{.queues = {"sales"}});

  EXPECT_TRUE(driver.queue("sales").foreign_members.empty());
  EXPECT_TRUE(driver.queue("sales").foreign_paused.empty());
}

}  // namespace
}  // namespace jackfield::exchange
