#include "server/engine/desk_views.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/sample_state.h"

namespace jackfield::engine {
namespace {

using fakes::kAna;
using fakes::kBen;
using fakes::kSales;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr CallId kCall{7};

class DeskViewsTest : public testing::Test {
 protected:
  exchange::State state_ = fakes::SampleState();
  const BatchChanges nothing_;
  CallViews views_{state_, nothing_};
};

TEST_F(DeskViewsTest, APopSaysHowLongTheCallerWaitedAndWhenTheOfferEnds) {
  fakes::AddWaitingCall(state_, kCall, 0);
  fakes::AddOffer(state_, kCall, kAna, 12);
  state_.queues[kSales].configuration.offer_limit = Duration{30'000};
  const SharedCall call = views_.Get(kCall);

  const PopView pop = MakePop(state_, call, call->call.offers[0]);

  EXPECT_EQ(pop.queue, "sales");
  EXPECT_EQ(pop.queue_display, "Sales");
  EXPECT_EQ(pop.waited, Duration{12'000});
  EXPECT_EQ(pop.deadline, fakes::WallAt(42));
}

TEST_F(DeskViewsTest, APopOfADirectCallHasNoQueueAndNoWait) {
  fakes::AddWaitingCall(state_, kCall, 0);
  fakes::AddOffer(state_, kCall, kAna, 12).queue = QueueId{};
  const SharedCall call = views_.Get(kCall);

  const PopView pop = MakePop(state_, call, call->call.offers[0]);

  EXPECT_EQ(pop.queue, "");
  EXPECT_EQ(pop.waited, Duration{0});
  EXPECT_EQ(pop.deadline, fakes::WallAt(72));
}

TEST_F(DeskViewsTest, TheWaitIsThatOfAllQueuesByWhichTheCallerCame) {
  exchange::Call& call = fakes::AddWaitingCall(state_, kCall, 10);
  call.legs[0].place = fakes::At(2);
  fakes::AddOffer(state_, kCall, kAna, 12);
  const SharedCall view = views_.Get(kCall);

  EXPECT_EQ(MakePop(state_, view, view->call.offers[0]).waited, Duration{10'000});
}

TEST_F(DeskViewsTest, TheWaitIsThatOfTheLastStayInTheQueue) {
  exchange::Call& call = fakes::AddWaitingCall(state_, kCall, 0);
  call.legs.push_back(call.legs[0]);
  call.legs[1].entered = fakes::At(10);
  fakes::AddOffer(state_, kCall, kAna, 12);
  const SharedCall view = views_.Get(kCall);

  EXPECT_EQ(MakePop(state_, view, view->call.offers[0]).waited, Duration{2'000});
}

TEST_F(DeskViewsTest, ARingingCallIsAPopAndNotACallOfTheAgents) {
  fakes::AddWaitingCall(state_, kCall, 0);
  fakes::AddOffer(state_, kCall, kAna, 5);

  const DeskSnapshotView snapshot = MakeDeskSnapshot(state_, state_.agents.at(kAna), {}, views_);

  EXPECT_THAT(snapshot.pops, SizeIs(1));
  EXPECT_THAT(snapshot.calls, IsEmpty());
}

TEST_F(DeskViewsTest, AnAnsweredCallIsACallOfTheWinnersOnly) {
  fakes::AddWaitingCall(state_, kCall, 0);
  fakes::AddOffer(state_, kCall, kAna, 5);
  fakes::AddOffer(state_, kCall, kBen, 5);
  fakes::AnswerCall(state_, kCall, kBen, 9);
  state_.calls[kCall].connections["agent-1"].state = exchange::ConnectionState::kNull;

  const DeskSnapshotView winner = MakeDeskSnapshot(state_, state_.agents.at(kBen), {}, views_);
  const DeskSnapshotView loser = MakeDeskSnapshot(state_, state_.agents.at(kAna), {}, views_);

  EXPECT_THAT(winner.calls, SizeIs(1));
  EXPECT_THAT(winner.pops, IsEmpty());
  EXPECT_THAT(loser.calls, IsEmpty());
  EXPECT_THAT(loser.pops, IsEmpty());
}

TEST_F(DeskViewsTest, ACallStandsOnTheDeskDuringWrapUp) {
  fakes::AddWaitingCall(state_, kCall, 0);
  fakes::AddOffer(state_, kCall, kAna, 5);
  fakes::AnswerCall(state_, kCall, kAna, 9);
  fakes::EndCall(state_, kCall, 60);
  state_.calls[kCall].after[kAna].open = true;
  state_.agents[kAna].wrap_up = exchange::WrapUp{kCall, kSales, fakes::At(60), fakes::At(90).at};

  const DeskSnapshotView snapshot = MakeDeskSnapshot(state_, state_.agents.at(kAna), {}, views_);

  ASSERT_THAT(snapshot.calls, SizeIs(1));
  ASSERT_TRUE(snapshot.agent.wrap_up);
  EXPECT_EQ(snapshot.agent.wrap_up->call, snapshot.calls[0]);
  EXPECT_EQ(snapshot.agent.wrap_up->queue_display, "Sales");
  EXPECT_EQ(snapshot.agent.wrap_up->until, fakes::WallAt(90));
}

TEST_F(DeskViewsTest, AMissedOfferSaysHowItEnded) {
  fakes::AddWaitingCall(state_, kCall, 0);
  exchange::Offer& offer = fakes::AddOffer(state_, kCall, kAna, 5);
  offer.state = exchange::OfferState::kCallerGone;
  offer.ended = fakes::At(19);
  state_.agents[kAna].missed = {{offer.id, kCall}};

  const std::vector<MissedView> missed = MakeMissed(state_, state_.agents.at(kAna), {}, views_);

  ASSERT_THAT(missed, SizeIs(1));
  EXPECT_EQ(missed[0].state, exchange::OfferState::kCallerGone);
  EXPECT_EQ(missed[0].at, fakes::WallAt(19));
  EXPECT_EQ(missed[0].rang, Duration{14'000});
}

TEST_F(DeskViewsTest, AMissedOfferThatWasToldComesWithoutItsCall) {
  fakes::AddWaitingCall(state_, kCall, 0);
  const exchange::Offer& offer = fakes::AddOffer(state_, kCall, kAna, 5);
  state_.agents[kAna].missed = {{offer.id, kCall}};

  const std::vector<MissedView> missed =
      MakeMissed(state_, state_.agents.at(kAna), {{offer.id, kCall}}, views_);

  ASSERT_THAT(missed, SizeIs(1));
  EXPECT_EQ(missed[0].first_call, offer.first_call);
  EXPECT_EQ(missed[0].call, nullptr);
}

TEST_F(DeskViewsTest, AMissedOfferStaysListedWhenItsCallIsForgotten) {
  state_.agents[kAna].missed = {{OfferId{9}, CallId{99}}};

  const std::vector<MissedView> missed = MakeMissed(state_, state_.agents.at(kAna), {}, views_);

  ASSERT_THAT(missed, SizeIs(1));
  EXPECT_EQ(missed[0].offer, OfferId{9});
  EXPECT_EQ(missed[0].call, nullptr);
}

TEST_F(DeskViewsTest, TheAgentViewHasQueuesAndPendingState) {
  state_.agents[kAna].pending = exchange::Idle{exchange::IdleState::kNotReady, "lunch"};

  const AgentView view = MakeAgentView(state_, state_.agents.at(kAna), views_);

  EXPECT_EQ(view.display_name, "Ana Ruiz");
  EXPECT_EQ(view.state, exchange::AgentState::kReady);
  EXPECT_EQ(view.since, fakes::WallAt(0));
  EXPECT_THAT(view.queues, ElementsAre("sales"));
  ASSERT_TRUE(view.pending);
  EXPECT_EQ(view.pending->reason, "lunch");
}

TEST_F(DeskViewsTest, TheAgentViewTellsThatItIsOutsideTheirWorkingHours) {
  EXPECT_FALSE(MakeAgentView(state_, state_.agents.at(kAna), views_).off_hours);

  state_.agents[kAna].routing.off_hours = true;

  EXPECT_TRUE(MakeAgentView(state_, state_.agents.at(kAna), views_).off_hours);
}

}  // namespace
}  // namespace jackfield::engine
