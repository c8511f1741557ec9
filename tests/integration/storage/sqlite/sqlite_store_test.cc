#include "server/storage/sqlite/sqlite_store.h"

#include <string>

#include <gtest/gtest.h>

#include "server/storage/sqlite/snapshot_table.h"
#include "tests/support/failing_disk.h"
#include "tests/support/sqlite_site.h"

namespace jackfield::sqlite {
namespace {

using std::chrono::hours;

CommitBatch BatchOf(std::uint64_t from, std::uint64_t until) {
  CommitBatch batch;
  for (std::uint64_t n = from; n <= until; ++n) {
    batch.entries.push_back({Sequence{n}, "pbx", "event " + std::to_string(n), "input"});
  }
  return batch;
}

std::uint64_t EntriesAfter(SqliteStore& store, std::uint64_t sequence) {
  std::uint64_t entries = 0;
  EXPECT_TRUE(store.ReadJournal(Sequence{sequence}, [&](const JournalEntry&) {
    ++entries;
    return Status{};
  }));
  return entries;
}

TEST(SqliteStoreTest, EntriesThatLeaveAGapAreRefused) {
  fakes::SqliteSite site;
  ASSERT_TRUE(site.store().Commit(BatchOf(1, 2)));

  EXPECT_EQ(site.store().Commit(BatchOf(4, 4)).error().reason, "SEQUENCE_GAP");
  EXPECT_EQ(site.store().Commit(BatchOf(2, 2)).error().reason, "SEQUENCE_GAP");
  EXPECT_TRUE(site.store().Commit(BatchOf(3, 3)));
}

TEST(SqliteStoreTest, AnEventThatStandsThereIsRefusedWithItsWholeBatch) {
  fakes::SqliteSite site;
  ASSERT_TRUE(site.store().Commit(BatchOf(1, 1)));
  CommitBatch again = BatchOf(2, 3);
  again.entries[1].event_id = "event 1";

  EXPECT_EQ(site.store().Commit(again).error().code, ErrorCode::kAlreadyExists);
  EXPECT_EQ(EntriesAfter(site.store(), 0), 1U);
  EXPECT_FALSE(site.store().FindEvent("pbx", "event 2").value());
}

TEST(SqliteStoreTest, ALookUpThatFindsSomethingLeavesTheLogToBeEmptied) {  // C3
  fakes::SqliteSite site;
  ASSERT_TRUE(site.store().Commit(BatchOf(1, 1)));
  ASSERT_FALSE(site.store().FindEvent("pbx", "event 2").value());
  ASSERT_TRUE(site.store().FindEvent("pbx", "event 1").value());

  ASSERT_TRUE(site.store().SaveSnapshot({Sequence{1}, "state"}));

  EXPECT_TRUE(site.database().Flush());
}

TEST(SqliteStoreTest, ALookUpAfterACommitSeesWhatItStored) {  // C3
  fakes::SqliteSite site;
  ASSERT_FALSE(site.store().FindEvent("pbx", "event 1").value());

  ASSERT_TRUE(site.store().Commit(BatchOf(1, 1)));

  EXPECT_EQ(site.store().FindEvent("pbx", "event 1").value(), Sequence{1});
}

TEST(SqliteStoreTest, TheTwoNewestSnapshotsAreKept) {
  fakes::SqliteSite site;
  ASSERT_TRUE(site.store().Commit(BatchOf(1, 9)));
  ASSERT_TRUE(site.store().SaveSnapshot({Sequence{3}, "oldest"}));
  ASSERT_TRUE(site.store().SaveSnapshot({Sequence{6}, "older"}));
  ASSERT_TRUE(site.store().SaveSnapshot({Sequence{9}, "newest"}));
  ASSERT_TRUE(site.store().SaveSnapshot({Sequence{9}, "newest again"}));

  const auto kept = site.database().Read([](Connection& connection) -> Result<std::string> {
    return connection.AskText("SELECT group_concat(sequence) FROM snapshot");
  });

  EXPECT_EQ(kept.value(), "6,9");
  EXPECT_EQ(site.store().LoadSnapshot().value()->state, "newest again");
}

// More than two parts of a snapshot, no two of them the same.
std::string LargeState(char first) {
  std::string state;
  for (char part = first; state.size() < 2 * snapshot_table::kPartBytes; ++part) {
    state.append(snapshot_table::kPartBytes - 1, part);
  }
  return state;
}

std::int64_t Count(fakes::SqliteSite& site, const std::string& sql) {
  return site.database()
      .Read(
          [&](Connection& connection) -> Result<std::int64_t> { return connection.AskNumber(sql); })
      .value();
}

TEST(SqliteStoreTest, ALargeSnapshotReadsBackWhole) {
  fakes::SqliteSite site;
  ASSERT_TRUE(site.store().Commit(BatchOf(1, 9)));
  ASSERT_TRUE(site.store().SaveSnapshot({Sequence{3}, LargeState('a')}));
  ASSERT_TRUE(site.store().SaveSnapshot({Sequence{6}, LargeState('g')}));
  ASSERT_TRUE(site.store().SaveSnapshot({Sequence{9}, LargeState('m')}));

  site.Restart();

  EXPECT_EQ(site.store().LoadSnapshot().value()->state, LargeState('m'));
  EXPECT_EQ(Count(site, "SELECT count(DISTINCT snapshot) FROM snapshot_part"), 2);
}

TEST(SqliteStoreTest, ASnapshotThatWasCutOffDoesNotCountAndGoesWithTheNext) {
  fakes::SqliteSite site;
  ASSERT_TRUE(site.store().Commit(BatchOf(1, 9)));
  ASSERT_TRUE(site.store().SaveSnapshot({Sequence{3}, "oldest"}));
  ASSERT_TRUE(site.store().SaveSnapshot({Sequence{6}, "older"}));
  const StoredSnapshot newest{Sequence{9}, LargeState('a')};
  snapshot_table::Saving saving(newest);
  ASSERT_TRUE(site.database().Write(Urgency::kBulk, [&](Connection& connection) -> Status {
    EXPECT_TRUE(saving.Step(connection));
    return {};
  }));

  site.Restart();

  EXPECT_EQ(site.store().LoadSnapshot().value()->state, "older");
  ASSERT_TRUE(site.store().SaveSnapshot({Sequence{8}, "newer"}));
  EXPECT_EQ(site.store().LoadSnapshot().value()->state, "newer");
  EXPECT_EQ(Count(site, "SELECT count(*) FROM snapshot_part"), 2);
}

TEST(SqliteStoreTest, TrimmingKeepsWhatBothSnapshotsDoNotContain) {
  fakes::SqliteSite site;
  ASSERT_TRUE(site.store().Commit(BatchOf(1, 10)));
  ASSERT_TRUE(site.store().SaveSnapshot({Sequence{4}, "older"}));
  site.clock().Advance(hours(8 * 24));
  ASSERT_FALSE(site.store().TrimStep().value());
  ASSERT_EQ(EntriesAfter(site.store(), 0), 10U);

  ASSERT_TRUE(site.store().SaveSnapshot({Sequence{9}, "newer"}));
  ASSERT_FALSE(site.store().TrimStep().value());

  EXPECT_EQ(EntriesAfter(site.store(), 4), 6U);
  EXPECT_FALSE(site.store().ReadJournal(Sequence{0}, [](const JournalEntry&) { return Status{}; }));
}

TEST(SqliteStoreTest, TrimmingKeepsEntriesOfTheRetentionTime) {
  fakes::SqliteSite site;
  ASSERT_TRUE(site.store().Commit(BatchOf(1, 5)));
  ASSERT_TRUE(site.store().SaveSnapshot({Sequence{4}, "older"}));
  ASSERT_TRUE(site.store().SaveSnapshot({Sequence{5}, "newer"}));
  site.clock().Advance(hours(7 * 24));

  ASSERT_FALSE(site.store().TrimStep().value());

  EXPECT_EQ(EntriesAfter(site.store(), 0), 5U);
}

TEST(SqliteStoreTest, TrimmingGoesInSmallStepsAndTheSequenceGoesOn) {
  fakes::SqliteSite site;
  ASSERT_TRUE(site.store().Commit(BatchOf(1, 700)));
  ASSERT_TRUE(site.store().SaveSnapshot({Sequence{699}, "older"}));
  ASSERT_TRUE(site.store().SaveSnapshot({Sequence{700}, "newer"}));
  site.clock().Advance(hours(8 * 24));

  EXPECT_TRUE(site.store().TrimStep().value());
  EXPECT_EQ(EntriesAfter(site.store(), 500), 200U);
  EXPECT_FALSE(site.store().TrimStep().value());
  site.Restart();

  EXPECT_EQ(EntriesAfter(site.store(), 699), 1U);
  EXPECT_TRUE(site.store().Commit(BatchOf(701, 701)));
}

TEST(SqliteStoreTest, AnEventIsRememberedAtLeastAsLongAsItsEntryAndADayLonger) {
  fakes::SqliteSite site;
  ASSERT_TRUE(site.store().Commit(BatchOf(1, 3)));
  site.clock().Advance(hours(6 * 24));
  ASSERT_TRUE(site.store().Commit(BatchOf(4, 6)));
  site.clock().Advance(hours(25));
  ASSERT_TRUE(site.store().SaveSnapshot({Sequence{5}, "older"}));
  ASSERT_TRUE(site.store().SaveSnapshot({Sequence{6}, "newer"}));

  ASSERT_FALSE(site.store().TrimStep().value());

  EXPECT_FALSE(site.store().FindEvent("pbx", "event 3").value());
  EXPECT_TRUE(site.store().FindEvent("pbx", "event 4").value());
}

// S3, C2: the failed batch may stand in the log.
TEST(SqliteStoreTest, ABatchThatFailedToSyncIsUnknownAndMayBeTriedAgain) {
  fakes::FailingDisk disk;
  fakes::SqliteSite site;
  ASSERT_TRUE(site.store().Commit(BatchOf(1, 2)));
  const auto sealed = site.keys().Seal({CustomerId{5}, ""}, exchange::PersonalText("Ana")).value();

  disk.FailSyncs(true);
  const Status failed = site.store().Commit(BatchOf(3, 4));
  disk.FailSyncs(false);

  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::kUnavailable);
  EXPECT_FALSE(site.store().FindEvent("pbx", "event 3").value());
  EXPECT_TRUE(site.store().Commit(BatchOf(3, 4)));
  EXPECT_EQ(EntriesAfter(site.store(), 0), 4U);
  site.Restart();
  EXPECT_EQ(site.keys().Open(sealed).value(), "Ana");
}

TEST(SqliteStoreTest, ABatchThatFailedToSyncMayBeFollowedByAnother) {
  fakes::FailingDisk disk;
  fakes::SqliteSite site;
  ASSERT_TRUE(site.store().Commit(BatchOf(1, 2)));
  disk.FailSyncs(true);
  ASSERT_FALSE(site.store().Commit(BatchOf(3, 9)));
  disk.FailSyncs(false);
  CommitBatch other = BatchOf(3, 3);
  other.entries[0].event_id = "another";

  EXPECT_TRUE(site.store().Commit(other));

  EXPECT_EQ(EntriesAfter(site.store(), 0), 3U);
  EXPECT_FALSE(site.store().FindEvent("pbx", "event 9").value());
}

}  // namespace
}  // namespace jackfield::sqlite
