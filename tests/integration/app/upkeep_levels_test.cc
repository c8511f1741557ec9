#include <gtest/gtest.h>

#include "server/app/upkeep.h"
#include "server/ports/figures.h"
#include "tests/support/fake_metrics.h"
#include "tests/support/sqlite_site.h"

namespace jackfield::app {
namespace {

constexpr UpkeepLevels kNeverLow{.wal_bytes = {1, 0}, .free_bytes = {-1, 0}};
constexpr UpkeepLevels kAlwaysLow{.wal_bytes = {std::int64_t{1} << 40, 0},
                                  .free_bytes = {std::int64_t{1} << 60, std::int64_t{1} << 61}};

class UpkeepLevelsTest : public testing::Test {
 protected:
  Status SaveText() {
    return site_.database().Write(
        sqlite::Urgency::kBulk, [](sqlite::Connection& connection) -> Status {
          connection.Prepare("INSERT OR REPLACE INTO document (name, text) VALUES ('a', 'b')")
              .Run();
          return {};
        });
  }

  fakes::SqliteSite site_;
  sqlite::IdempotencyRecords requests_{site_.database(), site_.keys(), site_.clock()};
  fakes::FakeMetrics metrics_;
};

TEST_F(UpkeepLevelsTest, ALogBeyondItsLevelIsWarnedOfOnce) {
  ASSERT_TRUE(SaveText());
  Upkeep upkeep({site_.database(), requests_, site_.memory(), site_.tickets()}, metrics_,
                kNeverLow);

  upkeep.Start();

  EXPECT_TRUE(metrics_.AwaitCount(figures::kStoreWarningsTotal, "kind=wal"));
  upkeep.Stop();
  EXPECT_EQ(metrics_.CountOf(figures::kStoreWarningsTotal, "kind=wal"), 1U);
  EXPECT_EQ(metrics_.CountOf(figures::kStoreWarningsTotal, "kind=disk"), 0U);
}

TEST_F(UpkeepLevelsTest, ADiskThatIsNearlyFullIsWarnedOf) {
  ASSERT_TRUE(SaveText());
  Upkeep upkeep({site_.database(), requests_, site_.memory(), site_.tickets()}, metrics_,
                kAlwaysLow);

  upkeep.Start();

  EXPECT_TRUE(metrics_.AwaitCount(figures::kStoreWarningsTotal, "kind=disk"));
  upkeep.Stop();
  EXPECT_EQ(metrics_.CountOf(figures::kStoreWarningsTotal, "kind=wal"), 0U);
}

TEST_F(UpkeepLevelsTest, TheLevelsOfAServerAreThoseThatItsOperatorsWereTold) {
  EXPECT_EQ(UpkeepLevels{}.wal_bytes.raise_at, 256 * 1024 * 1024);
  EXPECT_EQ(UpkeepLevels{}.free_bytes.raise_at, 1024 * 1024 * 1024);
}

}  // namespace
}  // namespace jackfield::app
