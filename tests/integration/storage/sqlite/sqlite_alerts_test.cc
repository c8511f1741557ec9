#include "server/storage/sqlite/sqlite_alerts.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/sqlite_site.h"

namespace jackfield::sqlite {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Duration kDay{24LL * 3600 * 1000};

class SqliteAlertsTest : public testing::Test {
 protected:
  static WallTime At(int seconds) {
    return WallTime(Duration{1'767'614'400'000 + seconds * 1'000});
  }

  static AlertRow Row(std::uint64_t id, const std::string& queue) {
    AlertRow row;
    row.alert = {.id = AlertId{id},
                 .queue = QueueId{1},
                 .rule = {.figure = exchange::AlertFigure::kLongestWait,
                          .limit_millionths = 60'000'000,
                          .raise_after = Duration{5'000},
                          .clear_after = Duration{6'000}},
                 .raised_value_millionths = 65'000'000,
                 .raised = At(static_cast<int>(id)),
                 .revision = 1};
    row.queue = queue;
    row.queue_display_name = "The queue " + queue;
    return row;
  }

  void Commit(std::vector<AlertRow> rows) {
    CommitBatch batch;
    batch.alerts = std::move(rows);
    ASSERT_TRUE(site_.store().Commit(batch));
  }

  std::vector<std::uint64_t> Listed(const AlertFilter& filter) {
    std::vector<std::uint64_t> ids;
    const auto page = site_.alerts().List(filter, 100, "");
    for (const AlertRow& row : page.value().alerts) ids.push_back(row.alert.id.value);
    return ids;
  }

  fakes::SqliteSite site_;
};

TEST_F(SqliteAlertsTest, AnAlertReadsBackAsItWasWrittenLast) {
  AlertRow row = Row(7, "sales");
  Commit({row});
  row.alert.acknowledged = At(8);
  row.alert.acknowledged_by = "sue";
  row.alert.cleared = At(9);
  row.alert.revision = 3;
  Commit({row});
  site_.Restart();

  AlertRow read = site_.alerts().Get(AlertId{7}).value();

  read.alert.queue = QueueId{1};  // The name stands for it.
  EXPECT_EQ(read, row);
  EXPECT_EQ(site_.alerts().Get(AlertId{8}).error().reason, "ALERT_NOT_FOUND");
}

TEST_F(SqliteAlertsTest, AnAlertAboutATicketReadsBackAndIsLeftOutWhereOnlyFiguresAreAskedFor) {
  AlertRow row = Row(7, "");
  row.alert.ticket = exchange::TicketAlert{
      .ticket = TicketId{12}, .name = "ab12", .cause = exchange::TicketAlertCause::kSlaBreach};
  Commit({row, Row(8, "sales")});

  EXPECT_EQ(site_.alerts().Get(AlertId{7}).value().alert.ticket, row.alert.ticket);
  EXPECT_THAT(Listed({}), ElementsAre(8, 7));
  EXPECT_THAT(Listed({.figures_only = true}), ElementsAre(8));
}

TEST_F(SqliteAlertsTest, TheNewestComeFirstAndFiltersHold) {
  AlertRow cleared = Row(2, "support");
  cleared.alert.cleared = At(50);
  Commit({Row(1, "sales"), cleared, Row(3, "support"), Row(4, "sales-de")});

  EXPECT_THAT(Listed({}), ElementsAre(4, 3, 2, 1));
  EXPECT_THAT(Listed({.queues = {"sales"}}), ElementsAre(1));
  EXPECT_THAT(Listed({.queues = {"support", "sales-de"}}), ElementsAre(4, 3, 2));
  EXPECT_THAT(Listed({.raised_only = true}), ElementsAre(4, 3, 1));
  EXPECT_THAT(Listed({.from = At(2), .until = At(4)}), ElementsAre(3, 2));
}

TEST_F(SqliteAlertsTest, PagesFollowEachOtherAndTokensAreOfTheirQuestion) {
  Commit({Row(1, "sales"), Row(2, "sales"), Row(3, "sales")});

  const AlertPage first = site_.alerts().List({}, 2, "").value();
  const AlertPage second = site_.alerts().List({}, 2, first.next_page_token).value();

  EXPECT_EQ(first.alerts.size(), 2U);
  ASSERT_EQ(second.alerts.size(), 1U);
  EXPECT_EQ(second.alerts[0].alert.id, AlertId{1});
  EXPECT_EQ(second.next_page_token, "");
  EXPECT_EQ(site_.alerts().List({.raised_only = true}, 2, first.next_page_token).error().reason,
            "PAGE_TOKEN_INVALID");
}

TEST_F(SqliteAlertsTest, WhatWasClearedLongAgoIsDeletedAndWhatIsRaisedIsNot) {
  const WallTime now = site_.clock().WallNow();
  AlertRow old = Row(1, "sales");
  old.alert.cleared = now - 91 * kDay;
  AlertRow kept = Row(2, "sales");
  kept.alert.cleared = now - 89 * kDay;
  AlertRow raised = Row(3, "sales");
  raised.alert.raised = now - 200 * kDay;
  Commit({old, kept, raised});

  ASSERT_TRUE(site_.store().TrimStep());

  EXPECT_THAT(Listed({}), ElementsAre(3, 2));
}

}  // namespace
}  // namespace jackfield::sqlite
