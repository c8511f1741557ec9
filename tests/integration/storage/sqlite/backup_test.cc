#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "server/storage/sqlite/backup_file.h"
#include "server/storage/sqlite/content_digest.h"
#include "server/storage/sqlite/migrations.h"
#include "server/storage/sqlite/restore.h"
#include "tests/support/sqlite_site.h"

// Fault F11: a copy made under load, put back elsewhere, is the state of one moment.
namespace jackfield::sqlite {
namespace {

constexpr WallTime kNow{Duration{1'700'000'000'000}};

bool GoOn(const BackupStep& /*step*/) { return true; }

CommitBatch EntryOf(std::uint64_t sequence) {
  CommitBatch batch;
  batch.entries.push_back({Sequence{sequence}, "pbx", "event " + std::to_string(sequence),
                           std::string(3'000, static_cast<char>('a' + sequence % 26))});
  return batch;
}

class BackupTest : public testing::Test {
 protected:
  // Enough for several steps of a copy.
  static constexpr std::uint64_t kEntries = 400;

  void SetUp() override {
    for (; last_ < kEntries; ++last_) ASSERT_TRUE(site_.store().Commit(EntryOf(last_ + 1)));
    Customer erika;
    erika.display_name = "Erika";
    ASSERT_TRUE(site_.customers().Create(erika, std::nullopt));
  }

  Status WriteOneMore() { return site_.store().Commit(EntryOf(++last_)); }

  // A copy during which an entry is written after each step.
  BackupNote MakeBackup() {
    EXPECT_TRUE(site_.database().CopyTo(backup_, [this](const CopyProgress&) {
      EXPECT_TRUE(WriteOneMore());
      ++steps_;
      return true;
    }));
    return SealBackup(backup_, kNow, GoOn).value();
  }

  std::string DigestOfSite() {
    return site_.database()
        .Read([](Connection& connection) {
          return ContentDigest(connection, [](std::int64_t) { return true; });
        })
        .value();
  }

  void FlipAByteOfTheBackup() {
    std::fstream file(backup_, std::ios::in | std::ios::out | std::ios::binary);
    const auto middle = static_cast<std::streamoff>(std::filesystem::file_size(backup_) / 2);
    file.seekg(middle);
    const char byte = static_cast<char>(file.get());
    file.seekp(middle);
    file.put(static_cast<char>(byte ^ 0x10));
  }

  fakes::SqliteSite site_;
  fakes::TemporaryFolder elsewhere_;
  const std::string backup_ = elsewhere_.File("copy.db");
  std::uint64_t last_ = 0;
  int steps_ = 0;
};

TEST_F(BackupTest, ACopyMadeWhileOthersWriteHoldsWhatWasWrittenUntilItsLastStep) {
  const BackupNote note = MakeBackup();

  EXPECT_GT(steps_, 3);
  // What was written after the last step is not in it.
  EXPECT_EQ(note.last_entry.value, last_ - 1);
  EXPECT_EQ(note.schema, static_cast<int>(AllMigrations().size()));
  EXPECT_EQ(VerifyBackup(backup_, GoOn).value(), note);
}

TEST_F(BackupTest, ARestoredBackupHasTheRowsOfTheStoreAtThatMoment) {
  ASSERT_TRUE(site_.database().CopyTo(backup_, [](const CopyProgress&) { return true; }));
  const BackupNote note = SealBackup(backup_, kNow, GoOn).value();
  ASSERT_EQ(note.digest, DigestOfSite());

  fakes::SqliteSite other;
  other.Stop();
  const auto restored = RestoreBackup(backup_, other.path(), kNow, GoOn);
  other.Start();

  ASSERT_TRUE(restored) << restored.error().message;
  EXPECT_EQ(restored->note, note);
  EXPECT_EQ(other.store().last().value, last_);
  const auto digest = other.database().Read([](Connection& connection) {
    return ContentDigest(connection, [](std::int64_t) { return true; });
  });
  EXPECT_EQ(digest.value(), note.digest);
}

TEST_F(BackupTest, WhatStoodInItsPlaceIsKeptWhole) {
  MakeBackup();
  ASSERT_TRUE(WriteOneMore());
  const std::string digest = DigestOfSite();
  site_.Stop();

  const Restored restored = RestoreBackup(backup_, site_.path(), kNow, GoOn).value();

  EXPECT_EQ(restored.kept, site_.path() + ".before-restore-20231114T221320Z");
  std::filesystem::rename(restored.kept, site_.path());
  site_.Start();
  EXPECT_EQ(DigestOfSite(), digest);
}

TEST_F(BackupTest, AChangedByteIsFoundAndNothingIsReplaced) {
  MakeBackup();
  FlipAByteOfTheBackup();
  const std::string digest = DigestOfSite();
  site_.Stop();

  EXPECT_EQ(VerifyBackup(backup_, GoOn).error().reason, "BACKUP_DAMAGED");
  EXPECT_EQ(RestoreBackup(backup_, site_.path(), kNow, GoOn).error().reason, "BACKUP_DAMAGED");

  site_.Start();
  EXPECT_EQ(DigestOfSite(), digest);
}

TEST_F(BackupTest, AStoreInUseIsNotReplaced) {
  MakeBackup();

  EXPECT_EQ(RestoreBackup(backup_, site_.path(), kNow, GoOn).error().reason, "STORE_IN_USE");
}

TEST_F(BackupTest, ADatabaseWithoutANoteIsNoBackup) {
  ASSERT_TRUE(site_.database().CopyTo(backup_, [](const CopyProgress&) { return true; }));

  EXPECT_EQ(VerifyBackup(backup_, GoOn).error().reason, "BACKUP_DAMAGED");
  EXPECT_EQ(VerifyBackup(elsewhere_.File("none.db"), GoOn).error().reason, "BACKUP_NOT_FOUND");
}

TEST_F(BackupTest, ACopyThatIsEndedLeavesTheStoreAsItWas) {
  int steps = 0;
  const Status ended =
      site_.database().CopyTo(backup_, [&steps](const CopyProgress&) { return ++steps < 2; });

  EXPECT_EQ(ended.error().code, ErrorCode::kAborted);
  EXPECT_TRUE(WriteOneMore());
  EXPECT_TRUE(site_.database().CopyTo(elsewhere_.File("again.db"),
                                      [](const CopyProgress&) { return true; }));
}

TEST_F(BackupTest, OneCopyIsMadeAtATime) {
  Status second;
  ASSERT_TRUE(site_.database().CopyTo(backup_, [&](const CopyProgress&) {
    second = site_.database().CopyTo(elsewhere_.File("second.db"),
                                     [](const CopyProgress&) { return true; });
    return true;
  }));

  EXPECT_EQ(second.error().reason, "BACKUP_IN_PROGRESS");
}

TEST_F(BackupTest, EqualRowsHaveEqualDigestsWhateverThePagesLookLike) {
  const std::string digest = DigestOfSite();

  ASSERT_TRUE(site_.database().Write(Urgency::kBulk, [](Connection& connection) -> Status {
    connection.Execute("CREATE TABLE filler (id INTEGER PRIMARY KEY, text TEXT)");
    connection.Execute("INSERT INTO filler (text) VALUES (hex(zeroblob(50000)))");
    connection.Execute("DROP TABLE filler");
    return {};
  }));

  EXPECT_EQ(DigestOfSite(), digest);
  ASSERT_TRUE(WriteOneMore());
  EXPECT_NE(DigestOfSite(), digest);
}

}  // namespace
}  // namespace jackfield::sqlite
