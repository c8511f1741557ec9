#include "server/engine/board_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/sample_state.h"

namespace jackfield::engine {
namespace {

using exchange::AgentState;
using fakes::kAna;
using fakes::kSales;
using testing::ElementsAre;
using testing::SizeIs;

constexpr CallId kCall{7};
constexpr CallId kOtherCall{8};

struct PartCase {
  AgentState state;
  bool paused;
  MemberPart part;
};

class MemberPartTest : public testing::TestWithParam<PartCase> {};

TEST_P(MemberPartTest, StateAndPauseGiveThePart) {
  exchange::Agent agent;
  agent.state = GetParam().state;
  exchange::Membership membership;
  membership.paused = GetParam().paused;

  EXPECT_EQ(PartOf(agent, membership), GetParam().part);
}

INSTANTIATE_TEST_SUITE_P(States, MemberPartTest,
                         testing::Values(PartCase{AgentState::kLoggedOff, false, MemberPart::kAway},
                                         PartCase{AgentState::kNotReady, false, MemberPart::kAway},
                                         PartCase{AgentState::kNotReady, true, MemberPart::kPaused},
                                         PartCase{AgentState::kReady, false, MemberPart::kReady},
                                         PartCase{AgentState::kReady, true, MemberPart::kPaused},
                                         PartCase{AgentState::kAlerting, false, MemberPart::kBusy},
                                         PartCase{AgentState::kConnected, true, MemberPart::kBusy},
                                         PartCase{AgentState::kHold, false, MemberPart::kBusy},
                                         PartCase{AgentState::kWorkingAfterCall, false,
                                                  MemberPart::kBusy}));

TEST(BoardRowsTest, AQueueIsStaleWhileALinkThatWasThereIsLost) {
  exchange::State state = fakes::SampleState();
  exchange::Source& pbx = state.sources.at(fakes::kPbx);
  pbx.queues = {{"sales-1", kSales}};
  const auto stale = [&state] {
    return MakeBoardQueue(state, state.queues.at(kSales), {}, fakes::WallAt(0)).stale;
  };

  pbx.linked = false;
  pbx.since = {};
  EXPECT_FALSE(stale());
  pbx.linked = true;
  pbx.since = fakes::At(1);
  EXPECT_FALSE(stale());
  pbx.linked = false;
  EXPECT_TRUE(stale());
  pbx.queues.clear();
  EXPECT_FALSE(stale());
}

TEST(BoardRowsTest, WhatIsAddedAndRemovedLeavesNothing) {
  StaffCount count;
  count.Add(MemberPart::kReady);
  count.Add(MemberPart::kBusy);
  count.Add(MemberPart::kPaused);
  EXPECT_EQ(count.members, 3U);

  count.Remove(MemberPart::kReady);
  count.Remove(MemberPart::kBusy);
  count.Remove(MemberPart::kPaused);

  EXPECT_EQ(count.members, 0U);
  EXPECT_EQ(count.ready, 0U);
  EXPECT_EQ(count.paused, 0U);
  EXPECT_EQ(count.busy, 0U);
}

TEST(BoardRowsTest, WaitingCallersStandLongestFirst) {
  exchange::State state = fakes::SampleState();
  fakes::AddWaitingCall(state, kCall, 20);
  fakes::AddWaitingCall(state, kOtherCall, 10);
  fakes::AddOffer(state, kOtherCall, kAna, 12);

  const BoardQueue row =
      MakeBoardQueue(state, state.queues.at(kSales), StaffCount{}, fakes::WallAt(0));

  ASSERT_THAT(row.waiting, SizeIs(2));
  EXPECT_EQ(row.waiting[0].call_name, "call-8");
  EXPECT_EQ(row.waiting[0].since, fakes::WallAt(10));
  EXPECT_EQ(row.waiting[1].call_name, "call-7");
  EXPECT_EQ(row.ringing, 1U);
}

TEST(BoardRowsTest, MembersOfNoAgentCountAsMembersOnly) {
  exchange::State state = fakes::SampleState();
  state.queues[kSales].foreign_members = {{fakes::kPbx, "PJSIP/9001"}};

  const BoardQueue row =
      MakeBoardQueue(state, state.queues.at(kSales),
                     {.members = 2, .ready = 1, .paused = 1, .busy = 0}, fakes::WallAt(0));

  EXPECT_EQ(row.members, 3U);
  EXPECT_EQ(row.ready, 1U);
  EXPECT_EQ(row.paused, 1U);
}

TEST(BoardRowsTest, TheDayIsTheSumSinceMidnightAndTheLongestWaitIsAMaximum) {
  exchange::Queue queue;
  const WallTime now = fakes::WallAt(0);  // 09:00.
  const WallTime midnight = now - std::chrono::hours(9);
  queue.intervals[midnight - exchange::kIntervalLength].offered = 100;
  queue.intervals[midnight].offered = 1;
  queue.intervals[midnight].wait_max = Duration{70'000};
  queue.intervals[now].offered = 2;
  queue.intervals[now].wait_max = Duration{30'000};
  queue.intervals[now + exchange::kIntervalLength].offered = 1'000;

  const exchange::QueueCounters day = DayCounters(queue, now);

  EXPECT_EQ(day.offered, 3U);
  EXPECT_EQ(day.wait_max, Duration{70'000});
}

TEST(BoardRowsTest, AnIntervalWithoutEventsIsAllZero) {
  const exchange::State state = fakes::SampleState();

  const BoardQueue row =
      MakeBoardQueue(state, state.queues.at(kSales), StaffCount{}, fakes::WallAt(0));

  EXPECT_EQ(row.current, exchange::QueueCounters{});
  EXPECT_EQ(row.interval, fakes::WallAt(0));
  EXPECT_EQ(row.service_level_threshold, exchange::kDefaultServiceLevelThreshold);
}

TEST(BoardRowsTest, ATalkingAgentShowsTheCallAndItsQueue) {
  exchange::State state = fakes::SampleState();
  fakes::AddWaitingCall(state, kCall, 0);
  fakes::AddOffer(state, kCall, kAna, 5);
  fakes::AnswerCall(state, kCall, kAna, 9);
  state.agents[kAna].pending = exchange::Idle{exchange::IdleState::kNotReady, "lunch"};
  state.agents[kAna].desk = "d1";

  const BoardAgent row = MakeBoardAgent(state, state.agents.at(kAna));

  EXPECT_EQ(row.login, "ana");
  EXPECT_EQ(row.call_name, "call-7");
  EXPECT_EQ(row.queue, "sales");
  EXPECT_EQ(row.pending, "not_ready");
  EXPECT_TRUE(row.desk_connected);
  EXPECT_THAT(row.queues, ElementsAre("sales"));
}

TEST(BoardRowsTest, ARingingAgentShowsNoCall) {
  exchange::State state = fakes::SampleState();
  fakes::AddWaitingCall(state, kCall, 0);
  fakes::AddOffer(state, kCall, kAna, 5);

  EXPECT_EQ(MakeBoardAgent(state, state.agents.at(kAna)).call_name, "");
}

TEST(BoardRowsTest, ASourceShowsItsLinkAndTheDevicesOfNobody) {
  exchange::Source source;
  source.name = "pbx";
  source.linked = true;
  source.since = fakes::At(4);
  source.unmapped_devices = {{"PJSIP/9001", 3}};

  const BoardSource row = MakeBoardSource(source);

  EXPECT_EQ(row.name, "pbx");
  EXPECT_TRUE(row.linked);
  EXPECT_EQ(row.since, fakes::WallAt(4));
  EXPECT_EQ(row.unmapped_devices.at("PJSIP/9001"), 3U);
}

}  // namespace
}  // namespace jackfield::engine
