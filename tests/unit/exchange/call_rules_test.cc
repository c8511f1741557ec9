#include "server/exchange/call_rules.h"

#include <gtest/gtest.h>

#include "tests/support/exchange_driver.h"

namespace jackfield::exchange {
namespace {

class CallRulesTest : public testing::Test {
 protected:
  void SetUp() override { driver.Configure(SmallSite()); }
  void Talk() {
    driver.Tell(Originated{.call = "c1", .connection = "caller"});
    driver.Tell(Queued{"c1", "caller", "sales"});
    driver.Tell(Delivered{"c1", "m1", "PJSIP/1001", "sales", "caller"});
    driver.Tell(Established{"c1", "m1", "PJSIP/1001", "sales", "caller"});
  }
  Caller Presented(std::string number) {
    return {.presentation = Presentation::kPresented, .number = PersonalText(std::move(number))};
  }
  ExchangeDriver driver;
};

TEST_F(CallRulesTest, OfManyCallsThatBecameOneTheNearestCountUpToALimit) {
  State state;
  state.calls[CallId{1}].children = {CallId{2}, CallId{3}};
  state.calls[CallId{2}].children = {CallId{4}};
  EXPECT_EQ(MergedCalls(state, CallId{1}),
            (std::vector{CallId{1}, CallId{2}, CallId{3}, CallId{4}}));
  EXPECT_EQ(MergedCalls(state, CallId{4}), std::vector{CallId{4}});

  for (std::uint64_t id = 5; id <= 100; ++id) {
    state.calls[CallId{3}].children.push_back(CallId{id});
  }
  const std::vector<CallId> all = MergedCalls(state, CallId{1});
  EXPECT_EQ(all.size(), 64U);
  EXPECT_EQ(all.back(), CallId{64});
}

TEST_F(CallRulesTest, NameOnTheWireComesFromTheSeedOfTheInput) {
  driver.Tell(Originated{.call = "c1"});
  EXPECT_EQ(driver.call("c1").name, "00000000000000010000000000000002");
}

// C2.
TEST_F(CallRulesTest, LateEventNeverReopensAnEndedCall) {
  Talk();
  driver.Tell(CallCleared{"c1"});
  driver.Tell(Delivered{"c1", "m7", "PJSIP/1002", {}, {}});
  driver.Tell(Queued{"c1", "caller", "sales"});

  EXPECT_FALSE(driver.call("c1").live());
  EXPECT_EQ(driver.counted("sales").offered, 1U);
  EXPECT_TRUE(driver.agent("bo").busy.empty());
}

// X5.
TEST_F(CallRulesTest, ForgottenCallIsStillOver) {
  Talk();
  driver.Tell(CallCleared{"c1"});
  driver.Advance(Duration{200'000});
  driver.FireTimers();
  ASSERT_FALSE(driver.knows("c1"));

  driver.Tell(Delivered{"c1", "m7", "PJSIP/1002", {}, {}});
  EXPECT_FALSE(driver.knows("c1"));
}

TEST_F(CallRulesTest, CallFirstSeenInTheMiddleIsAStubThatAJoinExplains) {
  driver.Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  EXPECT_EQ(driver.call("c1").origin, Origin::kUnknown);

  driver.Tell(Queued{"c1", "caller", "sales"});
  EXPECT_EQ(driver.call("c1").origin, Origin::kSnapshot);
}

TEST_F(CallRulesTest, EndOfAnUnknownCallMakesNothing) {
  driver.Tell(CallCleared{"c1"});
  EXPECT_FALSE(driver.knows("c1"));
}

// C4.
TEST_F(CallRulesTest, CallIsOverWhenEverybodyHasLeft) {
  Talk();
  driver.Tell(ConnectionCleared{"c1", "m1"});
  EXPECT_TRUE(driver.call("c1").live());
  driver.Tell(ConnectionCleared{"c1", "caller"});
  EXPECT_FALSE(driver.call("c1").live());
}

TEST_F(CallRulesTest, CallerWhoLeavesWhileWaitingHasAbandoned) {
  driver.Tell(Originated{.call = "c1", .connection = "caller"});
  driver.Tell(Queued{"c1", "caller", "sales"});
  driver.Tell(ConnectionCleared{"c1", "caller"});

  EXPECT_EQ(driver.counted("sales").abandoned, 1U);
  EXPECT_FALSE(driver.call("c1").live());
}

TEST_F(CallRulesTest, WithheldCallerStaysWithheldWhateverComesLater) {
  driver.Tell(Originated{.call = "c1", .caller = Presented("+4930901820")});
  driver.Tell(
      CallInformation{.call = "c1", .caller = Caller{.presentation = Presentation::kWithheld}});
  driver.Tell(CallInformation{.call = "c1", .caller = Presented("+4930901820")});

  EXPECT_EQ(driver.call("c1").caller.presentation, Presentation::kWithheld);
  EXPECT_TRUE(driver.call("c1").caller.number.empty());
}

TEST_F(CallRulesTest, MergedCallGoesOnAsTheOther) {
  Talk();
  driver.Tell(Held{"c1", "m1"});
  driver.Tell(Originated{.call = "k1", .connection = "ana-2", .device = "PJSIP/1001"});
  driver.Tell(Delivered{"k1", "bo-1", "PJSIP/1002", {}, {}});
  driver.Tell(Established{"k1", "bo-1", "PJSIP/1002", {}, {}});
  driver.Tell(Transferred{"c1", TransferKind::kConsultation, "m1", "k1", {}});
  driver.Tell(ConnectionCleared{"c1", "m1"});
  driver.Tell(ConnectionCleared{"k1", "ana-2"});
  driver.Tell(CallCleared{"k1"});

  EXPECT_EQ(driver.call("k1").end, CallEnd::kTransferred);
  EXPECT_EQ(driver.call("k1").parent, driver.call("c1").id);
  EXPECT_TRUE(driver.call("c1").live());
  EXPECT_EQ(driver.agent("bo").state, AgentState::kConnected);
  EXPECT_EQ(driver.counted("sales").transferred_out, 1U);
  driver.Tell(ConnectionCleared{"c1", "bo-1"});
  EXPECT_TRUE(driver.agent("bo").busy.empty());
}

TEST_F(CallRulesTest, LegAnsweredInACallThatWasMergedLastsAsLongAsItsAgentTalks) {
  Talk();
  driver.Tell(Held{"c1", "m1"});
  driver.Tell(Originated{.call = "k1", .connection = "ana-2", .device = "PJSIP/1001"});
  driver.Tell(Queued{"k1", "ana-2", "sales"});
  driver.Tell(Delivered{"k1", "bo-1", "PJSIP/1002", "sales", "ana-2"});
  driver.Tell(Established{"k1", "bo-1", "PJSIP/1002", "sales", "ana-2"});
  driver.Tell(Transferred{"c1", TransferKind::kConsultation, "m1", "k1", {}});
  driver.Advance(Duration{200'000});
  driver.Tell(Held{"c1", "bo-1"});
  driver.Advance(Duration{5'000});
  driver.Tell(ConnectionCleared{"c1", "bo-1"});

  const Leg& leg = driver.call("k1").legs.at(0);
  ASSERT_TRUE(leg.completed.has_value());
  EXPECT_EQ(leg.talk, Duration{200'000});
  EXPECT_EQ(leg.hold, Duration{5'000});
}

TEST_F(CallRulesTest, DeviceThatIsNamedLaterMakesItsAgentBusy) {
  driver.Tell(Queued{"c1", "ana-1", "sales"});
  ASSERT_TRUE(driver.agent("ana").busy.empty());

  driver.Tell(Established{"c1", "ana-1", "PJSIP/1001", {}, {}});

  EXPECT_EQ(driver.agent("ana").busy.size(), 1U);
}

TEST_F(CallRulesTest, SilentCallIsClosedByTheWatchdog) {
  Talk();
  driver.Advance(Duration{4LL * 3600 * 1000 + 2'000});
  driver.FireTimers();

  EXPECT_EQ(driver.call("c1").end, CallEnd::kSilent);
  EXPECT_TRUE(driver.agent("ana").busy.empty());
}

TEST_F(CallRulesTest, CallIsNeverForgottenByTheEntryThatEndsIt) {
  Talk();
  driver.Advance(Duration{24LL * 3600 * 1000});
  driver.FireTimers();
  EXPECT_TRUE(driver.knows("c1"));

  driver.Advance(Duration{200'000});
  driver.FireTimers();
  EXPECT_FALSE(driver.knows("c1"));
}

TEST_F(CallRulesTest, EndedCallIsForgottenSoonerWhereThereAreManyCalls) {
  driver.Tell(Originated{.call = "early"});
  driver.Tell(CallCleared{"early"});
  for (std::size_t n = 0; n < kCallsMany; ++n) {
    driver.Tell(Originated{.call = "c" + std::to_string(n)});
  }
  driver.Tell(CallCleared{"c1"});
  driver.Advance(kForgetSoon + Duration{1'000});
  driver.FireTimers();

  EXPECT_FALSE(driver.knows("c1"));
  EXPECT_TRUE(driver.knows("c2"));
  EXPECT_TRUE(driver.knows("early"));  // There were few when it ended.
}

TEST_F(CallRulesTest, MissedCallIsOnlyCountedWhereThereAreManyCalls) {
  driver.Tell(Delivered{"missed", "m1", "PJSIP/1001", {}, {}});
  driver.Tell(CallCleared{"missed"});
  driver.Advance(kForgetAfter + Duration{2'000});
  driver.FireTimers();
  const bool listed = driver.knows("missed");
  for (std::size_t n = 0; n < kCallsMany; ++n) {
    driver.Tell(Originated{.call = "c" + std::to_string(n)});
  }
  driver.Advance(kForgetAfter + Duration{2'000});
  driver.FireTimers();

  EXPECT_TRUE(listed);
  EXPECT_FALSE(driver.knows("missed"));
  EXPECT_TRUE(driver.agent("ana").missed.empty());
  EXPECT_EQ(driver.agent("ana").missed_count(), 1U);
}

TEST_F(CallRulesTest, MissedCallCountsForADay) {
  driver.Tell(Delivered{"missed", "m1", "PJSIP/1001", {}, {}});
  driver.Tell(CallCleared{"missed"});
  driver.Advance(kForgetMax - Duration{3600LL * 1000});
  driver.FireTimers();
  const std::size_t before = driver.agent("ana").missed_count();
  driver.Advance(Duration{2 * 3600LL * 1000});
  driver.FireTimers();

  EXPECT_EQ(before, 1U);
  EXPECT_FALSE(driver.knows("missed"));
  EXPECT_EQ(driver.agent("ana").missed_count(), 0U);
}

TEST_F(CallRulesTest, MissedCallThatIsOnlyCountedCountsForADay) {
  driver.Tell(Delivered{"missed", "m1", "PJSIP/1001", {}, {}});
  driver.Tell(CallCleared{"missed"});
  for (std::size_t n = 0; n < kCallsMany; ++n) {
    driver.Tell(Originated{.call = "c" + std::to_string(n)});
  }
  driver.Advance(kForgetAfter + Duration{2'000});
  driver.FireTimers();
  ASSERT_FALSE(driver.knows("missed"));
  const std::size_t counted = driver.agent("ana").missed_count();
  driver.Advance(kForgetMax + Duration{1});
  driver.FireTimers();

  EXPECT_EQ(counted, 1U);
  EXPECT_EQ(driver.agent("ana").missed_count(), 0U);
}

TEST_F(CallRulesTest, SilentWaitingCallIsLostAfterAnHour) {
  driver.Tell(Originated{.call = "c1", .connection = "caller"});
  driver.Tell(Queued{"c1", "caller", "sales"});
  driver.Advance(Duration{3600LL * 1000 + 2'000});
  driver.FireTimers();

  EXPECT_EQ(driver.counted("sales").lost, 1U);
}

TEST_F(CallRulesTest, CallInTheMissedListIsNotForgottenUntilItIsSeen) {
  driver.Tell(Originated{.call = "c1", .connection = "caller"});
  driver.Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  driver.Tell(CallCleared{"c1"});
  driver.Advance(Duration{200'000});
  driver.FireTimers();
  EXPECT_TRUE(driver.knows("c1"));

  ASSERT_TRUE(driver.Command(AcknowledgeMissed{"ana", {}}));
  driver.Advance(Duration{200'000});
  driver.FireTimers();
  EXPECT_FALSE(driver.knows("c1"));
}

}  // namespace
}  // namespace jackfield::exchange
