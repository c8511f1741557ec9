#include "server/storage/sqlite/database.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "tests/support/failing_disk.h"
#include "tests/support/temporary_folder.h"

namespace jackfield::sqlite {
namespace {

constexpr const char* kInsertSql = "INSERT OR REPLACE INTO document (name, text) VALUES (?1, ?2)";

DatabaseOptions OptionsOf(const fakes::TemporaryFolder& folder) {
  DatabaseOptions options;
  options.path = folder.File("jackfield.db");
  options.busy_timeout = std::chrono::milliseconds{50};
  return options;
}

Status SaveText(Database& database, const std::string& name, const std::string& text) {
  return database.Write(Urgency::kBulk, [&](Connection& connection) -> Status {
    connection.Prepare(kInsertSql).Bind(name, text).Run();
    return {};
  });
}

Result<std::int64_t> CountTexts(Database& database) {
  return database.Read([](Connection& connection) -> Result<std::int64_t> {
    return connection.AskNumber("SELECT count(*) FROM document");
  });
}

TEST(DatabaseTest, AWriteThatFailsLeavesNothing) {
  const fakes::TemporaryFolder folder;
  const auto database = Database::Open(OptionsOf(folder)).value();

  const Status failed = database->Write(Urgency::kBulk, [](Connection& connection) -> Status {
    connection.Prepare(kInsertSql).Bind("a", "b").Run();
    return Fail(ErrorCode::kAborted, "as the test wants");
  });

  EXPECT_EQ(failed.error().code, ErrorCode::kAborted);
  EXPECT_EQ(CountTexts(*database).value(), 0);
  EXPECT_TRUE(SaveText(*database, "a", "b"));
  EXPECT_EQ(CountTexts(*database).value(), 1);
}

TEST(DatabaseTest, ReadersCanNeitherWriteNorCheckpoint) {
  const fakes::TemporaryFolder folder;
  const auto database = Database::Open(OptionsOf(folder)).value();
  ASSERT_TRUE(SaveText(*database, "a", "b"));
  const auto reader =
      Connection::Open(database->path(), Connection::Mode::kReader, std::chrono::milliseconds{50})
          .value();

  const Status written = Caught([&]() -> Status {
    reader->Execute("PRAGMA query_only = OFF; DELETE FROM document");
    return {};
  });
  const auto copied = Caught(
      [&]() -> Result<bool> { return reader->RunCheckpoint(Connection::Checkpoint::kTruncate); });

  EXPECT_FALSE(written);
  EXPECT_TRUE(!copied || !*copied);
  EXPECT_GT(database->wal_bytes(), 0);
}

TEST(DatabaseTest, ASecondProgramIsKeptOut) {
  const fakes::TemporaryFolder folder;
  const auto database = Database::Open(OptionsOf(folder)).value();

  const auto second = Database::Open(OptionsOf(folder));

  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kFailedPrecondition);
  EXPECT_EQ(second.error().reason, "STORE_IN_USE");
}

TEST(DatabaseTest, TheFileIsReadableByItsOwnerOnly) {
  const fakes::TemporaryFolder folder;
  const auto database = Database::Open(OptionsOf(folder)).value();

  struct stat facts {};
  ASSERT_EQ(stat(database->path().c_str(), &facts), 0);

  EXPECT_EQ(facts.st_mode & 0777, 0600U);
}

TEST(DatabaseTest, TheLogStaysBoundedWhileMuchIsWritten) {
  const fakes::TemporaryFolder folder;
  DatabaseOptions options = OptionsOf(folder);
  options.checkpoint_pages_bulk = 20;
  const auto database = Database::Open(options).value();
  ASSERT_TRUE(database->Flush());  // Making the schema is no part of it.

  for (int i = 0; i < 200; ++i) {
    ASSERT_TRUE(SaveText(*database, "a" + std::to_string(i % 10), std::string(8000, 'x')));
  }

  EXPECT_LT(database->wal_bytes(), 60 * 4200);
}

TEST(DatabaseTest, TheLogOfLiveWritesIsCopiedWhenNobodyWaitsAndSoonerWhenIdle) {  // D4
  const fakes::TemporaryFolder folder;
  DatabaseOptions options = OptionsOf(folder);
  options.checkpoint_pages = 40;
  options.checkpoint_pages_idle = 10;
  const auto database = Database::Open(options).value();
  const auto save = [&](int writes, bool idle) {
    ASSERT_TRUE(database->Flush());
    for (int i = 0; i < writes; ++i) {
      ASSERT_TRUE(database->Write(Urgency::kLive, [&](Connection& connection) -> Status {
        connection.Prepare(kInsertSql).Bind(std::to_string(i % 3), std::string(8000, 'x')).Run();
        return {};
      }));
      database->SettleLive(idle);
    }
  };

  save(60, true);
  const auto idle = database->wal_bytes();
  save(60, false);
  const auto busy = database->wal_bytes();

  EXPECT_LT(idle, 30 * 4200);
  EXPECT_GT(busy, idle);
  EXPECT_LT(busy, 80 * 4200);
}

TEST(DatabaseTest, MaintenanceEmptiesTheLogOnceNothingIsWritten) {
  const fakes::TemporaryFolder folder;
  const auto database = Database::Open(OptionsOf(folder)).value();
  ASSERT_TRUE(SaveText(*database, "a", "b"));

  database->Maintain();
  EXPECT_GT(database->wal_bytes(), 0);
  database->Maintain();

  EXPECT_EQ(database->wal_bytes(), 0);
}

TEST(DatabaseTest, ALockOfAnotherProcessIsUnavailableAndPasses) {
  const fakes::TemporaryFolder folder;
  const auto database = Database::Open(OptionsOf(folder)).value();
  SQLite::Database other(database->path(), SQLite::OPEN_READWRITE);
  other.exec("BEGIN EXCLUSIVE");

  const Status locked = SaveText(*database, "a", "b");
  other.exec("ROLLBACK");

  ASSERT_FALSE(locked);
  EXPECT_EQ(locked.error().code, ErrorCode::kUnavailable);
  EXPECT_TRUE(SaveText(*database, "a", "b"));
}

// D5, fault F8.
TEST(DatabaseTest, WhileALockLastsFurtherWritesDoNotWaitLongForIt) {
  const fakes::TemporaryFolder folder;
  DatabaseOptions options = OptionsOf(folder);
  options.busy_timeout = std::chrono::milliseconds{200};
  options.busy_timeout_again = std::chrono::milliseconds{0};
  const auto database = Database::Open(options).value();
  SQLite::Database other(database->path(), SQLite::OPEN_READWRITE);
  other.exec("BEGIN EXCLUSIVE");
  const auto tries_within = [&](std::chrono::milliseconds span) {
    const auto end = std::chrono::steady_clock::now() + span;
    int tries = 0;
    while (std::chrono::steady_clock::now() < end) {
      EXPECT_FALSE(SaveText(*database, "a", "b"));
      ++tries;
    }
    return tries;
  };

  EXPECT_EQ(tries_within(std::chrono::milliseconds{100}), 1);
  EXPECT_GT(tries_within(std::chrono::milliseconds{100}), 2);
  other.exec("ROLLBACK");

  EXPECT_TRUE(SaveText(*database, "a", "b"));
}

TEST(DatabaseTest, AFullDiskIsResourceExhaustedAndPasses) {
  const fakes::TemporaryFolder folder;
  const auto database = Database::Open(OptionsOf(folder)).value();
  ASSERT_TRUE(SaveText(*database, "a", "b"));
  const auto limit_to = [&](const std::string& pages) {
    return database->Write(Urgency::kBulk, [&](Connection& connection) -> Status {
      connection.Execute("PRAGMA max_page_count = " + pages);
      return {};
    });
  };
  ASSERT_TRUE(limit_to("1"));

  const Status full = SaveText(*database, "b", std::string(100'000, 'x'));
  ASSERT_TRUE(limit_to("1000000"));

  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, ErrorCode::kResourceExhausted);
  EXPECT_EQ(full.error().reason, "STORE_FULL");
  EXPECT_EQ(CountTexts(*database).value(), 1);
  EXPECT_TRUE(SaveText(*database, "b", std::string(100'000, 'x')));
}

TEST(DatabaseTest, WhatIsErasedIsOverwrittenWhateverTheLibrarysDefaultIs) {
  const fakes::TemporaryFolder folder;
  const auto database = Database::Open(OptionsOf(folder)).value();
  std::int64_t secure = 0;

  const Status asked = database->Write(Urgency::kBulk, [&](Connection& connection) -> Status {
    secure = connection.AskNumber("PRAGMA secure_delete");
    return {};
  });

  EXPECT_TRUE(asked);
  EXPECT_EQ(secure, 1);
}

// Fault F5.
TEST(DatabaseTest, AfterAFailedSyncNothingIsAcknowledgedUntilTheLogIsOnTheDisk) {
  fakes::FailingDisk disk;
  const fakes::TemporaryFolder folder;
  const auto database = Database::Open(OptionsOf(folder)).value();
  ASSERT_TRUE(SaveText(*database, "before", "b"));

  disk.FailSyncs(true);
  const Status first = SaveText(*database, "during", "b");
  const Status second = SaveText(*database, "during", "b");
  disk.FailSyncs(false);
  const Status after = SaveText(*database, "after", "b");

  ASSERT_FALSE(first);
  EXPECT_EQ(first.error().code, ErrorCode::kUnavailable);
  EXPECT_FALSE(second);
  EXPECT_TRUE(after);
  EXPECT_GE(CountTexts(*database).value(), 2);
}

TEST(DatabaseTest, ReadersThatKeepAHugeLogAreInterrupted) {
  const fakes::TemporaryFolder folder;
  DatabaseOptions options = OptionsOf(folder);
  options.wal_bytes_max = 1;
  const auto database = Database::Open(options).value();
  ASSERT_TRUE(SaveText(*database, "a", "b"));
  constexpr const char* kEndless =
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
  Result<std::int64_t> answer = 0;
  std::atomic<bool> over = false;  // Sequentially consistent: only tells the loop to end.

  std::thread reading([&] {
    answer = database->Read([&](Connection& connection) -> Result<std::int64_t> {
      return connection.AskNumber(kEndless);
    });
    over = true;
  });
  while (!over) {
    EXPECT_TRUE(SaveText(*database, "a", "b"));
    database->Maintain();
  }
  reading.join();

  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace jackfield::sqlite
