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
  Staffing staffing;
  Router router;
  Step step{.state = state,
            .now = At(Duration{0}),
            .staffing = staffing,
            .router = router,
            .effects = {}};
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

TEST_F(LedgerTest, ACallThatIsHandledHasOneTimeWithAllThatBelongsToIt) {
  NoteHandled(queue, CallId{1}, AgentId{1}, Duration{60'000});
  NoteAfterCallWork(queue, AgentId{1}, Duration{10'000});
  NoteHandled(queue, CallId{1}, AgentId{1}, Duration{-5'000});  // The source's last word.
  NoteAfterCallWork(queue, AgentId{2}, Duration{99'000});       // Of another queue.

  ASSERT_EQ(queue.handled.size(), 1U);
  EXPECT_EQ(queue.handled[0].time, Duration{65'000});
}

TEST_F(LedgerTest, OnlyTheLastCallsHandledAreKept) {
  for (std::uint64_t call = 1; call <= kHandledKept + 1; ++call) {
    NoteHandled(queue, CallId{call}, AgentId{1}, kMinute);
  }

  EXPECT_EQ(queue.handled.size(), kHandledKept);
  EXPECT_EQ(queue.handled.front().call, CallId{2});
}

}  // namespace
}  // namespace jackfield::exchange
