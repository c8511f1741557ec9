#include <functional>
#include <string>

#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>

#include "tests/support/sqlite_site.h"

// Fault F6: what a disk changed is found, never believed.
namespace jackfield {
namespace {

class DamageTest : public testing::Test {
 protected:
  void SetUp() override {
    CommitBatch batch;
    batch.entries = {{Sequence{1}, "", "", "first"},
                     {Sequence{2}, "", "", "second"},
                     {Sequence{3}, "", "", "third"}};
    ASSERT_TRUE(site_.store().Commit(batch));
    ASSERT_TRUE(site_.store().SaveSnapshot({Sequence{1}, "older"}));
    ASSERT_TRUE(site_.store().SaveSnapshot({Sequence{2}, "newer"}));
  }

  void Change(const char* sql) {
    site_.Stop();
    SQLite::Database(site_.path(), SQLite::OPEN_READWRITE).exec(sql);
    site_.Start();
  }

  Status ReadAll() {
    return site_.store().ReadJournal(Sequence{0}, [](const JournalEntry&) { return Status{}; });
  }

  fakes::SqliteSite site_;
};

TEST_F(DamageTest, AChangedJournalEntryIsDataLoss) {
  ASSERT_TRUE(ReadAll());

  Change("UPDATE journal SET input = CAST('secomd' AS BLOB) WHERE sequence = 2");

  ASSERT_FALSE(ReadAll());
  EXPECT_EQ(ReadAll().error().code, ErrorCode::kDataLoss);
}

TEST_F(DamageTest, AMissingJournalEntryIsDataLoss) {
  Change("DELETE FROM journal WHERE sequence = 2");

  ASSERT_FALSE(ReadAll());
  EXPECT_EQ(ReadAll().error().code, ErrorCode::kDataLoss);
}

TEST_F(DamageTest, ADamagedSnapshotFallsBackToTheOneBefore) {
  Change("UPDATE snapshot_part SET bytes = CAST('nEwer' AS BLOB) WHERE snapshot = 2");

  EXPECT_EQ(site_.store().LoadSnapshot().value()->state, "older");
}

TEST_F(DamageTest, TwoDamagedSnapshotsAreDataLoss) {
  Change("UPDATE snapshot_part SET bytes = CAST('damaged' AS BLOB)");

  EXPECT_EQ(site_.store().LoadSnapshot().error().code, ErrorCode::kDataLoss);
}

}  // namespace
}  // namespace jackfield
