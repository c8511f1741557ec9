#include "server/engine/recovery.h"

#include <string>

#include <gtest/gtest.h>

#include "server/base/archive.h"
#include "tests/support/engine_inputs.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_store.h"

namespace jackfield::engine {
namespace {

class RecoveryTest : public testing::Test {
 protected:
  // Stores `body` as the next entry, without asking the exchange.
  void Store(std::uint64_t sequence, exchange::Input input) {
    CommitBatch batch;
    batch.entries.push_back({Sequence{sequence}, "", "", ToArchive(input)});
    ASSERT_TRUE(store_.Commit(batch).has_value());
  }

  static exchange::Input Configured() {
    exchange::Input input;
    input.wall = fakes::FakeClock::kStart;
    input.body = fakes::SmallCentre();
    return input;
  }

  fakes::FakeStore store_;
};

TEST_F(RecoveryTest, AnEmptyStoreGivesAnEmptyExchange) {
  const auto recovered = RecoverExchange(store_);

  ASSERT_TRUE(recovered.has_value());
  EXPECT_EQ(recovered->exchange.state().last, Sequence{0});
  EXPECT_EQ(recovered->last_wall, std::nullopt);
}

TEST_F(RecoveryTest, TheJournalIsReplayed) {
  Store(1, Configured());

  const auto recovered = RecoverExchange(store_);

  ASSERT_TRUE(recovered.has_value());
  EXPECT_NE(recovered->exchange.FindAgentByLogin("ana"), nullptr);
  EXPECT_EQ(recovered->last_wall, fakes::FakeClock::kStart);
}

TEST_F(RecoveryTest, ASnapshotKnowsWhenItsLastEntryWas) {
  Store(1, Configured());
  const auto before = RecoverExchange(store_);
  ASSERT_TRUE(store_.SaveSnapshot({Sequence{1}, PackSnapshot(before->exchange, *before->last_wall)})
                  .has_value());

  const auto recovered = RecoverExchange(store_);

  ASSERT_TRUE(recovered.has_value());
  EXPECT_EQ(recovered->snapshot, Sequence{1});
  EXPECT_EQ(recovered->last_wall, fakes::FakeClock::kStart);
  EXPECT_EQ(recovered->exchange.Save(), before->exchange.Save());
}

TEST_F(RecoveryTest, ADamagedEntryIsDataLoss) {
  CommitBatch batch;
  batch.entries.push_back({Sequence{1}, "", "", "\xff\xff\xff"});
  ASSERT_TRUE(store_.Commit(batch).has_value());

  const auto recovered = RecoverExchange(store_);

  ASSERT_FALSE(recovered.has_value());
  EXPECT_EQ(recovered.error().code, ErrorCode::kDataLoss);
}

TEST_F(RecoveryTest, ADamagedSnapshotIsDataLoss) {
  ASSERT_TRUE(store_.SaveSnapshot({Sequence{1}, "\xff\xff\xff"}).has_value());

  const auto recovered = RecoverExchange(store_);

  ASSERT_FALSE(recovered.has_value());
  EXPECT_EQ(recovered.error().code, ErrorCode::kDataLoss);
}

TEST_F(RecoveryTest, ASnapshotUnderAWrongSequenceIsDataLoss) {
  const exchange::Exchange empty;
  ASSERT_TRUE(store_.SaveSnapshot({Sequence{5}, PackSnapshot(empty, fakes::FakeClock::kStart)})
                  .has_value());

  const auto recovered = RecoverExchange(store_);

  ASSERT_FALSE(recovered.has_value());
  EXPECT_EQ(recovered.error().reason, "SNAPSHOT_MISLABELLED");
}

TEST_F(RecoveryTest, AMissingEntryIsDataLoss) {
  exchange::Exchange trimmed;
  ASSERT_TRUE(trimmed.Apply(Sequence{7}, Configured()).has_value());
  const std::string snapshot = PackSnapshot(trimmed, fakes::FakeClock::kStart);
  ASSERT_TRUE(store_.SaveSnapshot({Sequence{7}, snapshot}).has_value());
  CommitBatch batch;
  for (std::uint64_t sequence = 1; sequence <= 9; ++sequence) {
    batch.entries.push_back({Sequence{sequence}, "", "", ToArchive(Configured())});
  }
  ASSERT_TRUE(store_.Commit(batch).has_value());
  store_.Lose(Sequence{8});

  const auto recovered = RecoverExchange(store_);

  ASSERT_FALSE(recovered.has_value());
  EXPECT_EQ(recovered.error().reason, "JOURNAL_INCOMPLETE");
}

TEST_F(RecoveryTest, AnEntryThatTheRulesRefuseIsDataLoss) {
  exchange::Input input;
  input.body = fakes::BecomesReady("nobody");
  Store(1, input);

  const auto recovered = RecoverExchange(store_);

  ASSERT_FALSE(recovered.has_value());
  EXPECT_EQ(recovered.error().code, ErrorCode::kDataLoss);
  EXPECT_EQ(recovered.error().reason, "JOURNAL_REFUSED");
}

TEST_F(RecoveryTest, AnotherStateIsNotWhatTheReplayGives) {
  Store(1, Configured());

  EXPECT_EQ(*ReplayGives(store_, exchange::Exchange()), false);
  EXPECT_EQ(*ReplayGives(store_, RecoverExchange(store_)->exchange), true);
}

}  // namespace
}  // namespace jackfield::engine
