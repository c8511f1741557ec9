#include "server/engine/engine_core.h"

#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/ports/figures.h"
#include "tests/support/desk_witness.h"
#include "tests/support/engine_inputs.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_metrics.h"
#include "tests/support/fake_random.h"
#include "tests/support/fake_store.h"

namespace jackfield::engine {
namespace {

using fakes::DeskWitness;
using fakes::PbxEvent;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class EngineCoreTest : public testing::Test {
 protected:
  EngineCoreTest() { Restart(); }

  // As after the end of the process: what is not in the store is gone.
  void Restart() {
    core_.reset();
    auto recovered = EngineCore::Recover({store_, clock_, random_, metrics_});
    ASSERT_TRUE(recovered.has_value());
    core_ = std::move(*recovered);
  }

  // Answers are kept as "<name>:OK" or "<name>:<reason>".
  Engine::Published Note(const std::string& name) {
    return [this, name](const Result<Receipt>& status) {
      answers_.push_back(name + ":" + (status ? "OK" : status.error().reason));
    };
  }

  void Add(const std::string& id, exchange::TelephonyEventBody body) {
    core_->Add({PbxEvent(id, std::move(body)), Note(id)});
  }

  // `count` entries, that each of the same kSnapshotEntries calls comes in.
  void AddCalls(std::uint64_t count) {
    for (std::uint64_t n = 0; n < count; ++n) {
      Add("", fakes::CallComesIn("c" + std::to_string(n % kSnapshotEntries)));
    }
    ASSERT_TRUE(core_->Advance().has_value());
  }

  void Configure() {
    core_->Add({fakes::SmallCentre(), nullptr});
    ASSERT_TRUE(core_->Advance().has_value());
  }

  void RingAna() {
    Add("e1", fakes::CallComesIn("c1"));
    Add("e2", fakes::CallWaits("c1"));
    Add("e3", fakes::RingsAtAna("c1"));
    ASSERT_TRUE(core_->Advance().has_value());
  }

  fakes::FakeStore store_;
  fakes::FakeClock clock_;
  fakes::FakeRandom random_{1};
  fakes::FakeMetrics metrics_;
  std::unique_ptr<EngineCore> core_;
  std::vector<std::string> answers_;
  std::shared_ptr<DeskWitness> ana_ = std::make_shared<DeskWitness>();
};

TEST_F(EngineCoreTest, AllInputsThatWaitAreOneCommitAndAreAnsweredInOrder) {
  Add("e1", fakes::CallComesIn("c1"));
  Add("e2", fakes::CallWaits("c1"));
  EXPECT_THAT(answers_, IsEmpty());

  ASSERT_TRUE(core_->Advance().has_value());

  EXPECT_EQ(store_.commits(), 1U);
  EXPECT_THAT(store_.journal(), SizeIs(2));
  EXPECT_THAT(answers_, ElementsAre("e1:OK", "e2:OK"));
}

TEST_F(EngineCoreTest, AnEventThatIsRepeatedInItsBatchTakesEffectOnce) {
  Add("e1", fakes::CallComesIn("c1"));
  Add("e1", fakes::CallComesIn("c1"));

  ASSERT_TRUE(core_->Advance().has_value());

  EXPECT_THAT(store_.journal(), SizeIs(1));
  EXPECT_THAT(answers_, ElementsAre("e1:OK", "e1:OK"));
}

TEST_F(EngineCoreTest, AnEventThatIsRepeatedAfterARestartTakesEffectOnce) {
  Add("e1", fakes::CallComesIn("c1"));
  ASSERT_TRUE(core_->Advance().has_value());
  Restart();

  Add("e1", fakes::CallComesIn("c1"));
  ASSERT_TRUE(core_->Advance().has_value());

  EXPECT_THAT(store_.journal(), SizeIs(1));
  EXPECT_THAT(answers_, ElementsAre("e1:OK", "e1:OK"));
  EXPECT_EQ(metrics_.CountOf(figures::kEventsRepeatedTotal), 1U);
}

TEST_F(EngineCoreTest, AnEventIsAnsweredWithTheEntryThatItBecameTheFirstTime) {
  std::vector<std::string> receipts;
  const auto add = [&](const std::string& id) {
    core_->Add({PbxEvent(id, fakes::CallComesIn("c1")), [&](const Result<Receipt>& receipt) {
                  receipts.push_back(std::to_string(receipt.value().sequence.value) +
                                     (receipt->repeated ? " again" : ""));
                }});
  };
  add("e1");
  add("e2");
  add("e1");
  ASSERT_TRUE(core_->Advance().has_value());
  Restart();

  add("e2");
  add("");
  ASSERT_TRUE(core_->Advance().has_value());

  EXPECT_THAT(receipts, ElementsAre("1", "2", "1 again", "2 again", "3"));
}

TEST_F(EngineCoreTest, EventsWithoutIdsAreNeverTakenForRepeated) {
  Add("", fakes::CallComesIn("c1"));
  Add("", fakes::CallWaits("c1"));

  ASSERT_TRUE(core_->Advance().has_value());

  EXPECT_THAT(store_.journal(), SizeIs(2));
}

TEST_F(EngineCoreTest, ARefusedCommandIsAnsweredAndNotJournaled) {
  Configure();

  core_->Add({fakes::BecomesReady("nobody"), Note("nobody")});
  core_->Add({fakes::BecomesReady("ana"), Note("ana")});
  ASSERT_TRUE(core_->Advance().has_value());

  EXPECT_THAT(answers_, ElementsAre("nobody:AGENT_NOT_FOUND", "ana:OK"));
  EXPECT_THAT(store_.journal(), SizeIs(2));
}

TEST_F(EngineCoreTest, NothingIsAnsweredOrShownBeforeTheCommit) {
  Configure();
  ASSERT_TRUE(core_->WatchDesk("ana", 0, ana_).has_value());
  ana_->Forget();
  store_.SetFailing(Error{ErrorCode::kUnavailable, "disk"});
  Add("", fakes::CallComesIn("c1"));
  Add("", fakes::CallWaits("c1"));
  Add("", fakes::RingsAtAna("c1"));

  EXPECT_FALSE(core_->Advance().has_value());
  EXPECT_THAT(answers_, IsEmpty());
  EXPECT_THAT(ana_->updates(), IsEmpty());
  EXPECT_TRUE(core_->pending());

  store_.SetFailing(std::nullopt);
  ASSERT_TRUE(core_->Advance().has_value());
  EXPECT_THAT(answers_, SizeIs(3));
  EXPECT_THAT(ana_->All<PopOpenedView>(), SizeIs(1));
}

TEST_F(EngineCoreTest, ABatchThatFailedIsCommittedOnceWithWhatCameMeanwhileBehindIt) {
  store_.SetFailing(Error{ErrorCode::kUnavailable, "disk"});
  Add("", fakes::CallComesIn("c1"));
  EXPECT_FALSE(core_->Advance().has_value());
  Add("e2", fakes::CallWaits("c1"));
  EXPECT_FALSE(core_->Advance().has_value());

  store_.SetFailing(std::nullopt);
  ASSERT_TRUE(core_->Advance().has_value());

  EXPECT_THAT(store_.journal(), SizeIs(2));
  EXPECT_EQ(core_->exchange().state().calls.size(), 1U);
  EXPECT_THAT(answers_, ElementsAre(":OK", "e2:OK"));
}

TEST_F(EngineCoreTest, ABatchIsBounded) {
  for (std::size_t count = 0; count <= kBatchInputsMax; ++count) {
    Add("", fakes::CallComesIn("c" + std::to_string(count)));
  }

  ASSERT_TRUE(core_->Advance().has_value());

  EXPECT_EQ(store_.commits(), 2U);
  EXPECT_THAT(store_.journal(), SizeIs(kBatchInputsMax + 1));
}

TEST_F(EngineCoreTest, TheCallsRowStandsInTheLogWithTheSameCommit) {
  Configure();
  RingAna();

  const CallId call = core_->exchange().state().calls.begin()->first;
  const auto row = store_.interaction(call);
  ASSERT_TRUE(row);
  ASSERT_THAT(row->offers, SizeIs(1));
  EXPECT_EQ(row->offers[0].agent, "ana");
  ASSERT_THAT(store_.queue_intervals(), SizeIs(1));
  EXPECT_EQ(store_.queue_intervals()[0].counters.offered, 1U);
}

TEST_F(EngineCoreTest, TheDesksOfAllWhoRingAreTold) {
  Configure();
  const auto ben = std::make_shared<DeskWitness>();
  ASSERT_TRUE(core_->WatchDesk("ana", 0, ana_).has_value());
  ASSERT_TRUE(core_->WatchDesk("ben", 0, ben).has_value());
  RingAna();
  Add("e4", fakes::RingsAtBen("c1"));
  Add("e5", fakes::AnaAnswers("c1"));

  ASSERT_TRUE(core_->Advance().has_value());

  EXPECT_THAT(ana_->All<PopOpenedView>(), SizeIs(1));
  EXPECT_THAT(ben->All<PopOpenedView>(), SizeIs(1));
  ASSERT_THAT(ben->All<PopClosedView>(), SizeIs(1));
  EXPECT_EQ(ben->All<PopClosedView>()[0].answered_by, "Ana Ruiz");
}

TEST_F(EngineCoreTest, AnUnknownAgentHasNoDesk) {
  Configure();

  const Status watched = core_->WatchDesk("nobody", 0, ana_);

  ASSERT_FALSE(watched.has_value());
  EXPECT_EQ(watched.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(watched.error().reason, "AGENT_NOT_FOUND");
}

TEST_F(EngineCoreTest, ADueTimerIsAppliedAndJournaled) {
  Configure();
  RingAna();
  const auto wake = core_->NextWake();
  ASSERT_TRUE(wake);
  const std::size_t before = store_.journal().size();

  clock_.Advance(*wake - clock_.Now());
  ASSERT_TRUE(core_->Advance().has_value());

  EXPECT_EQ(store_.journal().size(), before + 1);
  EXPECT_TRUE(!core_->NextWake() || *core_->NextWake() > clock_.Now());
}

TEST_F(EngineCoreTest, WithoutInputsAndDueTimersNothingIsCommitted) {
  ASSERT_TRUE(core_->Advance().has_value());

  EXPECT_EQ(store_.commits(), 0U);
}

TEST_F(EngineCoreTest, ARestartGivesTheSameStateByteForByte) {
  Configure();
  RingAna();
  const std::string before = core_->exchange().Save();

  Restart();

  EXPECT_EQ(core_->exchange().Save(), before);
  EXPECT_EQ(*ReplayGives(store_, core_->exchange()), true);
}

TEST_F(EngineCoreTest, ARestartFromASnapshotGivesTheSameStateByteForByte) {
  Configure();
  ASSERT_TRUE(core_->SaveSnapshot().has_value());
  RingAna();
  const std::string before = core_->exchange().Save();

  Restart();

  EXPECT_EQ(store_.snapshots(), 1U);
  EXPECT_EQ(core_->exchange().Save(), before);
  EXPECT_EQ(*ReplayGives(store_, core_->exchange()), true);
}

TEST_F(EngineCoreTest, HousekeepingHandsSnapshotsToTheSaver) {
  std::optional<SnapshotSaver> saver(std::in_place, store_, metrics_);
  core_->SaveSnapshotsBy(&*saver);
  Configure();
  clock_.Advance(kSnapshotPeriod);

  core_->Housekeep();
  core_->SaveSnapshotsBy(nullptr);
  saver.reset();  // It has saved what it was given.

  ASSERT_EQ(store_.snapshots(), 1U);
  EXPECT_EQ(store_.LoadSnapshot().value()->sequence, core_->exchange().state().last);
}

TEST_F(EngineCoreTest, AfterARestartTheNextSnapshotIsDueAsWithoutOne) {  // R5
  AddCalls(kSnapshotEntries);
  core_->Housekeep();
  AddCalls(kSnapshotEntries - 1);
  ASSERT_EQ(store_.snapshots(), 1U);

  Restart();
  core_->Housekeep();
  EXPECT_EQ(store_.snapshots(), 1U);
}

TEST_F(EngineCoreTest, EngineTimeGoesOnWhileNoProcessRuns) {
  Configure();
  const Instant before = core_->exchange().state().now;
  core_.reset();
  clock_.Advance(Duration{30'000});
  Restart();

  Add("e1", fakes::CallComesIn("c1"));
  ASSERT_TRUE(core_->Advance().has_value());

  EXPECT_EQ(core_->exchange().state().now, before + Duration{30'000});
}

TEST_F(EngineCoreTest, ADeskOfAnEndedProcessThatDoesNotComeBackIsMissed) {
  Configure();
  core_->Add({exchange::DeskOpened{"ana", "desk-1"}, nullptr});
  core_->Add({exchange::DeskOpened{"ben", "desk-2"}, nullptr});
  ASSERT_TRUE(core_->Advance().has_value());
  Restart();
  core_->Add({exchange::DeskOpened{"ben", "desk-3"}, nullptr});
  ASSERT_TRUE(core_->Advance().has_value());

  clock_.Advance(Duration{61'000});
  ASSERT_TRUE(core_->Advance().has_value());

  const exchange::Agent& ana = *core_->exchange().FindAgentByLogin("ana");
  const exchange::Agent& ben = *core_->exchange().FindAgentByLogin("ben");
  EXPECT_EQ(ana.desk, "");
  EXPECT_EQ(ana.idle.reason, "connection lost");
  EXPECT_EQ(ben.desk, "desk-3");
  EXPECT_EQ(ben.idle.reason, "signed in");
}

TEST_F(EngineCoreTest, EngineTimeDoesNotGoBackWithTheMachinesClock) {
  Configure();
  const Instant before = core_->exchange().state().now;
  clock_.SetWall(fakes::FakeClock::kStart - Duration{3'600'000});
  Restart();

  Add("e1", fakes::CallComesIn("c1"));
  ASSERT_TRUE(core_->Advance().has_value());

  EXPECT_GE(core_->exchange().state().now, before);
}

TEST_F(EngineCoreTest, ACallThatEndedBySilenceWhileNoProcessRanIsEndedInTheLog) {
  Configure();
  Add("e1", fakes::CallComesIn("c1"));
  ASSERT_TRUE(core_->Advance().has_value());
  const CallId call = core_->exchange().state().calls.begin()->first;
  core_.reset();
  clock_.Advance(Duration{6 * 3'600'000});
  Restart();

  ASSERT_TRUE(core_->Advance().has_value());

  ASSERT_TRUE(store_.interaction(call));
  ASSERT_EQ(store_.interaction(call)->end, exchange::CallEnd::kSilent);
  EXPECT_LT(*store_.interaction(call)->ended, clock_.WallNow() - Duration{3'600'000});
}

TEST_F(EngineCoreTest, AnEventAfterALongStopComesAfterTheTimersOfThatTime) {
  Configure();
  Add("e1", fakes::CallComesIn("c1"));
  ASSERT_TRUE(core_->Advance().has_value());
  const CallId call = core_->exchange().state().calls.begin()->first;
  core_.reset();
  clock_.Advance(Duration{6 * 3'600'000});
  Restart();

  Add("e9", fakes::CallComesIn("c9"));
  ASSERT_TRUE(core_->Advance().has_value());

  ASSERT_EQ(store_.interaction(call)->end, exchange::CallEnd::kSilent);
  EXPECT_THAT(answers_, testing::Contains("e9:OK"));
}

TEST_F(EngineCoreTest, ASnapshotIsWrittenWhenItsPeriodIsOverAndThereIsAnythingNew) {
  Configure();
  core_->Housekeep();
  EXPECT_EQ(store_.snapshots(), 0U);

  clock_.Advance(kSnapshotPeriod);
  core_->Housekeep();
  EXPECT_EQ(store_.snapshots(), 1U);

  clock_.Advance(kSnapshotPeriod);
  core_->Housekeep();
  EXPECT_EQ(store_.snapshots(), 1U);
}

TEST_F(EngineCoreTest, ASnapshotIsDueAfterAsManyBytesAsTheLastOneWas) {  // R5
  Configure();
  AddCalls(kSnapshotEntries);
  core_->Housekeep();
  EXPECT_EQ(store_.snapshots(), 1U);

  AddCalls(kSnapshotEntries);  // Of calls that are known: the state is larger than that.
  core_->Housekeep();
  EXPECT_EQ(store_.snapshots(), 1U);

  AddCalls(kSnapshotEntriesMax - kSnapshotEntries);
  core_->Housekeep();
  EXPECT_EQ(store_.snapshots(), 2U);
}

TEST_F(EngineCoreTest, ASnapshotThatFailsIsTriedAgainAfterAnotherPeriod) {
  Configure();
  clock_.Advance(kSnapshotPeriod);
  store_.SetFailing(Error{ErrorCode::kUnavailable, "disk"});
  core_->Housekeep();
  store_.SetFailing(std::nullopt);

  core_->Housekeep();
  EXPECT_EQ(store_.snapshots(), 0U);
  clock_.Advance(kSnapshotPeriod);
  core_->Housekeep();

  EXPECT_EQ(store_.snapshots(), 1U);
}

TEST_F(EngineCoreTest, AbandonAnswersEverythingThatIsNotCommitted) {
  store_.SetFailing(Error{ErrorCode::kUnavailable, "disk"});
  Add("", fakes::CallComesIn("c1"));
  EXPECT_FALSE(core_->Advance().has_value());
  Add("e2", fakes::CallWaits("c1"));

  core_->Abandon({ErrorCode::kUnavailable, "the end", "STORE_UNAVAILABLE"});

  EXPECT_THAT(answers_, ElementsAre(":STORE_UNAVAILABLE", "e2:STORE_UNAVAILABLE"));
  EXPECT_THAT(store_.journal(), IsEmpty());
}

// R8.
TEST_F(EngineCoreTest, WhatExplainsACallIsCommittedWithItsEntries) {
  Configure();
  RingAna();

  EXPECT_EQ(store_.commits(), 2U);
  EXPECT_THAT(store_.traces(), SizeIs(1));
  EXPECT_FALSE(core_->NextWake() && *core_->NextWake() <= clock_.Now() + kTraceWaitMax);
}

// R8.
TEST_F(EngineCoreTest, ADeliveryCostsNoCommitOfItsOwnUntilItHasWaited) {
  Configure();
  RingAna();
  const exchange::Call& call = core_->exchange().state().calls.begin()->second;
  core_->NoteDelivery({call.name, call.offers[0].id, clock_.WallNow()});

  ASSERT_TRUE(core_->Advance().has_value());
  EXPECT_EQ(store_.commits(), 2U);
  EXPECT_EQ(core_->NextWake(), clock_.Now() + kTraceWaitMax);

  clock_.Advance(kTraceWaitMax);
  ASSERT_TRUE(core_->Advance().has_value());
  EXPECT_EQ(store_.commits(), 3U);
  EXPECT_THAT(store_.journal(), SizeIs(4));
  ASSERT_THAT(store_.traces(), SizeIs(2));
  EXPECT_EQ(store_.traces()[1].steps[0].kind, TraceKind::kDelivered);
}

// R8.
TEST_F(EngineCoreTest, ADeliveryGoesWithTheNextCommit) {
  Configure();
  RingAna();
  const exchange::Call& call = core_->exchange().state().calls.begin()->second;
  core_->NoteDelivery({call.name, call.offers[0].id, clock_.WallNow()});

  Add("e4", fakes::AnaAnswers("c1"));
  ASSERT_TRUE(core_->Advance().has_value());

  EXPECT_EQ(store_.commits(), 3U);
  EXPECT_EQ(store_.traces().back().steps[0].kind, TraceKind::kDelivered);
}

// R8.
TEST_F(EngineCoreTest, ARepeatedEventIsTracedWithoutAnEntry) {
  Configure();
  RingAna();
  Add("e3", fakes::RingsAtAna("c1"));
  ASSERT_TRUE(core_->Advance().has_value());
  clock_.Advance(kTraceWaitMax);
  ASSERT_TRUE(core_->Advance().has_value());

  EXPECT_THAT(store_.journal(), SizeIs(4));
  EXPECT_EQ(store_.traces().back().steps[0].kind, TraceKind::kRepeated);
  EXPECT_EQ(store_.traces().back().steps[0].sequence, Sequence{4});
}

}  // namespace
}  // namespace jackfield::engine
