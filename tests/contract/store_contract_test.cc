#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/contract/port_harness.h"

// What the engine relies on, whatever keeps it (server/ports/store.h).
namespace jackfield {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

JournalEntry EntryOf(std::uint64_t sequence, const std::string& event_id = "") {
  return {Sequence{sequence}, event_id.empty() ? "" : "pbx", event_id,
          "input " + std::to_string(sequence)};
}

CommitBatch BatchOf(std::vector<JournalEntry> entries) {
  CommitBatch batch;
  batch.entries = std::move(entries);
  return batch;
}

std::vector<std::string> InputsAfter(Store& store, std::uint64_t sequence) {
  std::vector<std::string> inputs;
  const Status read = store.ReadJournal(Sequence{sequence}, [&](const JournalEntry& entry) {
    inputs.push_back(entry.input);
    return Status{};
  });
  EXPECT_TRUE(read);
  return inputs;
}

// Thread safety: none; one per test.
class StoreContractTest : public testing::TestWithParam<Kind<StoreHarness>> {
 protected:
  Store& store() { return harness_->store(); }

  std::unique_ptr<StoreHarness> harness_ = GetParam().make();
};

INSTANTIATE_TEST_SUITE_P(Stores, StoreContractTest,
                         testing::Values(Kind<StoreHarness>{"Sqlite", &MakeSqliteStore},
                                         Kind<StoreHarness>{"Fake", &MakeFakeStore}),
                         [](const auto& kind) { return kind.param.name; });

TEST_P(StoreContractTest, ANewStoreIsEmpty) {
  EXPECT_THAT(InputsAfter(store(), 0), IsEmpty());
  EXPECT_FALSE(store().LoadSnapshot().value().has_value());
  EXPECT_FALSE(store().FindEvent("pbx", "a").value());
}

TEST_P(StoreContractTest, CommittedEntriesAreReadInOrderAfterARestart) {
  ASSERT_TRUE(store().Commit(BatchOf({EntryOf(1), EntryOf(2, "a")})));
  ASSERT_TRUE(store().Commit(BatchOf({EntryOf(3)})));

  harness_->Restart();

  EXPECT_THAT(InputsAfter(store(), 0), ElementsAre("input 1", "input 2", "input 3"));
  EXPECT_THAT(InputsAfter(store(), 2), ElementsAre("input 3"));
  EXPECT_THAT(InputsAfter(store(), 3), IsEmpty());
}

TEST_P(StoreContractTest, AnEventIsKnownByItsEntryAfterItsCommitAndARestart) {
  ASSERT_TRUE(store().Commit(BatchOf({EntryOf(1), EntryOf(2, "a")})));

  EXPECT_EQ(store().FindEvent("pbx", "a").value(), Sequence{2});
  EXPECT_FALSE(store().FindEvent("pbx", "b").value());
  EXPECT_FALSE(store().FindEvent("other", "a").value());
  harness_->Restart();
  EXPECT_EQ(store().FindEvent("pbx", "a").value(), Sequence{2});
}

TEST_P(StoreContractTest, EntriesWithoutAnEventIdDoNotCollide) {
  EXPECT_TRUE(store().Commit(BatchOf({EntryOf(1), EntryOf(2), EntryOf(3)})));
}

TEST_P(StoreContractTest, AReaderThatFailsEndsTheReading) {
  ASSERT_TRUE(store().Commit(BatchOf({EntryOf(1), EntryOf(2), EntryOf(3)})));

  std::vector<std::string> taken;
  const Status read = store().ReadJournal(Sequence{0}, [&](const JournalEntry& entry) -> Status {
    taken.push_back(entry.input);
    if (taken.size() == 2) return Fail(ErrorCode::kAborted, "enough");
    return {};
  });

  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kAborted);
  EXPECT_THAT(taken, ElementsAre("input 1", "input 2"));
}

TEST_P(StoreContractTest, TheNewestSnapshotIsLoaded) {
  ASSERT_TRUE(store().Commit(BatchOf({EntryOf(1), EntryOf(2), EntryOf(3)})));
  ASSERT_TRUE(store().SaveSnapshot({Sequence{1}, "old"}));
  ASSERT_TRUE(store().SaveSnapshot({Sequence{3}, std::string("new\0er", 6)}));

  harness_->Restart();

  const auto loaded = store().LoadSnapshot().value();
  ASSERT_TRUE(loaded.has_value());
  EXPECT_EQ(loaded->sequence, Sequence{3});
  EXPECT_EQ(loaded->state, std::string("new\0er", 6));
}

TEST_P(StoreContractTest, AViewRowWrittenAgainReplacesTheFormerOne) {
  CommitBatch batch = BatchOf({EntryOf(1)});
  InteractionRow& row = batch.interactions.emplace_back();
  row.call = CallId{1};
  row.name = "c1";
  batch.queue_intervals.push_back({"sales", WallTime{}, {}});
  batch.agent_intervals.push_back({"ana", "sales", WallTime{}, {}});
  ASSERT_TRUE(store().Commit(batch));

  batch.entries = {EntryOf(2)};

  EXPECT_TRUE(store().Commit(batch));
}

TEST_P(StoreContractTest, ACommitAfterARestartContinuesTheSequence) {
  ASSERT_TRUE(store().Commit(BatchOf({EntryOf(1)})));

  harness_->Restart();

  EXPECT_TRUE(store().Commit(BatchOf({EntryOf(2)})));
  EXPECT_THAT(InputsAfter(store(), 0), ElementsAre("input 1", "input 2"));
}

}  // namespace
}  // namespace jackfield
