#include "server/exchange/ledger.h"

#include <gtest/gtest.h>

namespace jackfield::exchange {
namespace {

constexpr WallTime kNoon{Duration{1'767'614'400'000}};  // 2026-01-05 12:00 UTC.
constexpr Duration kMinute{60'000};

Moment At(Duration since) { return {Instant(since), kNoon + since, true}; }

class LedgerTest : public testing::Test {
 protected:
  State state;
  Step step{.state = state, .now = At(Duration{0}), .effects = {}};
  Queue queue{.id = QueueId{1}};
  Agent agent{.id = AgentId{1}};
};

TEST_F(LedgerTest, EventCountsInTheIntervalOfItsTime) {
  CountQueue(step, queue, At(Duration{0})).offered += 1;
  CountQueue(step, queue, At(15 * kMinute - Duration{1})).offered += 1;
  CountQueue(step, queue, At(15 * kMinute)).offered += 1;

  EXPECT_EQ(queue.intervals.at(kNoon).offered, 2U);
  EXPECT_EQ(queue.intervals.at(kNoon + 15 * kMinute).offered, 1U);
}

TEST_F(LedgerTest, OnlyTheLastIntervalsAreKeptAndOlderEventsCountInTheOldest) {
  for (int i = 0; i <= static_cast<int>(kIntervalsKept); ++i) {
    CountQueue(step, queue, At(15 * kMinute * i)).offered += 1;
  }
  CountQueue(step, queue, At(Duration{0})).offered += 1;

  EXPECT_EQ(queue.intervals.size(), kIntervalsKept);
  EXPECT_EQ(queue.intervals.begin()->first, kNoon + 15 * kMinute);
  EXPECT_EQ(queue.intervals.begin()->second.offered, 2U);
}

TEST_F(LedgerTest, TimeInAStateIsSplitAtTheEndOfAnInterval) {
  CountAgentTime(step, agent, AgentState::kReady, At(10 * kMinute), At(40 * kMinute));

  EXPECT_EQ(agent.intervals.at({kNoon, QueueId{}}).ready, 5 * kMinute);
  EXPECT_EQ(agent.intervals.at({kNoon + 15 * kMinute, QueueId{}}).ready, 15 * kMinute);
  EXPECT_EQ(agent.intervals.at({kNoon + 30 * kMinute, QueueId{}}).logged_on, 10 * kMinute);
}

TEST_F(LedgerTest, LoggedOffTimeIsNotCounted) {
  CountAgentTime(step, agent, AgentState::kLoggedOff, At(Duration{0}), At(kMinute));

  EXPECT_TRUE(agent.intervals.empty());
}

}  // namespace
}  // namespace jackfield::exchange
