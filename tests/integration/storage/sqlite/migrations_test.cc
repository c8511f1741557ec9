#include "server/storage/sqlite/migrations.h"

#include <filesystem>
#include <string>

#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>

#include "server/storage/sqlite/database.h"
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
