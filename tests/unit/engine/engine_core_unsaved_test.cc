#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/engine/engine_core.h"
#include "server/engine/unsaved_batches.h"
#include "tests/support/desk_witness.h"
#include "tests/support/engine_inputs.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_metrics.h"
#include "tests/support/fake_random.h"
#include "tests/support/fake_store.h"

// The rules R6 and R7: calls are shown from memory while the store cannot commit.
namespace jackfield::engine {
namespace {

using fakes::PbxEvent;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const Error kFull{ErrorCode::kResourceExhausted, "no room", "STORE_FULL"};

class EngineCoreUnsavedTest : public testing::Test {
 protected:
  EngineCoreUnsavedTest() {
    Restart();
    core_->Add({fakes::SmallCentre(), nullptr});
    EXPECT_TRUE(core_->Advance().has_value());
    EXPECT_TRUE(core_->WatchDesk("ana", 0, ana_).has_value());
    ana_->Forget();
  }

  // As after the end of the process: what is not in the store is gone.
  void Restart() {
    core_.reset();
    auto recovered = EngineCore::Recover({store_, clock_, random_, metrics_});
    ASSERT_TRUE(recovered.has_value());
    core_ = std::move(*recovered);
  }

  Engine::Published Note(const std::string& name) {
    return [this, name](const Result<Receipt>& status) {
      answers_.push_back(name + ":" + (status ? "OK" : status.error().reason));
    };
  }
  void Publish(const std::string& id, exchange::TelephonyEventBody body) {
    core_->Add({PbxEvent(id, std::move(body)), Note(id)});
  }
  void Observe(exchange::TelephonyEventBody body) {
    core_->Add({PbxEvent("", std::move(body)), Note("observed"), true});
  }

  // The disk is full, and the engine goes on with what waits.
  void FillDisk() {
    store_.SetFailing(kFull);
    EXPECT_FALSE(core_->Advance().has_value());
    core_->GoOnUnsaved(kFull);
    ASSERT_TRUE(core_->Advance().has_value());
  }
  void FreeDisk() {
    store_.SetFailing(std::nullopt);
    while (core_->unsaved_entries() > 0) ASSERT_TRUE(core_->SaveUnsaved().has_value());
    core_->EndUnsaved();
  }

  fakes::FakeStore store_;
  fakes::FakeClock clock_;
  fakes::FakeRandom random_{1};
  fakes::FakeMetrics metrics_;
  std::unique_ptr<EngineCore> core_;
  std::vector<std::string> answers_;
  std::shared_ptr<fakes::DeskWitness> ana_ = std::make_shared<fakes::DeskWitness>();
};

TEST_F(EngineCoreUnsavedTest, PopsOfObservedCallsGoOnAndAreOnTheDiskAfterwards) {
  Observe(fakes::CallComesIn("c1"));
  FillDisk();
  Observe(fakes::CallWaits("c1"));
  Observe(fakes::RingsAtAna("c1"));
  ASSERT_TRUE(core_->Advance().has_value());

  EXPECT_THAT(ana_->All<PopOpenedView>(), SizeIs(1));
  EXPECT_THAT(store_.journal(), SizeIs(1));
  EXPECT_EQ(core_->unsaved_entries(), 3U);

  FreeDisk();
  const std::string state = core_->exchange().Save();
  Restart();

  EXPECT_THAT(store_.journal(), SizeIs(4));
  EXPECT_EQ(core_->exchange().Save(), state);
  EXPECT_THAT(ana_->All<PopOpenedView>(), SizeIs(1));
}

TEST_F(EngineCoreUnsavedTest, NothingIsAcknowledgedAndWhatIsRefusedChangesNothing) {
  Observe(fakes::CallComesIn("c1"));
  FillDisk();
  answers_.clear();
  const Sequence last = core_->exchange().state().last;
  Publish("e2", fakes::CallComesIn("c2"));
  core_->Add({fakes::BecomesReady("ana"), Note("ready")});
  core_->Add({fakes::SmallCentre(), Note("configuration")});
  ASSERT_TRUE(core_->Advance().has_value());

  EXPECT_THAT(answers_,
              ElementsAre("e2:STORE_FULL", "ready:STORE_FULL", "configuration:STORE_FULL"));
  EXPECT_EQ(core_->exchange().state().last, last);
}

TEST_F(EngineCoreUnsavedTest, AnEventOfTheBatchThatFailedTakesEffectOnceWhenItComesAgain) {
  Publish("e1", fakes::CallComesIn("c1"));
  FillDisk();
  Publish("e1", fakes::CallComesIn("c1"));
  ASSERT_TRUE(core_->Advance().has_value());
  EXPECT_THAT(answers_, ElementsAre("e1:STORE_FULL", "e1:STORE_FULL"));

  FreeDisk();
  Publish("e1", fakes::CallComesIn("c1"));
  ASSERT_TRUE(core_->Advance().has_value());

  EXPECT_EQ(answers_.back(), "e1:OK");
  EXPECT_EQ(core_->exchange().state().calls.size(), 1U);
}

TEST_F(EngineCoreUnsavedTest, WhoseCommandTookEffectIsToldThatItIsNotSaved) {
  core_->Add({fakes::BecomesReady("ana"), Note("ana")});
  core_->Add({fakes::BecomesReady("nobody"), Note("nobody")});
  FillDisk();

  EXPECT_THAT(answers_, ElementsAre("ana:CHANGE_NOT_SAVED", "nobody:AGENT_NOT_FOUND"));
}

TEST_F(EngineCoreUnsavedTest, DesksComeAndGo) {
  Observe(fakes::CallComesIn("c1"));
  FillDisk();
  answers_.clear();
  core_->Add({exchange::DeskCommand(exchange::DeskOpened{"ben", "d1"}), Note("opened")});
  core_->Add({exchange::DeskCommand(exchange::DeskClosed{"ben", "d1"}), Note("closed")});
  ASSERT_TRUE(core_->Advance().has_value());

  EXPECT_THAT(answers_, ElementsAre("opened:OK", "closed:OK"));
}

TEST_F(EngineCoreUnsavedTest, ARestartLosesOnlyWhatNobodyWasPromised) {
  Publish("e1", fakes::CallComesIn("c1"));
  ASSERT_TRUE(core_->Advance().has_value());
  Observe(fakes::CallComesIn("c2"));
  FillDisk();

  store_.SetFailing(std::nullopt);
  Restart();

  EXPECT_THAT(store_.journal(), SizeIs(2));
  EXPECT_EQ(core_->exchange().state().calls.size(), 1U);
}

// I6, D2 of DeskHub.
TEST_F(EngineCoreUnsavedTest, CursorsGrowAlsoWhenTheProcessEndsBeforeAnythingWasSaved) {
  Observe(fakes::CallComesIn("c1"));
  FillDisk();
  Observe(fakes::CallWaits("c1"));
  Observe(fakes::RingsAtAna("c1"));
  ASSERT_TRUE(core_->Advance().has_value());
  ASSERT_THAT(ana_->updates(), Not(IsEmpty()));
  const std::int64_t last = ana_->updates().back().cursor;

  store_.SetFailing(std::nullopt);
  Restart();
  core_->Add({exchange::DeskCommand(exchange::DeskOpened{"ana", "d2"}), nullptr});
  ASSERT_TRUE(core_->Advance().has_value());
  const auto again = std::make_shared<fakes::DeskWitness>();
  ASSERT_TRUE(core_->WatchDesk("ana", last, again).has_value());

  ASSERT_THAT(again->All<DeskSnapshotView>(), SizeIs(1));
  EXPECT_GT(again->updates().front().cursor, last);
}

TEST_F(EngineCoreUnsavedTest, NoSnapshotHoldsWhatTheJournalDoesNot) {
  Observe(fakes::CallComesIn("c1"));
  FillDisk();
  store_.SetFailing(std::nullopt);
  clock_.Advance(kSnapshotPeriod);

  EXPECT_FALSE(core_->SaveSnapshot().has_value());
  core_->Housekeep();

  EXPECT_EQ(store_.snapshots(), 0U);
}

TEST_F(EngineCoreUnsavedTest, WhenNoMoreCanBeKeptEverythingIsRefusedUntilTheStoreWorks) {
  Observe(fakes::CallComesIn("c0"));
  FillDisk();
  for (std::size_t count = 1; count < UnsavedBatches::kEntriesMax; ++count) {
    Observe(fakes::CallEnds("unknown"));
  }
  ASSERT_TRUE(core_->Advance().has_value());
  ASSERT_EQ(core_->unsaved_entries(), UnsavedBatches::kEntriesMax);
  answers_.clear();

  Observe(fakes::CallComesIn("c1"));
  ASSERT_TRUE(core_->Advance().has_value());
  EXPECT_THAT(answers_, ElementsAre("observed:STORE_FULL"));
  EXPECT_EQ(core_->NextWake(), std::nullopt);

  FreeDisk();
  answers_.clear();
  Observe(fakes::CallComesIn("c1"));
  ASSERT_TRUE(core_->Advance().has_value());
  EXPECT_THAT(answers_, ElementsAre("observed:OK"));
}

}  // namespace
}  // namespace jackfield::engine
