#include "server/engine/unsaved_batches.h"

#include <gtest/gtest.h>

namespace jackfield::engine {
namespace {

CommitBatch Entry(std::uint64_t sequence) {
  CommitBatch batch;
  batch.entries.push_back({Sequence{sequence}, "", "", "input"});
  return batch;
}

TEST(UnsavedBatchesTest, TheFirstStaysAsItIsAndTheOthersAreJoinedUpToTheirLimit) {
  UnsavedBatches batches(2);
  for (std::uint64_t sequence = 1; sequence <= 4; ++sequence) batches.Add(Entry(sequence));

  EXPECT_EQ(batches.entries(), 4U);
  EXPECT_EQ(batches.front().entries.size(), 1U);
  batches.RemoveFront();
  ASSERT_EQ(batches.front().entries.size(), 2U);
  EXPECT_EQ(batches.front().entries[0].sequence, Sequence{2});
  EXPECT_EQ(batches.front().entries[1].sequence, Sequence{3});
  batches.RemoveFront();
  EXPECT_EQ(batches.front().entries[0].sequence, Sequence{4});
  batches.RemoveFront();
  EXPECT_TRUE(batches.empty());
  EXPECT_EQ(batches.entries(), 0U);
}

TEST(UnsavedBatchesTest, RowsOfJoinedBatchesKeepTheirOrder) {
  UnsavedBatches batches(9);
  batches.Add(Entry(1));
  CommitBatch older = Entry(2);
  older.interactions.push_back({.call = CallId{7}, .agent = "ana"});
  batches.Add(older);
  CommitBatch newer = Entry(3);
  newer.interactions.push_back({.call = CallId{7}, .agent = "ben"});
  batches.Add(newer);
  batches.RemoveFront();

  ASSERT_EQ(batches.front().interactions.size(), 2U);
  EXPECT_EQ(batches.front().interactions[1].agent, "ben");
}

TEST(UnsavedBatchesTest, RowsOfTicketsAndTheirHistoriesAreKept) {
  UnsavedBatches batches(9);
  batches.Add(Entry(1));
  for (std::uint64_t sequence = 2; sequence <= 3; ++sequence) {
    CommitBatch batch = Entry(sequence);
    batch.tickets.push_back({.ticket = TicketId{7}, .revision = sequence});
    batch.ticket_entries.push_back(
        {.ticket = TicketId{7}, .number = static_cast<std::uint32_t>(sequence)});
    batches.Add(batch);
  }
  batches.RemoveFront();

  ASSERT_EQ(batches.front().tickets.size(), 2U);
  EXPECT_EQ(batches.front().tickets[1].revision, 3U);
  ASSERT_EQ(batches.front().ticket_entries.size(), 2U);
  EXPECT_EQ(batches.front().ticket_entries[1].number, 3U);
}

TEST(UnsavedBatchesTest, RowsOfCallbacksAreKept) {
  UnsavedBatches batches(9);
  batches.Add(Entry(1));
  for (std::uint64_t sequence = 2; sequence <= 3; ++sequence) {
    CommitBatch batch = Entry(sequence);
    batch.callbacks.push_back({.callback = CallbackId{7}, .revision = sequence});
    batches.Add(batch);
  }
  batches.RemoveFront();

  ASSERT_EQ(batches.front().callbacks.size(), 2U);
  EXPECT_EQ(batches.front().callbacks[1].revision, 3U);
}

TEST(UnsavedBatchesTest, ItIsFullAtItsLimitOfBytes) {
  UnsavedBatches batches(1);
  CommitBatch large = Entry(1);
  large.entries[0].input = std::string(UnsavedBatches::kBytesMax, 'x');
  EXPECT_FALSE(batches.full());

  batches.Add(large);

  EXPECT_TRUE(batches.full());
  batches.RemoveFront();
  EXPECT_FALSE(batches.full());
}

}  // namespace
}  // namespace jackfield::engine
