#include "server/engine/interaction_projection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/sample_state.h"

namespace jackfield::engine {
namespace {

using exchange::DequeueCause;
using fakes::kAna;
using fakes::kBen;
using fakes::kSales;
using testing::IsEmpty;
using testing::SizeIs;

constexpr CallId kCall{7};

// A caller waits from 0, rings at both from 5, Ben answers at 9.
exchange::State AnsweredByBen() {
  exchange::State state = fakes::SampleState();
  fakes::AddWaitingCall(state, kCall, 0);
  fakes::AddOffer(state, kCall, kAna, 5);
  fakes::AddOffer(state, kCall, kBen, 5);
  fakes::AnswerCall(state, kCall, kBen, 9);
  return state;
}

TEST(InteractionProjectionTest, AWaitingCallIsLiveAndHasNoAgent) {
  exchange::State state = fakes::SampleState();
  fakes::AddWaitingCall(state, kCall, 3);

  const InteractionRow row = ProjectInteraction(state, state.calls.at(kCall));

  EXPECT_EQ(row.call, kCall);
  EXPECT_EQ(row.name, "call-7");
  EXPECT_EQ(row.source, "pbx");
  EXPECT_EQ(row.started, fakes::WallAt(3));
  EXPECT_EQ(row.ended, std::nullopt);
  EXPECT_EQ(row.agent, "");
  EXPECT_EQ(row.queue, "sales");
  ASSERT_THAT(row.legs, SizeIs(1));
  EXPECT_EQ(row.legs[0].outcome, LegOutcome::kWaiting);
}

TEST(InteractionProjectionTest, AStayHasWhatWasForetoldOfItsWait) {
  const exchange::State state = AnsweredByBen();
  exchange::State told = state;
  told.calls.at(kCall).legs[0].foretold_p50 = Duration{4'000};
  told.calls.at(kCall).legs[0].foretold_p90 = Duration{13'000};

  const InteractionLeg without = ProjectInteraction(state, state.calls.at(kCall)).legs.at(0);
  const InteractionLeg with = ProjectInteraction(told, told.calls.at(kCall)).legs.at(0);

  EXPECT_EQ(without.foretold_p50, std::nullopt);
  EXPECT_EQ(without.foretold_p90, std::nullopt);
  EXPECT_EQ(with.foretold_p50, Duration{4'000});
  EXPECT_EQ(with.foretold_p90, Duration{13'000});
}

TEST(InteractionProjectionTest, AnAnsweredCallNamesTheWinnerAndTheOffersThatLost) {
  const exchange::State state = AnsweredByBen();

  const InteractionRow row = ProjectInteraction(state, state.calls.at(kCall));

  EXPECT_EQ(row.agent, "ben");
  EXPECT_EQ(row.legs[0].outcome, LegOutcome::kAnswered);
  EXPECT_EQ(row.legs[0].waited, Duration{9'000});
  EXPECT_EQ(row.legs[0].agent, "ben");
  ASSERT_THAT(row.offers, SizeIs(2));
  EXPECT_EQ(row.offers[0].agent, "ana");
  EXPECT_EQ(row.offers[0].state, exchange::OfferState::kAnsweredElsewhere);
  EXPECT_EQ(row.offers[0].answered_by, "ben");
  EXPECT_EQ(row.offers[0].rang, Duration{4'000});
  EXPECT_EQ(row.offers[0].queue, "sales");
}

TEST(InteractionProjectionTest, TheResultIsThatOfTheLastStayUnlessSomebodyTalked) {
  exchange::State waiting = fakes::SampleState();
  fakes::AddWaitingCall(waiting, kCall, 0);
  exchange::State abandoned = waiting;
  abandoned.calls.at(kCall).legs[0].state = exchange::LegState::kLeft;
  abandoned.calls.at(kCall).legs[0].cause = exchange::DequeueCause::kAbandoned;
  fakes::EndCall(abandoned, kCall, 9);
  exchange::State lost = abandoned;
  lost.calls.at(kCall).end = exchange::CallEnd::kLost;
  exchange::State answered = AnsweredByBen();
  fakes::EndCall(answered, kCall, 69);
  const auto result = [](const exchange::State& state) {
    return ProjectInteraction(state, state.calls.at(kCall)).result;
  };

  EXPECT_EQ(result(waiting), CallResult::kNone);
  EXPECT_EQ(result(abandoned), CallResult::kAbandoned);
  EXPECT_EQ(result(lost), CallResult::kLost);
  EXPECT_EQ(result(answered), CallResult::kAnswered);
}

// Ana calls somebody outside from 0; "out" is their connection.
exchange::Call& AnaCallsOutside(exchange::State& state) {
  exchange::Call& call = state.calls[kCall];
  call.id = kCall;
  call.source = fakes::kPbx;
  call.direction = exchange::Direction::kOutbound;
  call.caller_connection = "desk";
  call.connections["desk"].agent = kAna;
  call.connections["desk"].established = fakes::At(0);
  call.connections["out"].since = fakes::At(1);
  return call;
}

TEST(InteractionProjectionTest, ACallToOutsideIsAnsweredWhenTheOtherSideDid) {
  exchange::State rang_out = fakes::SampleState();
  AnaCallsOutside(rang_out);
  exchange::State talked = fakes::SampleState();
  AnaCallsOutside(talked).connections["out"].established = fakes::At(9);
  for (exchange::State* state : {&rang_out, &talked}) fakes::EndCall(*state, kCall, 69);

  EXPECT_EQ(ProjectInteraction(rang_out, rang_out.calls.at(kCall)).result, CallResult::kUnanswered);
  EXPECT_EQ(ProjectInteraction(talked, talked.calls.at(kCall)).result, CallResult::kAnswered);
}

TEST(InteractionProjectionTest, TalkIsWithoutHold) {
  exchange::State state = AnsweredByBen();
  state.calls[kCall].connections["agent-2"].held = Duration{20'000};
  fakes::EndCall(state, kCall, 69);

  const InteractionRow row = ProjectInteraction(state, state.calls.at(kCall));

  EXPECT_EQ(row.talk, Duration{40'000});
  EXPECT_EQ(row.hold, Duration{20'000});
  EXPECT_EQ(row.ended, fakes::WallAt(69));
  EXPECT_EQ(row.legs[0].talk, Duration{40'000});
}

TEST(InteractionProjectionTest, AHoldThatLastsCountsUpToTheLastEvent) {
  exchange::State state = AnsweredByBen();
  exchange::Call& call = state.calls[kCall];
  call.connections["agent-2"].state = exchange::ConnectionState::kHold;
  call.connections["agent-2"].since = fakes::At(29);
  call.last_event = fakes::At(39);

  const ConnectedTime time = TimeOf(call, call.connections["agent-2"]);

  EXPECT_EQ(time.talk, Duration{20'000});
  EXPECT_EQ(time.hold, Duration{10'000});
}

TEST(InteractionProjectionTest, ACompletedLegHasTheLastWordOnItsTalk) {
  exchange::State state = AnsweredByBen();
  exchange::Leg& leg = state.calls[kCall].legs[0];
  leg.completed = fakes::At(60);
  leg.talk = Duration{51'000};
  fakes::EndCall(state, kCall, 90);

  const InteractionRow row = ProjectInteraction(state, state.calls.at(kCall));

  EXPECT_EQ(row.talk, Duration{51'000});
  EXPECT_EQ(row.legs[0].talk, Duration{51'000});
}

TEST(InteractionProjectionTest, ARingThatNobodyAnsweredIsNoTalk) {
  exchange::State state = fakes::SampleState();
  fakes::AddWaitingCall(state, kCall, 0);
  fakes::AddOffer(state, kCall, kAna, 5);
  fakes::EndCall(state, kCall, 30);

  const InteractionRow row = ProjectInteraction(state, state.calls.at(kCall));

  EXPECT_EQ(row.talk, Duration{0});
  EXPECT_EQ(row.agent, "");
}

struct CauseCase {
  DequeueCause cause;
  LegOutcome outcome;
};

class LegOutcomeTest : public testing::TestWithParam<CauseCase> {};

TEST_P(LegOutcomeTest, EachCauseHasItsOutcome) {
  exchange::State state = fakes::SampleState();
  exchange::Call& call = fakes::AddWaitingCall(state, kCall, 0);
  call.legs[0].state = exchange::LegState::kLeft;
  call.legs[0].cause = GetParam().cause;
  call.legs[0].left = fakes::At(11);

  const InteractionRow row = ProjectInteraction(state, call);

  EXPECT_EQ(row.legs[0].outcome, GetParam().outcome);
  EXPECT_EQ(row.legs[0].waited, Duration{11'000});
}

INSTANTIATE_TEST_SUITE_P(
    Causes, LegOutcomeTest,
    testing::Values(CauseCase{DequeueCause::kUnknown, LegOutcome::kWithdrawn},
                    CauseCase{DequeueCause::kAbandoned, LegOutcome::kAbandoned},
                    CauseCase{DequeueCause::kTimedOut, LegOutcome::kTimedOut},
                    CauseCase{DequeueCause::kExitKey, LegOutcome::kExitKey},
                    CauseCase{DequeueCause::kExitEmpty, LegOutcome::kExitEmpty},
                    CauseCase{DequeueCause::kWithdrawn, LegOutcome::kWithdrawn},
                    CauseCase{DequeueCause::kUnseen, LegOutcome::kLost}));

TEST(InteractionProjectionTest, ALostLegIsLost) {
  exchange::State state = fakes::SampleState();
  exchange::Call& call = fakes::AddWaitingCall(state, kCall, 0);
  call.legs[0].state = exchange::LegState::kLost;

  EXPECT_EQ(ProjectInteraction(state, call).legs[0].outcome, LegOutcome::kLost);
}

TEST(InteractionProjectionTest, ALegThatWentOnInAnotherCallIsNotCountedHere) {
  exchange::State state = fakes::SampleState();
  exchange::Call& call = fakes::AddWaitingCall(state, kCall, 0);
  call.legs[0].state = exchange::LegState::kMoved;

  EXPECT_THAT(ProjectInteraction(state, call).legs, IsEmpty());
}

TEST(InteractionProjectionTest, ABatchGetsOneRowForEachThingThatChanged) {
  exchange::State state = fakes::SampleState();
  fakes::AddWaitingCall(state, kCall, 0);
  const WallTime interval = fakes::WallAt(0);
  state.queues[kSales].intervals[interval].offered = 4;
  state.agents[kAna].intervals[{interval, kSales}].offers = 3;
  BatchChanges changes;
  changes.Add({exchange::CallChanged{kCall}, exchange::QueueCounted{kSales, interval},
               exchange::AgentCounted{kAna, interval, kSales}, exchange::CallChanged{kCall}},
              state);
  CommitBatch batch;

  ProjectRows(state, changes, batch);

  EXPECT_THAT(batch.interactions, SizeIs(1));
  ASSERT_THAT(batch.queue_intervals, SizeIs(1));
  EXPECT_EQ(batch.queue_intervals[0].queue, "sales");
  EXPECT_EQ(batch.queue_intervals[0].counters.offered, 4U);
  ASSERT_THAT(batch.agent_intervals, SizeIs(1));
  EXPECT_EQ(batch.agent_intervals[0].agent, "ana");
  EXPECT_EQ(batch.agent_intervals[0].queue, "sales");
  EXPECT_EQ(batch.agent_intervals[0].counters.offers, 3U);
}

TEST(InteractionProjectionTest, AnIntervalThatWasDroppedMeanwhileHasNoRow) {
  const exchange::State state = fakes::SampleState();
  BatchChanges changes;
  changes.Add({exchange::QueueCounted{kSales, fakes::WallAt(0)},
               exchange::AgentCounted{kAna, fakes::WallAt(0), kSales}},
              state);
  CommitBatch batch;

  ProjectRows(state, changes, batch);

  EXPECT_THAT(batch.queue_intervals, IsEmpty());
  EXPECT_THAT(batch.agent_intervals, IsEmpty());
}

}  // namespace
}  // namespace jackfield::engine
