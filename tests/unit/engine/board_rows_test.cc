#include "server/engine/board_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/sample_state.h"

namespace jackfield::engine {
namespace {

using fakes::kAna;
using fakes::kSales;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

constexpr CallId kCall{7};
constexpr CallId kOtherCall{8};

const BoardTime kNow{fakes::WallAt(0), fakes::WallAt(0)};

TEST(BoardRowsTest, AQueueIsStaleWhileALinkThatWasThereIsLost) {
  exchange::State state = fakes::SampleState();
  exchange::Source& pbx = state.sources.at(fakes::kPbx);
  pbx.queues = {{"sales-1", kSales}};
  const auto stale = [&state] {
    return MakeBoardQueue(state, state.queues.at(kSales), {}, kNow).stale;
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

TEST(BoardRowsTest, WaitingCallersStandLongestFirst) {
  exchange::State state = fakes::SampleState();
  fakes::AddWaitingCall(state, kCall, 20);
  fakes::AddWaitingCall(state, kOtherCall, 10);
  fakes::AddOffer(state, kOtherCall, kAna, 12);

  const BoardQueue row = MakeBoardQueue(state, state.queues.at(kSales), {}, kNow);

  ASSERT_THAT(row.waiting, SizeIs(2));
  EXPECT_EQ(row.waiting[0].call_name, "call-8");
  EXPECT_EQ(row.waiting[0].since, fakes::WallAt(10));
  EXPECT_TRUE(row.waiting[0].ringing);
  EXPECT_EQ(row.waiting[1].call_name, "call-7");
  EXPECT_FALSE(row.waiting[1].ringing);
}

TEST(BoardRowsTest, WhoCameByAnotherQueueStandsByTheWholeWait) {
  exchange::State state = fakes::SampleState();
  fakes::AddWaitingCall(state, kCall, 20).legs[0].place = fakes::At(5);
  fakes::AddWaitingCall(state, kOtherCall, 10);

  const BoardQueue row = MakeBoardQueue(state, state.queues.at(kSales), {}, kNow);

  ASSERT_THAT(row.waiting, SizeIs(2));
  EXPECT_EQ(row.waiting[0].call_name, "call-7");
  EXPECT_EQ(row.waiting[0].since, fakes::WallAt(5));
}

TEST(BoardRowsTest, AWaitingCallShowsItsCaller) {
  exchange::State state = fakes::SampleState();
  fakes::AddWaitingCall(state, kCall, 20).caller.presentation = exchange::Presentation::kWithheld;

  const BoardQueue row = MakeBoardQueue(state, state.queues.at(kSales), {}, kNow);

  ASSERT_THAT(row.waiting, SizeIs(1));
  EXPECT_EQ(row.waiting[0].caller.presentation, exchange::Presentation::kWithheld);
}

TEST(BoardRowsTest, ACallerTalksFromTheAnswerToTheEndOfTheAgentsPart) {
  exchange::State state = fakes::SampleState();
  exchange::Call& call = fakes::AddWaitingCall(state, kCall, 0);
  EXPECT_THAT(TalksOf(state, call), IsEmpty());

  fakes::AddOffer(state, kCall, kAna, 5);
  fakes::AnswerCall(state, kCall, kAna, 9);
  EXPECT_THAT(TalksOf(state, call), ElementsAre(Pair(kSales, 1U)));

  call.legs[0].completed = fakes::At(20);
  EXPECT_THAT(TalksOf(state, call), IsEmpty());
}

TEST(BoardRowsTest, ACallerWhoWasAnsweredByNobodyKnownTalksUntilTheCallEnds) {
  exchange::State state = fakes::SampleState();
  exchange::Call& call = fakes::AddWaitingCall(state, kCall, 0);
  call.legs[0].state = exchange::LegState::kAnswered;
  EXPECT_THAT(TalksOf(state, call), ElementsAre(Pair(kSales, 1U)));

  fakes::EndCall(state, kCall, 20);

  EXPECT_THAT(TalksOf(state, call), IsEmpty());
}

TEST(BoardRowsTest, ACallThatBecamePartOfAnotherTalksAsLongAsItsAgentDoesThere) {
  exchange::State state = fakes::SampleState();
  fakes::AddWaitingCall(state, kCall, 0);
  fakes::AddOffer(state, kCall, kAna, 5);
  fakes::AnswerCall(state, kCall, kAna, 9);
  exchange::Call& into = fakes::AddWaitingCall(state, kOtherCall, 1);
  into.legs.clear();
  into.connections = state.calls.at(kCall).connections;
  fakes::EndCall(state, kCall, 12);
  state.calls.at(kCall).parent = kOtherCall;
  EXPECT_THAT(TalksOf(state, state.calls.at(kCall)), ElementsAre(Pair(kSales, 1U)));

  fakes::EndCall(state, kOtherCall, 30);

  EXPECT_THAT(TalksOf(state, state.calls.at(kCall)), IsEmpty());
}

TEST(BoardRowsTest, MembersOfNoAgentCountAsStaffedOnly) {
  exchange::State state = fakes::SampleState();
  state.queues[kSales].foreign_members = {{fakes::kPbx, "PJSIP/9001"}};

  QueueTally tally;
  tally.staff.Add(exchange::MemberPart::kReady);
  tally.staff.Add(exchange::MemberPart::kPaused);
  tally.staff.Add(exchange::MemberPart::kLoggedOff);

  const BoardQueue row = MakeBoardQueue(state, state.queues.at(kSales), tally, kNow);

  EXPECT_EQ(row.staffed, 3U);
  EXPECT_EQ(row.ready, 1U);
  EXPECT_EQ(row.not_ready, 1U);
}

TEST(BoardRowsTest, TheDayIsTheSumSinceItsBeginningAndTheLongestWaitIsAMaximum) {
  exchange::Queue queue;
  const WallTime now = fakes::WallAt(0);
  const WallTime midnight = now - std::chrono::hours(10);
  queue.intervals[midnight - exchange::kIntervalLength].offered = 100;
  queue.intervals[midnight].offered = 1;
  queue.intervals[midnight].wait_max = Duration{70'000};
  queue.intervals[now].offered = 2;
  queue.intervals[now].wait_max = Duration{30'000};
  queue.intervals[now + exchange::kIntervalLength].offered = 1'000;

  const exchange::QueueCounters day = DayCounters(queue, {now, midnight});

  EXPECT_EQ(day.offered, 3U);
  EXPECT_EQ(day.wait_max, Duration{70'000});
}

TEST(BoardRowsTest, AnAgentsDayIsTheSumOfAllQueuesAndOfNone) {
  exchange::State state = fakes::SampleState();
  exchange::Agent& ana = state.agents.at(kAna);
  const WallTime now = fakes::WallAt(0);
  const WallTime midnight = now - std::chrono::hours(10);
  ana.intervals[{midnight - exchange::kIntervalLength, kSales}].answered = 100;
  ana.intervals[{midnight, QueueId{}}].ready = Duration{60'000};
  ana.intervals[{midnight, kSales}].answered = 2;
  ana.intervals[{now, kSales}].answered = 1;
  ana.intervals[{now, kSales}].ring_no_answers = 4;
  ana.intervals[{now + exchange::kIntervalLength, QueueId{}}].answered = 1'000;

  const exchange::AgentCounters day = MakeBoardAgent(state, ana, {}, {now, midnight}).day;

  EXPECT_EQ(day.answered, 3U);
  EXPECT_EQ(day.ring_no_answers, 4U);
  EXPECT_EQ(day.ready, Duration{60'000});
}

TEST(BoardRowsTest, AnIntervalWithoutEventsIsAllZero) {
  const exchange::State state = fakes::SampleState();

  const BoardQueue row = MakeBoardQueue(state, state.queues.at(kSales), {}, kNow);

  EXPECT_EQ(row.current, exchange::QueueCounters{});
  EXPECT_EQ(row.interval, fakes::WallAt(0));
  EXPECT_EQ(row.service_level_threshold, exchange::kDefaultServiceLevelThreshold);
}

TEST(BoardRowsTest, ATalkingAgentShowsTheCallAndItsQueue) {
  exchange::State state = fakes::SampleState();
  fakes::AddWaitingCall(state, kCall, 0);
  fakes::AddOffer(state, kCall, kAna, 5);
  fakes::AnswerCall(state, kCall, kAna, 9);
  state.agents[kAna].pending = exchange::Idle{exchange::IdleState::kNotReady, "lunch", {}};
  state.agents[kAna].desk = "d1";
  state.agents[kAna].since = fakes::At(30);  // Of a hold.

  const BoardAgent row = MakeBoardAgent(state, state.agents.at(kAna), {}, kNow);

  EXPECT_EQ(row.login, "ana");
  EXPECT_EQ(row.call_name, "call-7");
  EXPECT_EQ(row.queue, "sales");
  EXPECT_EQ(row.call_since, fakes::WallAt(9));
  ASSERT_TRUE(row.pending.has_value());
  EXPECT_EQ(row.pending->reason, "lunch");
  EXPECT_TRUE(row.desk_connected);
}

TEST(BoardRowsTest, AnAgentShowsInWhichQueuesItIsPaused) {
  exchange::State state = fakes::SampleState();
  exchange::Membership& membership = state.agents[kAna].memberships[kSales];
  membership.paused = true;
  membership.reason = exchange::PersonalText("lunch");

  const BoardAgent row = MakeBoardAgent(state, state.agents.at(kAna), {}, kNow);

  ASSERT_THAT(row.memberships, SizeIs(1));
  EXPECT_EQ(row.memberships[0].queue, "sales");
  EXPECT_TRUE(row.memberships[0].paused);
  EXPECT_EQ(row.memberships[0].reason, membership.reason);
}

TEST(BoardRowsTest, AnAgentShowsThatItIsOutsideTheirWorkingHours) {
  exchange::State state = fakes::SampleState();
  EXPECT_FALSE(MakeBoardAgent(state, state.agents.at(kAna), {}, kNow).off_hours);

  state.agents[kAna].routing.off_hours = true;

  EXPECT_TRUE(MakeBoardAgent(state, state.agents.at(kAna), {}, kNow).off_hours);
}

TEST(BoardRowsTest, AnAgentInWrapUpShowsTheCallAndWhenItEnds) {
  exchange::State state = fakes::SampleState();
  fakes::AddWaitingCall(state, kCall, 0);
  state.agents[kAna].wrap_up = exchange::WrapUp{kCall, kSales, fakes::At(20), fakes::At(50).at};

  const BoardAgent row = MakeBoardAgent(state, state.agents.at(kAna), {}, kNow);

  EXPECT_EQ(row.call_name, "call-7");
  EXPECT_EQ(row.queue, "sales");
  EXPECT_EQ(row.deadline, fakes::WallAt(50));
  EXPECT_FALSE(row.call_since.has_value());
}

TEST(BoardRowsTest, ARingingAgentShowsTheCallThatRings) {
  exchange::State state = fakes::SampleState();
  fakes::AddWaitingCall(state, kCall, 0);
  fakes::AddOffer(state, kCall, kAna, 5);

  const BoardAgent row = MakeBoardAgent(state, state.agents.at(kAna), {}, kNow);

  EXPECT_EQ(row.call_name, "call-7");
  EXPECT_EQ(row.queue, "sales");
  EXPECT_FALSE(row.call_since.has_value());
}

TEST(BoardRowsTest, ASourceShowsItsLinkAndTheDevicesOfNobody) {
  exchange::Source source;
  source.name = "pbx";
  source.linked = true;
  source.since = fakes::At(4);
  source.last_event = fakes::At(8);
  source.unmapped_devices = {{"PJSIP/9001", 3}};
  source.unmapped_rang = {{"PJSIP/9001", fakes::WallAt(7)}};

  const BoardSource row = MakeBoardSource(source);

  EXPECT_EQ(row.name, "pbx");
  EXPECT_TRUE(row.linked);
  EXPECT_EQ(row.since, fakes::WallAt(4));
  EXPECT_EQ(row.last_event, fakes::WallAt(8));
  EXPECT_EQ(row.unmapped_rang.at("PJSIP/9001"), fakes::WallAt(7));
  EXPECT_EQ(row.unmapped_devices.at("PJSIP/9001"), 3U);
}

}  // namespace
}  // namespace jackfield::engine
