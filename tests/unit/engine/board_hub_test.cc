#include "server/engine/board_hub.h"

#include <memory>
#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/desk_witness.h"
#include "tests/support/sample_state.h"
#include "tests/unit/engine/board_hub_fixture.h"

namespace jackfield::engine {
namespace {

using exchange::AgentChanged;
using exchange::AgentCounted;
using exchange::CallChanged;
using exchange::QueueChanged;
using fakes::BoardWitness;
using fakes::kAna;
using fakes::kSales;
using testing::IsEmpty;
using testing::SizeIs;

class BoardHubTest : public BoardHubFixture {};

TEST_F(BoardHubTest, ANewBoardIsFirstToldAllRows) {
  hub_.Watch(state_, fakes::WallAt(0), 0, board_);

  ASSERT_THAT(board_->updates, SizeIs(1));
  EXPECT_TRUE(board_->updates[0].snapshot);
  EXPECT_THAT(board_->updates[0].queues, SizeIs(1));
  EXPECT_THAT(board_->updates[0].agents, SizeIs(2));
  EXPECT_THAT(board_->updates[0].sources, SizeIs(1));
  EXPECT_EQ(board_->updates[0].queues[0].ready, 2U);
}

TEST_F(BoardHubTest, AfterwardsOnlyWhatChangedIsTold) {
  hub_.Watch(state_, fakes::WallAt(0), 0, board_);

  Deliver({QueueChanged{kSales}}, 1);

  ASSERT_THAT(board_->updates, SizeIs(2));
  EXPECT_FALSE(board_->updates[1].snapshot);
  EXPECT_THAT(board_->updates[1].queues, SizeIs(1));
  EXPECT_THAT(board_->updates[1].agents, IsEmpty());
}

TEST_F(BoardHubTest, ASourceWhoseLinkChangedChangesTheRowsOfItsQueues) {
  state_.sources.at(fakes::kPbx).queues = {{"sales-1", kSales}};
  hub_.Watch(state_, fakes::WallAt(0), 0, board_);
  state_.sources.at(fakes::kPbx).linked = false;
  state_.sources.at(fakes::kPbx).since = fakes::At(1);

  Deliver({exchange::SourceChanged{fakes::kPbx}}, 1);

  ASSERT_THAT(board_->updates, SizeIs(2));
  ASSERT_THAT(board_->updates[1].queues, SizeIs(1));
  EXPECT_TRUE(board_->updates[1].queues[0].stale);
}

// B7.
TEST_F(BoardHubTest, ARoundTripIsToldWhenItChangedNotably) {
  state_.agents[kAna].desk = "d1";
  hub_.Watch(state_, fakes::WallAt(0), 0, board_);
  hub_.NoteRoundTrip(state_, fakes::WallAt(1), kAna, Duration{40});
  hub_.NoteRoundTrip(state_, fakes::WallAt(2), kAna, Duration{59});
  hub_.NoteRoundTrip(state_, fakes::WallAt(3), kAna, Duration{400});
  hub_.NoteRoundTrip(state_, fakes::WallAt(4), kAna, Duration{310});
  hub_.NoteRoundTrip(state_, fakes::WallAt(5), kAna, Duration{300});

  ASSERT_THAT(board_->updates, SizeIs(4));
  EXPECT_EQ(board_->updates[0].agents[0].desk_round_trip, std::nullopt);
  EXPECT_EQ(board_->updates[1].agents[0].desk_round_trip, Duration{40});
  EXPECT_EQ(board_->updates[2].agents[0].desk_round_trip, Duration{400});
  EXPECT_EQ(board_->updates[3].agents[0].desk_round_trip, Duration{300});
  EXPECT_LT(board_->updates[2].cursor, board_->updates[3].cursor);
}

// B7.
TEST_F(BoardHubTest, ARoundTripIsForgottenWithTheDesk) {
  state_.agents[kAna].desk = "d1";
  hub_.Watch(state_, fakes::WallAt(0), 0, board_);
  hub_.NoteRoundTrip(state_, fakes::WallAt(1), kAna, Duration{40});
  state_.agents[kAna].desk.clear();
  Deliver({AgentChanged{kAna}}, 2);
  hub_.NoteRoundTrip(state_, fakes::WallAt(3), kAna, Duration{40});

  ASSERT_THAT(board_->updates, SizeIs(3));
  EXPECT_EQ(board_->updates[2].agents[0].desk_round_trip, std::nullopt);
}

TEST_F(BoardHubTest, AnAgentWhoGetsBusyChangesTheRowsOfItsQueues) {
  hub_.Watch(state_, fakes::WallAt(0), 0, board_);
  state_.agents[kAna].state = exchange::AgentState::kConnected;

  Deliver({AgentChanged{kAna}}, 1);

  ASSERT_THAT(board_->updates, SizeIs(2));
  ASSERT_THAT(board_->updates[1].queues, SizeIs(1));
  EXPECT_EQ(board_->updates[1].queues[0].ready, 1U);
  EXPECT_EQ(board_->updates[1].queues[0].busy, 1U);
  ASSERT_THAT(board_->updates[1].agents, SizeIs(1));
  EXPECT_EQ(board_->updates[1].agents[0].login, "ana");
}

TEST_F(BoardHubTest, AnAgentWhoseWorkingHoursEndOrBeginIsToldAnew) {
  hub_.Watch(state_, fakes::WallAt(0), 0, board_);
  state_.agents[kAna].routing.off_hours = true;
  Deliver({AgentChanged{kAna}}, 1);
  state_.agents[kAna].routing.off_hours = false;
  Deliver({AgentChanged{kAna}}, 2);

  ASSERT_THAT(board_->updates, SizeIs(3));
  ASSERT_THAT(board_->updates[1].agents, SizeIs(1));
  EXPECT_EQ(board_->updates[1].agents[0].login, "ana");
  EXPECT_TRUE(board_->updates[1].agents[0].off_hours);
  ASSERT_THAT(board_->updates[2].agents, SizeIs(1));
  EXPECT_FALSE(board_->updates[2].agents[0].off_hours);
}

TEST_F(BoardHubTest, WhatChangedWithoutBoardsIsCountedAllTheSame) {
  state_.agents[kAna].memberships.clear();
  Deliver({AgentChanged{kAna}}, 1);

  hub_.Watch(state_, fakes::WallAt(2), 0, board_);

  EXPECT_EQ(board_->updates[0].queues[0].staffed, 1U);
}

TEST_F(BoardHubTest, ACallerWhoIsAnsweredIsCountedAsTalkingUntilTheEnd) {
  constexpr CallId kCall{7};
  hub_.Watch(state_, fakes::WallAt(0), 0, board_);
  fakes::AddWaitingCall(state_, kCall, 1);
  fakes::AddOffer(state_, kCall, kAna, 2);
  Deliver({CallChanged{kCall}}, 2);
  fakes::AnswerCall(state_, kCall, kAna, 3);
  Deliver({CallChanged{kCall}}, 3);
  Deliver({CallChanged{kCall}, QueueChanged{kSales}}, 4);
  fakes::EndCall(state_, kCall, 5);
  Deliver({CallChanged{kCall}}, 5);

  ASSERT_THAT(board_->updates, SizeIs(5));
  EXPECT_EQ(board_->updates[1].queues[0].talking, 0U);
  EXPECT_EQ(board_->updates[2].queues[0].talking, 1U);
  EXPECT_EQ(board_->updates[3].queues[0].talking, 1U);
  EXPECT_EQ(board_->updates[4].queues[0].talking, 0U);
}

TEST_F(BoardHubTest, CallersWhoTalkedBeforeARestartAreCounted) {
  constexpr CallId kCall{7};
  fakes::AddWaitingCall(state_, kCall, 1);
  fakes::AddOffer(state_, kCall, kAna, 2);
  fakes::AnswerCall(state_, kCall, kAna, 3);
  BoardHub recovered{state_};

  recovered.Watch(state_, fakes::WallAt(4), 0, board_);

  EXPECT_EQ(board_->updates[0].queues[0].talking, 1U);
}

TEST_F(BoardHubTest, AWaitingCallThatIsKnownBetterChangesTheRowOfItsQueue) {
  constexpr CallId kCall{7};
  fakes::AddWaitingCall(state_, kCall, 1);
  hub_.Watch(state_, fakes::WallAt(1), 0, board_);
  state_.calls.at(kCall).caller.presentation = exchange::Presentation::kWithheld;

  Deliver({CallChanged{kCall}}, 2);

  ASSERT_THAT(board_->updates, SizeIs(2));
  ASSERT_THAT(board_->updates[1].queues, SizeIs(1));
  EXPECT_EQ(board_->updates[1].queues[0].waiting[0].caller.presentation,
            exchange::Presentation::kWithheld);
}

TEST_F(BoardHubTest, AnAgentForWhomSomethingWasCountedIsToldAgain) {
  hub_.Watch(state_, fakes::WallAt(0), 0, board_);
  state_.agents[kAna].intervals[{fakes::WallAt(0), kSales}].answered = 1;

  Deliver({AgentCounted{kAna, fakes::WallAt(0), kSales}}, 1);

  ASSERT_THAT(board_->updates, SizeIs(2));
  ASSERT_THAT(board_->updates[1].agents, SizeIs(1));
  EXPECT_EQ(board_->updates[1].agents[0].day.answered, 1U);
}

TEST_F(BoardHubTest, DaysBeginWhereTheSiteIs) {
  state_.queues[kSales].intervals[fakes::WallAt(-900)].offered = 5;
  state_.agents[kAna].intervals[{fakes::WallAt(-900), kSales}].answered = 5;
  hub_.Watch(state_, fakes::WallAt(0), 0, board_);
  EXPECT_EQ(board_->updates[0].queues[0].day.offered, 5U);
  EXPECT_EQ(board_->updates[0].agents[0].day.answered, 5U);

  hub_.SetDays(state_, fakes::WallAt(1), [](WallTime) { return fakes::WallAt(0); });

  ASSERT_THAT(board_->updates, SizeIs(2));
  EXPECT_TRUE(board_->updates[1].snapshot);
  EXPECT_EQ(board_->updates[1].queues[0].day.offered, 0U);
  EXPECT_EQ(board_->updates[1].agents[0].day.answered, 0U);
}

TEST_F(BoardHubTest, WhenADayBeginsEveryAgentIsToldAgain) {
  hub_.SetDays(state_, fakes::WallAt(0), [](WallTime at) {
    return at < fakes::WallAt(900) ? fakes::WallAt(0) : fakes::WallAt(900);
  });
  state_.agents[kAna].intervals[{fakes::WallAt(0), kSales}].answered = 5;
  hub_.Watch(state_, fakes::WallAt(0), 0, board_);

  hub_.BeginInterval(state_, fakes::WallAt(900));

  ASSERT_THAT(board_->updates, SizeIs(2));
  ASSERT_THAT(board_->updates[1].agents, SizeIs(2));
  EXPECT_EQ(board_->updates[1].agents[0].day.answered, 0U);
}

TEST_F(BoardHubTest, TheLastEventOfASourceIsToldEachFiveSecondsAtMost) {
  state_.sources.at(fakes::kPbx).last_event = fakes::At(0);
  hub_.Watch(state_, fakes::WallAt(0), 0, board_);
  Deliver({}, 0);
  state_.sources.at(fakes::kPbx).last_event = fakes::At(4);
  Deliver({}, 4);
  ASSERT_THAT(board_->updates, SizeIs(1));
  state_.sources.at(fakes::kPbx).last_event = fakes::At(5);

  Deliver({}, 5);

  ASSERT_THAT(board_->updates, SizeIs(2));
  ASSERT_THAT(board_->updates[1].sources, SizeIs(1));
  EXPECT_EQ(board_->updates[1].sources[0].last_event, fakes::WallAt(5));
}

TEST_F(BoardHubTest, CursorsGrowStrictly) {
  hub_.Watch(state_, fakes::WallAt(0), 0, board_);
  hub_.BeginInterval(state_, fakes::WallAt(1'000));
  hub_.Watch(state_, fakes::WallAt(1'001), 0, board_);
  Deliver({QueueChanged{kSales}}, 1'002);

  ASSERT_THAT(board_->updates, SizeIs(4));
  EXPECT_LT(board_->updates[0].cursor, board_->updates[1].cursor);
  EXPECT_LT(board_->updates[1].cursor, board_->updates[2].cursor);
  EXPECT_LT(board_->updates[2].cursor, board_->updates[3].cursor);
}

TEST_F(BoardHubTest, ANewIntervalIsToldWithEmptyCounters) {
  state_.queues[kSales].intervals[fakes::WallAt(0)].offered = 5;
  hub_.Watch(state_, fakes::WallAt(0), 0, board_);
  EXPECT_EQ(board_->updates[0].queues[0].current.offered, 5U);

  hub_.BeginInterval(state_, fakes::WallAt(899));
  EXPECT_THAT(board_->updates, SizeIs(1));
  hub_.BeginInterval(state_, fakes::WallAt(900));

  ASSERT_THAT(board_->updates, SizeIs(2));
  EXPECT_EQ(board_->updates[1].queues[0].current.offered, 0U);
  EXPECT_EQ(board_->updates[1].queues[0].day.offered, 5U);
}

TEST_F(BoardHubTest, AfterAConfigurationAllRowsAreToldWithoutAgentsThatAreGone) {
  hub_.Watch(state_, fakes::WallAt(0), 0, board_);
  state_.agents[kAna].configured = false;
  BatchChanges changes;
  changes.AddConfiguration();

  hub_.Deliver(state_, changes, fakes::WallAt(1));

  ASSERT_THAT(board_->updates, SizeIs(2));
  EXPECT_TRUE(board_->updates[1].snapshot);
  ASSERT_THAT(board_->updates[1].agents, SizeIs(1));
  EXPECT_EQ(board_->updates[1].agents[0].login, "ben");
}

TEST_F(BoardHubTest, ABoardThatIsGoneIsToldNothing) {
  const auto other = std::make_shared<BoardWitness>();
  hub_.Watch(state_, fakes::WallAt(0), 0, board_);
  hub_.Watch(state_, fakes::WallAt(0), 0, other);
  board_.reset();

  Deliver({QueueChanged{kSales}}, 1);

  EXPECT_THAT(other->updates, SizeIs(2));
}

// B1, B6.
TEST_F(BoardHubTest, ABoardThatComesBackIsToldWhatChangedMeanwhile) {
  hub_.Watch(state_, fakes::WallAt(0), 0, board_);
  const std::int64_t cursor = board_->updates.back().cursor;
  board_.reset();
  Deliver({QueueChanged{kSales}}, 1);  // Nobody watches.
  state_.agents[kAna].intervals[{fakes::WallAt(0), kSales}].answered = 1;
  Deliver({AgentCounted{kAna, fakes::WallAt(0), kSales}}, 2);

  const auto back = std::make_shared<BoardWitness>();
  hub_.Watch(state_, fakes::WallAt(3), cursor, back);

  ASSERT_THAT(back->updates, SizeIs(1));
  EXPECT_FALSE(back->updates[0].snapshot);
  EXPECT_THAT(back->updates[0].queues, SizeIs(1));
  ASSERT_THAT(back->updates[0].agents, SizeIs(1));
  EXPECT_EQ(back->updates[0].agents[0].login, "ana");
  EXPECT_GT(back->updates[0].cursor, cursor);
}

TEST_F(BoardHubTest, ABoardThatMissedNothingIsToldItsCursorOnly) {
  hub_.Watch(state_, fakes::WallAt(0), 0, board_);
  Deliver({QueueChanged{kSales}}, 1);
  const std::int64_t cursor = board_->updates.back().cursor;

  const auto back = std::make_shared<BoardWitness>();
  hub_.Watch(state_, fakes::WallAt(1), cursor, back);

  ASSERT_THAT(back->updates, SizeIs(1));
  EXPECT_FALSE(back->updates[0].snapshot);
  EXPECT_THAT(back->updates[0].queues, IsEmpty());
  EXPECT_EQ(back->updates[0].cursor, cursor);
}

TEST_F(BoardHubTest, WaitsThatEndedMeanwhileAreNamed) {
  constexpr CallId kCall{7};
  fakes::AddWaitingCall(state_, kCall, 1);
  hub_.Watch(state_, fakes::WallAt(1), 0, board_);
  const std::int64_t cursor = board_->updates.back().cursor;
  const std::string name = state_.calls.at(kCall).name;
  Deliver({exchange::WaitEnded{kSales, kCall}, QueueChanged{kSales}}, 2);

  const auto back = std::make_shared<BoardWitness>();
  hub_.Watch(state_, fakes::WallAt(3), cursor, back);

  EXPECT_THAT(board_->updates.back().waits_ended,
              testing::ElementsAre(BoardWaitEnded{"sales", name}));
  EXPECT_THAT(back->updates[0].waits_ended, testing::ElementsAre(BoardWaitEnded{"sales", name}));
}

TEST_F(BoardHubTest, AlertsOfMeanwhileAreToldAsTheyAreNow) {
  hub_.Watch(state_, fakes::WallAt(0), 0, board_);
  const std::int64_t cursor = board_->updates.back().cursor;
  exchange::Alert alert{.id = AlertId{9}, .queue = kSales, .revision = 1};
  Deliver({exchange::AlertChanged{alert}}, 1);
  alert.cleared = fakes::WallAt(2);
  alert.revision = 2;
  Deliver({exchange::AlertChanged{alert}}, 2);

  const auto back = std::make_shared<BoardWitness>();
  hub_.Watch(state_, fakes::WallAt(3), cursor, back);

  ASSERT_THAT(back->updates[0].alerts, SizeIs(1));
  EXPECT_EQ(back->updates[0].alerts[0].alert, alert);
  EXPECT_EQ(back->updates[0].alerts[0].queue, "sales");
}

TEST_F(BoardHubTest, ANewBoardIsToldTheRaisedAlertsTheNewestFirst) {
  for (const std::uint64_t id : {3U, 5U}) {
    state_.alerts[AlertId{id}] = exchange::Alert{.id = AlertId{id}, .queue = kSales};
  }

  hub_.Watch(state_, fakes::WallAt(0), 0, board_);

  ASSERT_THAT(board_->updates[0].alerts, SizeIs(2));
  EXPECT_EQ(board_->updates[0].alerts[0].alert.id, AlertId{5});
}

TEST_F(BoardHubTest, WhatIsNotKeptAnyMoreTakesAllRows) {
  hub_.Watch(state_, fakes::WallAt(0), 0, board_);
  const std::int64_t cursor = board_->updates.back().cursor;
  constexpr CallId kCall{7};
  fakes::AddWaitingCall(state_, kCall, 1);
  for (std::size_t i = 0; i < BoardHub::kEndedKept; ++i) {
    Deliver({exchange::WaitEnded{kSales, kCall}}, 1);
  }
  const auto kept = std::make_shared<BoardWitness>();
  hub_.Watch(state_, fakes::WallAt(1), cursor, kept);
  EXPECT_FALSE(kept->updates[0].snapshot);

  Deliver({exchange::WaitEnded{kSales, kCall}}, 1);
  const auto lost = std::make_shared<BoardWitness>();
  hub_.Watch(state_, fakes::WallAt(1), cursor, lost);
  EXPECT_TRUE(lost->updates[0].snapshot);
}

TEST_F(BoardHubTest, AnAgentWhoChangesQueuesTellsWhereItWasAndMakesOthersBeginAnew) {
  hub_.Watch(state_, fakes::WallAt(0), 0, board_);
  const std::int64_t cursor = board_->updates.back().cursor;
  state_.agents[kAna].memberships.clear();

  Deliver({AgentChanged{kAna}}, 1);

  ASSERT_THAT(board_->updates.back().agents, SizeIs(1));
  ASSERT_TRUE(board_->updates.back().agents[0].left.has_value());
  EXPECT_THAT(board_->updates.back().agents[0].left->queues, testing::ElementsAre("sales"));
  const auto back = std::make_shared<BoardWitness>();
  hub_.Watch(state_, fakes::WallAt(1), cursor, back);
  EXPECT_TRUE(back->updates[0].snapshot);
}

TEST_F(BoardHubTest, ACursorOfAnEarlierProcessTakesAllRows) {
  hub_.Watch(state_, fakes::WallAt(0), 0, board_);
  Deliver({QueueChanged{kSales}}, 1);
  BoardHub next{state_};

  const auto back = std::make_shared<BoardWitness>();
  next.Watch(state_, fakes::WallAt(2), board_->updates.back().cursor, back);

  EXPECT_TRUE(back->updates[0].snapshot);
  EXPECT_GT(back->updates[0].cursor, board_->updates.back().cursor);
}

// B2.
TEST_F(BoardHubTest, HeldCursorsStayBeforeThoseOfTheNextProcess) {
  hub_.Watch(state_, fakes::WallAt(0), 0, board_);
  Deliver({QueueChanged{kSales}}, 1);
  const exchange::State saved = state_;
  hub_.HoldCursors(saved.last);
  for (int i = 0; i < 100; ++i) Deliver({QueueChanged{kSales}}, 1);
  BoardHub next{saved};  // Nothing of it was saved.

  const auto back = std::make_shared<BoardWitness>();
  next.Watch(saved, fakes::WallAt(2), board_->updates.back().cursor, back);

  EXPECT_TRUE(back->updates[0].snapshot);
  EXPECT_GT(back->updates[0].cursor, board_->updates.back().cursor);
}

}  // namespace
}  // namespace jackfield::engine
