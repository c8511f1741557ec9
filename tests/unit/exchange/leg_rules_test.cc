#include "server/exchange/leg_rules.h"

#include <utility>

#include <gtest/gtest.h>

#include "tests/support/exchange_driver.h"

namespace jackfield::exchange {
namespace {

class LegRulesTest : public testing::Test {
 protected:
  void SetUp() override { driver.Configure(SmallSite()); }
  void Arrive() {
    driver.Tell(Originated{.call = "c1", .direction = Direction::kInbound, .connection = "caller"});
    driver.Tell(Queued{"c1", "caller", "sales"});
  }
  void Answer() {
    driver.Tell(Delivered{"c1", "m1", "PJSIP/1001", "sales", "caller"});
    driver.Tell(Established{"c1", "m1", "PJSIP/1001", "sales", "caller"});
  }
  ExchangeDriver driver;
};

// L1.
TEST_F(LegRulesTest, AnsweredLegCountsItsWaitAndTheAgent) {
  Arrive();
  driver.Advance(Duration{7'000});
  Answer();

  const QueueCounters counted = driver.counted("sales");
  EXPECT_EQ(counted.offered, 1U);
  EXPECT_EQ(counted.answered, 1U);
  EXPECT_EQ(counted.answered_within, 1U);
  EXPECT_EQ(counted.wait_answered, Duration{7'000});
  EXPECT_TRUE(driver.queue("sales").waiting.empty());
}

// L2.
TEST_F(LegRulesTest, JoinOfALegThatWaitsThereChangesNothing) {
  Arrive();
  driver.Tell(Queued{"c1", "caller", "sales"});

  EXPECT_EQ(driver.counted("sales").offered, 1U);
  EXPECT_EQ(driver.call("c1").legs.size(), 1U);
}

TEST_F(LegRulesTest, JoinAfterALeaveIsASecondStay) {
  Arrive();
  driver.Tell(Dequeued{"c1", "caller", "sales", DequeueCause::kTimedOut});
  driver.Tell(Queued{"c1", "caller", "sales"});

  EXPECT_EQ(driver.counted("sales").offered, 2U);
  EXPECT_EQ(driver.queue("sales").waiting.size(), 1U);
}

TEST_F(LegRulesTest, EachWayOutHasACountOfItsOwn) {
  const std::pair<DequeueCause, std::uint64_t QueueCounters::*> ways[] = {
      {DequeueCause::kAbandoned, &QueueCounters::abandoned},
      {DequeueCause::kTimedOut, &QueueCounters::timed_out},
      {DequeueCause::kExitKey, &QueueCounters::exit_key},
      {DequeueCause::kExitEmpty, &QueueCounters::exit_empty},
      {DequeueCause::kWithdrawn, &QueueCounters::withdrawn},
      {DequeueCause::kUnknown, &QueueCounters::withdrawn},
      {DequeueCause::kUnseen, &QueueCounters::lost}};
  for (const auto& [cause, counter] : ways) {
    ExchangeDriver each;
    each.Tell(Queued{"c1", "caller", "sales"});
    each.Tell(Dequeued{"c1", "caller", "sales", cause});
    EXPECT_EQ(each.counted("sales").*counter, 1U) << static_cast<int>(cause);
  }
}

TEST_F(LegRulesTest, ShortAbandonCountsAtItsThresholdAndNotAbove) {
  Arrive();
  driver.Advance(Duration{5'000});
  driver.Tell(Dequeued{"c1", "caller", "sales", DequeueCause::kAbandoned});
  driver.Tell(Queued{"c2", "x", "sales"});
  driver.Advance(Duration{5'001});
  driver.Tell(Dequeued{"c2", "x", "sales", DequeueCause::kAbandoned});

  EXPECT_EQ(driver.counted("sales").abandoned, 2U);
  EXPECT_EQ(driver.counted("sales").abandoned_short, 1U);
}

TEST_F(LegRulesTest, BetterCauseReplacesAnUnknownOneAndNoOther) {
  Arrive();
  driver.Tell(Dequeued{"c1", "caller", "sales", DequeueCause::kUnknown});
  driver.Tell(Dequeued{"c1", "caller", "sales", DequeueCause::kExitKey});
  driver.Tell(Dequeued{"c1", "caller", "sales", DequeueCause::kTimedOut});

  EXPECT_EQ(driver.counted("sales").withdrawn, 0U);
  EXPECT_EQ(driver.counted("sales").exit_key, 1U);
  EXPECT_EQ(driver.counted("sales").timed_out, 0U);
}

// L3.
TEST_F(LegRulesTest, ThresholdIsPassedWhileTheCallerStillWaits) {
  Arrive();
  driver.Advance(Duration{22'000});
  driver.FireTimers();

  EXPECT_EQ(driver.counted("sales").passed_threshold, 1U);
}

TEST_F(LegRulesTest, AnswerExactlyAtTheThresholdIsWithinIt) {
  Arrive();
  driver.Advance(Duration{20'000});
  Answer();

  EXPECT_EQ(driver.counted("sales").answered_within, 1U);
  EXPECT_EQ(driver.counted("sales").passed_threshold, 0U);
}

TEST_F(LegRulesTest, AnswerOneMillisecondLaterIsPastIt) {
  Arrive();
  driver.Advance(Duration{20'001});
  Answer();

  EXPECT_EQ(driver.counted("sales").answered_within, 0U);
  EXPECT_EQ(driver.counted("sales").passed_threshold, 1U);
}

// L4.
TEST_F(LegRulesTest, TalkEndsWithTheAgentAndTheSourcesAccountIsTheLastWord) {
  Arrive();
  Answer();
  driver.Advance(Duration{30'000});
  driver.Tell(ConnectionCleared{"c1", "m1"});
  driver.Advance(Duration{5'000});
  driver.Tell(LegCompleted{"c1", "caller", "sales", "PJSIP/1001", false});
  driver.Advance(Duration{5'000});
  driver.Tell(LegCompleted{"c1", "caller", "sales", "PJSIP/1001", false});

  EXPECT_EQ(driver.counted("sales").completed, 1U);
  EXPECT_EQ(driver.counted("sales").talk, Duration{35'000});
}

TEST_F(LegRulesTest, CompletionWithoutIdsFindsTheLegByQueueAndDevice) {
  Arrive();
  Answer();
  driver.Advance(Duration{9'000});
  driver.Tell(LegCompleted{"", "", "sales", "PJSIP/1001", true});

  EXPECT_EQ(driver.counted("sales").talk, Duration{9'000});
  EXPECT_EQ(driver.counted("sales").transferred_out, 1U);
}

TEST_F(LegRulesTest, HoldIsNotTalk) {
  Arrive();
  Answer();
  driver.Advance(Duration{10'000});
  driver.Tell(Held{"c1", "m1"});
  driver.Advance(Duration{4'000});
  driver.Tell(Retrieved{"c1", "m1"});
  driver.Advance(Duration{6'000});
  driver.Tell(LegCompleted{"c1", "caller", "sales", "PJSIP/1001", false});

  EXPECT_EQ(driver.counted("sales").talk, Duration{16'000});
  EXPECT_EQ(driver.counted("sales").hold, Duration{4'000});
}

TEST_F(LegRulesTest, RefusalIsCountedOnceAndIsNotOffered) {
  driver.Tell(Originated{.call = "c1", .connection = "caller"});
  driver.Tell(QueueRefused{"c1", "sales", RefusalCause::kFull});
  driver.Tell(QueueRefused{"c1", "sales", RefusalCause::kFull});

  EXPECT_EQ(driver.counted("sales").refused_full, 1U);
  EXPECT_EQ(driver.counted("sales").offered, 0U);
}

TEST_F(LegRulesTest, LegThatGoesOverToAnotherCallIsOfferedOnceAndAnsweredThere) {
  driver.Tell(Originated{.call = "c1", .connection = "caller"});
  driver.Tell(Originated{.call = "k1", .connection = "ana-2", .device = "PJSIP/1001"});
  driver.Tell(Queued{"k1", "ana-2", "sales"});
  driver.Tell(Delivered{"k1", "m2", "PJSIP/1002", "sales", "ana-2"});
  driver.Tell(LegMoved{"k1", "ana-2", "sales", "c1", "caller"});
  driver.Tell(Transferred{"c1", TransferKind::kConsultation, "ana-1", "k1", {}});
  driver.Tell(Established{"c1", "m2", "PJSIP/1002", "sales", "caller"});

  EXPECT_EQ(driver.counted("sales").offered, 1U);
  EXPECT_EQ(driver.counted("sales").answered, 1U);
  EXPECT_TRUE(driver.queue("sales").waiting.empty());
  EXPECT_EQ(driver.agent("bo").state, AgentState::kConnected);
}

// L3, across the end of an interval: entered at 14:50 min, answered at 14:59 by the source's clock,
// told of after the timer has counted 15:10.
TEST(LegRulesLateAnswerTest, ThresholdThatWasNotPassedIsTakenBackInItsInterval) {
  Exchange exchange;
  std::uint64_t sequence = 0;
  const auto apply = [&](int engine_s, auto body) {
    Input input{.now = Instant(Duration{engine_s * 1'000}),
                .wall = WallTime(Duration{engine_s * 1'000}),
                .names = {1, ++sequence}};
    input.body = std::move(body);
    ASSERT_TRUE(exchange.Apply(Sequence{sequence}, input).has_value());
  };
  const auto told = [](int source_s, TelephonyEventBody body) {
    return TelephonyEvent{"pbx", "", WallTime(Duration{source_s * 1'000}), std::move(body)};
  };
  apply(890, told(890, Queued{"c1", "caller", "sales"}));
  apply(1'200, TimersDue{});
  apply(1'300, told(899, Established{"c1", "m1", "PJSIP/1001", "sales", "caller"}));

  const State& state = exchange.state();
  const Queue& sales = state.queues.at(state.queue_names.at("sales"));
  std::uint64_t passed = 0;
  std::uint64_t within = 0;
  for (const auto& [interval, each] : sales.intervals) {
    passed += each.passed_threshold;
    within += each.answered_within;
  }
  EXPECT_EQ(within, 1U);
  EXPECT_EQ(passed, 0U);
}

}  // namespace
}  // namespace jackfield::exchange
