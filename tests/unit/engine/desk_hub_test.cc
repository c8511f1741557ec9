#include "server/engine/desk_hub.h"

#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/desk_witness.h"
#include "tests/support/sample_state.h"

namespace jackfield::engine {
namespace {

using exchange::AgentChanged;
using exchange::CallChanged;
using exchange::OfferClosed;
using exchange::OfferOpened;
using exchange::OfferState;
using exchange::OfferUpdated;
using fakes::DeskWitness;
using fakes::kAna;
using fakes::kBen;
using testing::IsEmpty;
using testing::SizeIs;

constexpr CallId kCall{7};
constexpr OfferId kOffer{7'000};       // At Ana.
constexpr OfferId kOtherOffer{7'001};  // At Ben.

class DeskHubTest : public testing::Test {
 protected:
  // Commits a batch with `effects`, from the state as it is now.
  void Deliver(const exchange::Effects& effects) {
    ++state_.last.value;
    BatchChanges changes;
    changes.Add(effects, state_);
    CallViews views(state_, changes);
    hub_.Deliver(state_, changes, views);
  }

  void RingBoth() {
    fakes::AddWaitingCall(state_, kCall, 0);
    fakes::AddOffer(state_, kCall, kAna, 5);
    fakes::AddOffer(state_, kCall, kBen, 5);
  }

  void ChangeAgent(int times) {
    for (int count = 0; count < times; ++count) Deliver({AgentChanged{kAna}});
  }

  exchange::State state_ = fakes::SampleState();
  DeskHub hub_{state_};
  std::shared_ptr<DeskWitness> ana_ = std::make_shared<DeskWitness>();
  std::shared_ptr<DeskWitness> ben_ = std::make_shared<DeskWitness>();
};

TEST_F(DeskHubTest, ANewDeskGetsASnapshotWithItsOpenOffers) {
  RingBoth();

  hub_.Watch(state_, kAna, 0, ana_);

  ASSERT_THAT(ana_->updates(), SizeIs(1));
  ASSERT_THAT(ana_->All<DeskSnapshotView>(), SizeIs(1));
  EXPECT_THAT(ana_->All<DeskSnapshotView>()[0].pops, SizeIs(1));
}

TEST_F(DeskHubTest, AnOfferPopsOnceAtItsAgentOnly) {
  hub_.Watch(state_, kAna, 0, ana_);
  hub_.Watch(state_, kBen, 0, ben_);
  fakes::AddWaitingCall(state_, kCall, 0);
  fakes::AddOffer(state_, kCall, kAna, 5);

  Deliver({OfferOpened{kAna, kCall, kOffer}, CallChanged{kCall}});
  Deliver({CallChanged{kCall}});

  ASSERT_THAT(ana_->All<PopOpenedView>(), SizeIs(1));
  EXPECT_EQ(ana_->All<PopOpenedView>()[0].pop.offer.id, kOffer);
  EXPECT_THAT(ben_->All<PopOpenedView>(), IsEmpty());
}

TEST_F(DeskHubTest, TheLoserIsToldTheNameOfTheWinner) {
  hub_.Watch(state_, kAna, 0, ana_);
  hub_.Watch(state_, kBen, 0, ben_);
  RingBoth();
  Deliver({OfferOpened{kAna, kCall, kOffer}, OfferOpened{kBen, kCall, kOtherOffer}});
  fakes::AnswerCall(state_, kCall, kAna, 9);

  Deliver({OfferClosed{kAna, kCall, kOffer, OfferState::kAnswered, kAna},
           OfferClosed{kBen, kCall, kOtherOffer, OfferState::kAnsweredElsewhere, kAna},
           CallChanged{kCall}});

  ASSERT_THAT(ben_->All<PopClosedView>(), SizeIs(1));
  EXPECT_EQ(ben_->All<PopClosedView>()[0].answered_by, "Ana Ruiz");
  EXPECT_EQ(ben_->All<PopClosedView>()[0].rang, Duration{4'000});
  EXPECT_EQ(ben_->All<PopClosedView>()[0].call_name, "call-7");
  ASSERT_THAT(ana_->All<PopClosedView>(), SizeIs(1));
  EXPECT_EQ(ana_->All<PopClosedView>()[0].answered_by, "");
}

TEST_F(DeskHubTest, AnOfferThatEndedWithinItsBatchOpensAndCloses) {
  hub_.Watch(state_, kAna, 0, ana_);
  RingBoth();
  fakes::AnswerCall(state_, kCall, kBen, 9);

  Deliver({OfferOpened{kAna, kCall, kOffer},
           OfferClosed{kAna, kCall, kOffer, OfferState::kAnsweredElsewhere, kBen}});

  ASSERT_THAT(ana_->updates(), SizeIs(3));
  EXPECT_EQ(ana_->All<PopOpenedView>()[0].pop.offer.state, OfferState::kRinging);
  EXPECT_TRUE(std::holds_alternative<PopClosedView>(ana_->updates()[2].change));
}

// D6.
TEST_F(DeskHubTest, AnOfferOfWhoSwitchedPopsOffIsToldNeitherAtItsBeginningNorAtItsEnd) {
  hub_.Watch(state_, kAna, 0, ana_);
  fakes::AddWaitingCall(state_, kCall, 0);
  fakes::AddOffer(state_, kCall, kAna, 5).pop_mode = exchange::PopMode::kOff;
  const OfferId offer = state_.calls.at(kCall).offers[0].id;
  Deliver({OfferOpened{kAna, kCall, offer}});
  Deliver({OfferUpdated{kAna, kCall, offer}});
  fakes::AnswerCall(state_, kCall, kAna, 9);
  Deliver(
      {OfferClosed{kAna, kCall, offer, OfferState::kAnswered, kAna, false}, CallChanged{kCall}});

  EXPECT_THAT(ana_->All<PopOpenedView>(), IsEmpty());
  EXPECT_THAT(ana_->All<PopUpdatedView>(), IsEmpty());
  EXPECT_THAT(ana_->All<PopClosedView>(), IsEmpty());
  EXPECT_THAT(ana_->All<DeskCallView>(), SizeIs(1));
}

// D6.
TEST_F(DeskHubTest, ASnapshotHasNoPopOfAnOfferThatBeganSwitchedOff) {
  fakes::AddWaitingCall(state_, kCall, 0);
  fakes::AddOffer(state_, kCall, kAna, 5).pop_mode = exchange::PopMode::kOff;
  state_.agents.at(kAna).pop_mode = exchange::PopMode::kOff;

  hub_.Watch(state_, kAna, 0, ana_);

  ASSERT_THAT(ana_->All<DeskSnapshotView>(), SizeIs(1));
  EXPECT_THAT(ana_->All<DeskSnapshotView>()[0].pops, IsEmpty());
  EXPECT_EQ(ana_->All<DeskSnapshotView>()[0].agent.pop_mode, exchange::PopMode::kOff);
}

TEST_F(DeskHubTest, AnOfferThatIsOverIsNotUpdatedAnyMore) {
  hub_.Watch(state_, kAna, 0, ana_);
  RingBoth();
  fakes::AnswerCall(state_, kCall, kBen, 9);

  Deliver({OfferUpdated{kAna, kCall, kOffer}});

  EXPECT_THAT(ana_->All<PopUpdatedView>(), IsEmpty());
}

TEST_F(DeskHubTest, ACallIsGoneOnceWhenTheAgentLeavesIt) {
  RingBoth();
  fakes::AnswerCall(state_, kCall, kAna, 9);
  hub_.Watch(state_, kAna, 0, ana_);
  Deliver({CallChanged{kCall}});
  fakes::EndCall(state_, kCall, 60);

  Deliver({CallChanged{kCall}});
  Deliver({CallChanged{kCall}});

  ASSERT_THAT(ana_->All<DeskCallView>(), SizeIs(2));
  EXPECT_FALSE(ana_->All<DeskCallView>()[0].gone);
  EXPECT_TRUE(ana_->All<DeskCallView>()[1].gone);
}

TEST_F(DeskHubTest, ACallKnownBeforeARestartIsGoneWhenItEndsAfterIt) {
  RingBoth();
  fakes::AnswerCall(state_, kCall, kAna, 9);
  hub_ = DeskHub(state_);
  hub_.Watch(state_, kAna, 0, ana_);
  fakes::EndCall(state_, kCall, 60);

  Deliver({CallChanged{kCall}});

  ASSERT_THAT(ana_->All<DeskCallView>(), SizeIs(1));
  EXPECT_TRUE(ana_->All<DeskCallView>()[0].gone);
}

TEST_F(DeskHubTest, AnAgentIsToldWhenTheirWorkingHoursEndAndBegin) {
  hub_.Watch(state_, kAna, 0, ana_);
  state_.agents[kAna].routing.off_hours = true;
  Deliver({AgentChanged{kAna}});
  state_.agents[kAna].routing.off_hours = false;
  Deliver({AgentChanged{kAna}});

  const std::vector<AgentView> told = ana_->All<AgentView>();
  ASSERT_THAT(told, SizeIs(2));
  EXPECT_TRUE(told[0].off_hours);
  EXPECT_FALSE(told[1].off_hours);
}

TEST_F(DeskHubTest, TheMissedListIsToldWhenItChanged) {
  hub_.Watch(state_, kAna, 0, ana_);
  RingBoth();
  state_.agents[kAna].missed = {{kOffer, kCall}};

  Deliver({OfferClosed{kAna, kCall, kOffer, OfferState::kNoAnswer, {}}});
  Deliver({AgentChanged{kAna}});

  ASSERT_THAT(ana_->All<MissedListView>(), SizeIs(1));
  EXPECT_THAT(ana_->All<MissedListView>()[0].missed, SizeIs(1));
  EXPECT_TRUE(ana_->All<PopClosedView>()[0].missed);
}

TEST_F(DeskHubTest, TheMissedListIsToldWhenOnlyItsCountChanged) {
  hub_.Watch(state_, kAna, 0, ana_);
  state_.agents[kAna].missed_older = 3;
  Deliver({AgentChanged{kAna}});

  ASSERT_THAT(ana_->All<MissedListView>(), SizeIs(1));
  EXPECT_EQ(ana_->All<MissedListView>()[0].count, 3U);
}

// D4.
TEST_F(DeskHubTest, ADeskThatComesBackIsToldTheLastMissedListOnly) {
  hub_.Watch(state_, kAna, 0, ana_);
  const std::int64_t cursor = ana_->updates().back().cursor;
  RingBoth();
  state_.agents[kAna].missed = {{kOffer, kCall}};
  Deliver({AgentChanged{kAna}});
  state_.agents[kAna].missed.clear();
  Deliver({AgentChanged{kAna}});

  hub_.Watch(state_, kAna, cursor, ben_);

  ASSERT_THAT(ben_->All<MissedListView>(), SizeIs(1));
  EXPECT_THAT(ben_->All<MissedListView>()[0].missed, IsEmpty());
}

TEST_F(DeskHubTest, CursorsGrowStrictlyWithinABatchAndBeyond) {
  hub_.Watch(state_, kAna, 0, ana_);
  RingBoth();

  Deliver({OfferOpened{kAna, kCall, kOffer}, AgentChanged{kAna}});
  Deliver({AgentChanged{kAna}});

  const std::vector<DeskUpdate> updates = ana_->updates();
  ASSERT_THAT(updates, SizeIs(4));
  EXPECT_LT(updates[0].cursor, updates[1].cursor);
  EXPECT_LT(updates[1].cursor, updates[2].cursor);
  EXPECT_LT(updates[2].cursor, updates[3].cursor);
}

TEST_F(DeskHubTest, CursorsGrowAcrossARestart) {
  hub_.Watch(state_, kAna, 0, ana_);
  ChangeAgent(3);
  const std::int64_t before = ana_->updates().back().cursor;

  DeskHub restarted(state_);
  restarted.Watch(state_, kAna, 0, ben_);

  EXPECT_GT(ben_->updates()[0].cursor, before);
}

TEST_F(DeskHubTest, ADeskThatComesBackGetsWhatItMissedAndNoSnapshot) {
  hub_.Watch(state_, kAna, 0, ana_);
  ChangeAgent(2);
  const std::int64_t seen = ana_->updates()[1].cursor;
  ana_.reset();
  ChangeAgent(2);
  const auto back = std::make_shared<DeskWitness>();

  hub_.Watch(state_, kAna, seen, back);

  EXPECT_THAT(back->All<AgentView>(), SizeIs(3));
  EXPECT_THAT(back->All<DeskSnapshotView>(), IsEmpty());
}

TEST_F(DeskHubTest, ADeskThatMissedNothingIsSentNothing) {
  hub_.Watch(state_, kAna, 0, ana_);
  const std::int64_t seen = ana_->updates()[0].cursor;
  ana_->Forget();

  hub_.Watch(state_, kAna, seen, ana_);

  EXPECT_THAT(ana_->updates(), IsEmpty());
}

TEST_F(DeskHubTest, ADeskThatMissedAsMuchAsIsKeptIsResumed) {
  hub_.Watch(state_, kAna, 0, ana_);
  const std::int64_t seen = ana_->updates()[0].cursor;
  ana_->Forget();
  ChangeAgent(static_cast<int>(DeskHub::kRecentMax));
  ana_->Forget();

  hub_.Watch(state_, kAna, seen, ana_);

  EXPECT_THAT(ana_->updates(), SizeIs(DeskHub::kRecentMax));
  EXPECT_THAT(ana_->All<DeskSnapshotView>(), IsEmpty());
}

TEST_F(DeskHubTest, ADeskThatMissedMoreThanIsKeptGetsASnapshot) {
  hub_.Watch(state_, kAna, 0, ana_);
  const std::int64_t seen = ana_->updates()[0].cursor;
  ChangeAgent(static_cast<int>(DeskHub::kRecentMax) + 1);
  ana_->Forget();

  hub_.Watch(state_, kAna, seen, ana_);

  ASSERT_THAT(ana_->updates(), SizeIs(1));
  EXPECT_THAT(ana_->All<DeskSnapshotView>(), SizeIs(1));
}

TEST_F(DeskHubTest, ACursorFromTheFutureGetsASnapshot) {
  hub_.Watch(state_, kAna, 0, ana_);
  const std::int64_t seen = ana_->updates()[0].cursor;
  ana_->Forget();

  hub_.Watch(state_, kAna, seen + 1, ana_);

  EXPECT_THAT(ana_->All<DeskSnapshotView>(), SizeIs(1));
}

TEST_F(DeskHubTest, ANewerDeskReplacesTheOlder) {
  const auto newer = std::make_shared<DeskWitness>();
  hub_.Watch(state_, kAna, 0, ana_);
  hub_.Watch(state_, kAna, 0, newer);
  ana_->Forget();

  Deliver({AgentChanged{kAna}});

  EXPECT_TRUE(ana_->replaced());
  EXPECT_THAT(ana_->updates(), IsEmpty());
  EXPECT_FALSE(newer->replaced());
  EXPECT_THAT(newer->All<AgentView>(), SizeIs(1));
}

TEST_F(DeskHubTest, ADeskThatAsksForASnapshotAgainIsNotReplaced) {
  hub_.Watch(state_, kAna, 0, ana_);

  hub_.Watch(state_, kAna, 0, ana_);

  EXPECT_FALSE(ana_->replaced());
  EXPECT_THAT(ana_->All<DeskSnapshotView>(), SizeIs(2));
}

TEST_F(DeskHubTest, AConfigurationSendsEachDeskASnapshotAndEndsResuming) {
  hub_.Watch(state_, kAna, 0, ana_);
  const std::int64_t seen = ana_->updates()[0].cursor;
  state_.configuration.not_ready_reasons = {"lunch"};
  ++state_.last.value;
  BatchChanges changes;
  changes.AddConfiguration();
  CallViews views(state_, changes);

  hub_.Deliver(state_, changes, views);

  ASSERT_THAT(ana_->All<DeskSnapshotView>(), SizeIs(2));
  EXPECT_THAT(ana_->All<DeskSnapshotView>()[1].not_ready_reasons, SizeIs(1));
  const auto back = std::make_shared<DeskWitness>();
  hub_.Watch(state_, kAna, seen, back);
  EXPECT_THAT(back->All<DeskSnapshotView>(), SizeIs(1));
}

TEST_F(DeskHubTest, AllDesksOfACallShareItsView) {
  hub_.Watch(state_, kAna, 0, ana_);
  hub_.Watch(state_, kBen, 0, ben_);
  RingBoth();

  Deliver({OfferOpened{kAna, kCall, kOffer}, OfferOpened{kBen, kCall, kOtherOffer}});

  EXPECT_EQ(ana_->All<PopOpenedView>()[0].pop.call, ben_->All<PopOpenedView>()[0].pop.call);
}

TEST_F(DeskHubTest, AnOfferOfACallThatWasMergedWithinItsBatchPopsAllTheSame) {
  constexpr CallId kOther{8};
  hub_.Watch(state_, kAna, 0, ana_);
  fakes::AddWaitingCall(state_, kCall, 0);
  fakes::AddWaitingCall(state_, kOther, 0);
  const OfferId offer = fakes::AddOffer(state_, kOther, kAna, 5).id;
  state_.calls.at(kCall).parent = kOther;
  fakes::EndCall(state_, kCall, 5);

  Deliver({OfferOpened{kAna, kCall, offer}, OfferUpdated{kAna, kOther, offer}});

  ASSERT_THAT(ana_->All<PopOpenedView>(), SizeIs(1));
  EXPECT_EQ(ana_->All<PopOpenedView>()[0].pop.offer.id, offer);
}

TEST_F(DeskHubTest, AnAnsweredOfferTellsWhetherTheAgentsCallIsOverAlready) {
  hub_.Watch(state_, kAna, 0, ana_);
  RingBoth();
  fakes::AnswerCall(state_, kCall, kAna, 9);
  Deliver({OfferClosed{kAna, kCall, kOffer, OfferState::kAnswered, kAna}, CallChanged{kCall}});
  fakes::EndCall(state_, kCall, 9);
  Deliver({OfferClosed{kAna, kCall, kOffer, OfferState::kAnswered, kAna}, CallChanged{kCall}});

  ASSERT_THAT(ana_->All<PopClosedView>(), SizeIs(2));
  EXPECT_FALSE(ana_->All<PopClosedView>()[0].call_over);
  EXPECT_TRUE(ana_->All<PopClosedView>()[1].call_over);
}

}  // namespace
}  // namespace jackfield::engine
