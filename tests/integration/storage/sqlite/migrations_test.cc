#include "server/storage/sqlite/migrations.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>

#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>

#include "server/storage/sqlite/database.h"
#include "server/storage/sqlite/interval_table.h"
#include "tests/support/temporary_folder.h"

namespace jackfield::sqlite {
namespace {

std::unique_ptr<Connection> WriterOf(const std::string& path) {
  return Connection::Open(path, Connection::Mode::kWriter, std::chrono::milliseconds{50}).value();
}

std::string SchemaOf(Connection& connection) {
  return connection.AskText(
      "SELECT group_concat(name || coalesce(sql, ''), '\n') FROM"
      " (SELECT name, sql FROM sqlite_schema ORDER BY name)");
}

TEST(MigrationsTest, AnEmptyFileGetsTheNewestSchemaAndTwiceIsAsOnce) {
  const fakes::TemporaryFolder folder;
  const auto connection = WriterOf(folder.File("a.db"));

  ASSERT_TRUE(Migrate(*connection, AllMigrations()));
  const std::string schema = SchemaOf(*connection);
  ASSERT_TRUE(Migrate(*connection, AllMigrations()));

  EXPECT_EQ(SchemaVersion(*connection).value(), static_cast<int>(AllMigrations().size()));
  EXPECT_EQ(SchemaOf(*connection), schema);
}

class MigrationsFromTest : public testing::TestWithParam<std::size_t> {};

INSTANTIATE_TEST_SUITE_P(Versions, MigrationsFromTest,
                         testing::Range(std::size_t{1}, AllMigrations().size()));

TEST_P(MigrationsFromTest, EachOlderVersionIsBroughtToTheNewestAndACopyIsLeft) {
  const fakes::TemporaryFolder folder;
  const std::string path = folder.File("jackfield.db");
  ASSERT_TRUE(Migrate(*WriterOf(path), AllMigrations().first(GetParam())));

  ASSERT_TRUE(Database::Open({.path = path}));

  const auto fresh = WriterOf(folder.File("fresh.db"));
  ASSERT_TRUE(Migrate(*fresh, AllMigrations()));
  EXPECT_EQ(SchemaOf(*WriterOf(path)), SchemaOf(*fresh));
  const std::string copy = path + ".before-schema-" + std::to_string(GetParam() + 1);
  ASSERT_TRUE(std::filesystem::exists(copy));
  SQLite::Database kept(copy, SQLite::OPEN_READONLY);
  EXPECT_EQ(kept.execAndGet("PRAGMA user_version").getInt(), static_cast<int>(GetParam()));
}

// How many migrations come before the one of that name.
std::size_t VersionBefore(std::string_view name) {
  const auto all = AllMigrations();
  const auto found = std::find_if(all.begin(), all.end(), [name](const Migration& migration) {
    return migration.name == name;
  });
  return static_cast<std::size_t>(found - all.begin());
}

TEST(MigrationsTest, NothingWasForetoldOfWaitsFromBeforeItWasKept) {
  const fakes::TemporaryFolder folder;
  const auto connection = WriterOf(folder.File("a.db"));
  const std::size_t before = VersionBefore("0019_foretold_bands");
  ASSERT_TRUE(Migrate(*connection, AllMigrations().first(before)));
  connection->Execute(
      "INSERT INTO interaction_leg (call_id, position, queue, entered_at_ms, waited_ms, outcome,"
      " agent, talk_ms, hold_ms, transferred) VALUES (1, 0, 'sales', 7, 8, 1, 'ana', 9, 0, 0)");
  connection->Execute(
      "INSERT INTO queue_interval VALUES ('sales', 900000, 5, 4, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,"
      " 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 1, 60, 70)");

  ASSERT_TRUE(Migrate(*connection, AllMigrations()));

  EXPECT_EQ(connection->AskNumber("SELECT foretold_p50_ms IS NULL AND foretold_p90_ms IS NULL"
                                  " FROM interaction_leg"),
            1);
  const auto rows =
      interval_table::QueueRows(*connection, WallTime(Duration{0}), WallTime(Duration{900'001}));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].counters, (exchange::QueueCounters{.offered = 5,
                                                       .answered = 4,
                                                       .answered_within = 3,
                                                       .foretold = 2,
                                                       .foretold_p50 = 1,
                                                       .foretold_p90 = 1,
                                                       .wait_foretold = Duration{60},
                                                       .wait_of_foretold = Duration{70}}));
}

TEST(MigrationsTest, ANewerSchemaIsRefusedAndLeftAsItIs) {
  const fakes::TemporaryFolder folder;
  const std::string path = folder.File("jackfield.db");
  ASSERT_TRUE(Database::Open({.path = path}));
  SQLite::Database(path, SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 999");

  const auto opened = Database::Open({.path = path});

  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kFailedPrecondition);
  EXPECT_EQ(opened.error().reason, "STORE_TOO_NEW");
  EXPECT_NE(opened.error().message.find("999"), std::string::npos);
  SQLite::Database after(path, SQLite::OPEN_READONLY);
  EXPECT_EQ(after.execAndGet("PRAGMA user_version").getInt(), 999);
}

TEST(MigrationsTest, ADatabaseOfAnotherProgramIsRefused) {
  const fakes::TemporaryFolder folder;
  const std::string path = folder.File("other.db");
  SQLite::Database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE a (b)");

  const auto opened = Database::Open({.path = path});

  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().reason, "STORE_OF_ANOTHER_PROGRAM");
}

TEST(MigrationsTest, AFileThatIsNoDatabaseIsDataLoss) {
  const fakes::TemporaryFolder folder;
  const std::string path = folder.File("text.db");
  FILE* file = std::fopen(path.c_str(), "w");
  ASSERT_NE(file, nullptr);
  std::fputs(std::string(5000, 'x').c_str(), file);
  std::fclose(file);

  const auto opened = Database::Open({.path = path});

  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kDataLoss);
}

TEST(MigrationsTest, AStepThatFailsInItsMiddleLeavesTheSchemaBeforeIt) {
  const fakes::TemporaryFolder folder;
  const auto connection = WriterOf(folder.File("a.db"));
  const Migration steps[] = {
      {"0001_good", "CREATE TABLE a (b);"},
      {"0002_bad", "CREATE TABLE c (d); INSERT INTO missing VALUES (1);"},
  };

  const Status migrated = Migrate(*connection, steps);

  ASSERT_FALSE(migrated);
  EXPECT_NE(migrated.error().message.find("0002_bad"), std::string::npos);
  EXPECT_EQ(SchemaVersion(*connection).value(), 1);
  EXPECT_EQ(connection->AskText("SELECT group_concat(name) FROM sqlite_schema"), "a");
}

}  // namespace
}  // namespace jackfield::sqlite
