#include "server/app/cli/report_tables.h"

#include <gtest/gtest.h>

#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

v1::MissedCallReportRow MissedAt(std::int64_t seconds, std::int64_t missed) {
  v1::MissedCallReportRow row;
  row.mutable_start_time()->set_seconds(seconds);
  row.set_missed_count(missed);
  return row;
}

TEST(ReportTablesTest, SeveralRowsHaveTheWholeBelowThem) {
  v1::GetMissedCallReportResponse report;
  *report.add_rows() = MissedAt(1'772'409'600, 2);
  *report.add_rows() = MissedAt(1'772'496'000, 3);
  *report.add_totals() = MissedAt(1'772'409'600, 5);
  report.mutable_rows(1)->set_open(true);

  EXPECT_EQ(TableOf(report).Render(TextTable::Heading::kPlain),
            "FROM                 MISSED  RECOVERED  CALLED AGAIN  CALLED BACK  NOT REACHED  "
            "TIME LEFT  MEAN TIME  OPEN\n"
            "2026-03-02 00:00:00       2          0             0            0            0  "
            "        0\n"
            "2026-03-03 00:00:00       3          0             0            0            0  "
            "        0             not over\n"
            "TOTAL                     5          0             0            0            0  "
            "        0\n");
}

TEST(ReportTablesTest, WhatWasForetoldOfWaitsStandsBesideThem) {
  v1::GetQueueReportResponse report;
  v1::QueueReportRow& row = *report.add_rows();
  row.set_queue("queues/sales");
  row.mutable_counts()->set_offered_count(30);
  row.mutable_counts()->set_answered_count(20);
  row.mutable_counts()->set_overflowed_count(4);
  row.mutable_ratios()->mutable_answered_wait_mean_duration()->set_seconds(50);
  row.mutable_ratios()->mutable_foretold_wait_mean_duration()->set_seconds(40);
  row.mutable_ratios()->set_foretold_p90_ratio(0.85);

  const std::string table = TableOf(report).Render(TextTable::Heading::kPlain);

  EXPECT_NE(table.find("EXPECTED  IN P90"), std::string::npos);
  EXPECT_NE(table.find(WriteSpan(row.ratios().foretold_wait_mean_duration())), std::string::npos);
  EXPECT_NE(table.find(WriteRatio(0.85)), std::string::npos);
}

TEST(ReportTablesTest, WaitsAsTheyWereForetoldAndAsTheyWereHaveATableOfTheirOwn) {
  v1::GetQueueReportResponse report;
  v1::QueueReportRow& row = *report.add_rows();
  row.mutable_start_time()->set_seconds(1'772'409'600);
  row.set_queue("queues/sales");
  v1::QueueCounts& counts = *row.mutable_counts();
  counts.set_foretold_offered_count(26);
  counts.set_foretold_count(20);
  counts.set_foretold_p50_count(9);
  counts.set_foretold_p90_count(17);
  counts.set_foretold_abandoned_count(4);
  counts.set_foretold_overflowed_count(2);
  v1::QueueRatios& ratios = *row.mutable_ratios();
  ratios.mutable_foretold_wait_mean_duration()->set_seconds(50);
  ratios.mutable_foretold_actual_mean_duration()->set_seconds(40);
  ratios.mutable_foretold_error_mean_duration()->set_seconds(-10);
  v1::QueueReportRow& none = *report.add_rows();
  none.mutable_start_time()->set_seconds(1'772'496'000);
  none.set_queue("queues/support");

  const std::string table = ForetoldTable(report).Render(TextTable::Heading::kPlain);

  EXPECT_EQ(table,
            "FROM                 QUEUE    FORETOLD  ANSWERED  WITHIN P50  WITHIN P90  LONGER  "
            "MEAN P50  MEAN WAIT  ERROR  ABANDONED  ELSEWHERE  OPEN\n"
            "2026-03-02 00:00:00  sales          26        20           9          17       3  "
            "    0:50       0:40  -0:10          4          2\n"
            "2026-03-03 00:00:00  support         0         0           0           0       0  "
            "                                    0          0\n");
}

TEST(ReportTablesTest, OneRowIsTheWhole) {
  v1::GetMissedCallReportResponse report;
  *report.add_rows() = MissedAt(1'772'409'600, 2);
  *report.add_totals() = MissedAt(1'772'409'600, 2);

  const std::string table = TableOf(report).Render(TextTable::Heading::kPlain);

  EXPECT_EQ(table.find("TOTAL"), std::string::npos);
}

TEST(ReportTablesTest, ACallWithoutADispositionSaysSo) {
  v1::GetDispositionReportResponse report;
  report.add_rows()->set_call_count(7);

  EXPECT_NE(TableOf(report).Render(TextTable::Heading::kPlain).find("none given"),
            std::string::npos);
}

TEST(ReportTablesTest, WhatCallersWroteIsShownEscaped) {
  v1::GetMissedCallReportResponse report;
  report.add_unrecovered_calls()->set_caller_display_name("\x1b[31mLi");

  EXPECT_NE(UnrecoveredTable(report).Render(TextTable::Heading::kPlain).find("\\x1b[31mLi"),
            std::string::npos);
}

}  // namespace
}  // namespace jackfield::cli
