#include "server/app/upkeep.h"

#include <cstdint>
#include <string>
#include <string_view>

#include <absl/synchronization/notification.h>
#include <absl/time/time.h>
#include <gtest/gtest.h>

#include "tests/support/fake_metrics.h"
#include "tests/support/sqlite_site.h"

namespace jackfield::app {
namespace {

constexpr std::string_view kCountSql = "SELECT count(*) FROM request_record";

std::int64_t RecordsOf(sqlite::Database& database) {
  return database
      .Read([](sqlite::Connection& connection) -> Result<std::int64_t> {
        return connection.AskNumber(std::string(kCountSql));
      })
      .value();
}

TEST(UpkeepTest, AnswersToRepeatedRequestsAreForgottenAfterADay) {
  fakes::SqliteSite site;
  fakes::FakeMetrics metrics;
  sqlite::IdempotencyRecords requests(site.database(), site.keys(), site.clock());
  ASSERT_TRUE(requests.Save("ana", "old", "answer"));
  site.clock().Advance(Duration{25LL * 3600 * 1000});
  ASSERT_TRUE(requests.Save("ana", "young", "answer"));
  Upkeep upkeep({site.database(), requests, site.memory(), site.tickets()}, metrics);

  upkeep.Start();
  const absl::Time limit = absl::Now() + absl::Seconds(20);
  while (RecordsOf(site.database()) > 1 && absl::Now() < limit) {
    absl::Notification never;
    never.WaitForNotificationWithTimeout(absl::Milliseconds(20));
  }
  upkeep.Stop();

  EXPECT_EQ(RecordsOf(site.database()), 1);
  EXPECT_TRUE(requests.Find("ana", "young").value().has_value());
}

}  // namespace
}  // namespace jackfield::app
