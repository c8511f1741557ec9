#include "server/grpc_api/report_rows.h"

#include <chrono>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

using Row = std::pair<WallTime, WallTime>;

// Seconds since 1970 as a time.
WallTime At(std::int64_t seconds) { return WallTime(std::chrono::seconds(seconds)); }

// A report of March 2026.
ReportTime March(v1::ReportInterval interval, const std::string& zone) {
  return {At(1'772'323'200), At(1'775'001'600), interval, SiteCalendar::Of(zone).value()};
}

TEST(ReportRowsTest, ADayIsThatOfTheSiteAlsoWhenItHas23Hours) {
  const ReportTime utc = March(v1::REPORT_INTERVAL_DAY, "");
  const ReportTime berlin = March(v1::REPORT_INTERVAL_DAY, "Europe/Berlin");

  EXPECT_EQ(RowOf(utc, At(1'774'785'600)), Row(At(1'774'742'400), At(1'774'828'800)));
  EXPECT_EQ(RowOf(berlin, At(1'774'785'600)), Row(At(1'774'738'800), At(1'774'821'600)));
}

TEST(ReportRowsTest, ADayAtAnEdgeIsCutThere) {
  const ReportTime berlin = March(v1::REPORT_INTERVAL_DAY, "Europe/Berlin");

  EXPECT_EQ(RowOf(berlin, At(1'772'323'200)), Row(At(1'772'323'200), At(1'772'406'000)));
}

TEST(ReportRowsTest, HoursAreCountedFromTheBeginningOfTheDay) {
  const ReportTime utc = March(v1::REPORT_INTERVAL_HOUR, "");
  const ReportTime kolkata = March(v1::REPORT_INTERVAL_HOUR, "Asia/Kolkata");

  EXPECT_EQ(RowOf(utc, At(1'774'787'400)), Row(At(1'774'785'600), At(1'774'789'200)));
  EXPECT_EQ(RowOf(kolkata, At(1'774'787'400)), Row(At(1'774'787'400), At(1'774'791'000)));
}

TEST(ReportRowsTest, AWeekIsFromMondayAndCutAtTheEdges) {
  const ReportTime berlin = March(v1::REPORT_INTERVAL_WEEK, "Europe/Berlin");

  EXPECT_EQ(RowOf(berlin, At(1'774'785'600)), Row(At(1'774'220'400), At(1'774'821'600)));
  EXPECT_EQ(RowOf(berlin, At(1'772'323'200)), Row(At(1'772'323'200), At(1'772'406'000)));
  EXPECT_EQ(RowOf(berlin, At(1'775'000'700)), Row(At(1'774'821'600), At(1'775'001'600)));
}

TEST(ReportRowsTest, AMonthIsThatOfTheSiteAndCutAtTheEdges) {
  const ReportTime utc = March(v1::REPORT_INTERVAL_MONTH, "");
  const ReportTime berlin = March(v1::REPORT_INTERVAL_MONTH, "Europe/Berlin");

  EXPECT_EQ(RowOf(utc, At(1'774'785'600)), Row(At(1'772'323'200), At(1'775'001'600)));
  EXPECT_EQ(RowOf(berlin, At(1'774'785'600)), Row(At(1'772'323'200), At(1'774'994'400)));
  EXPECT_EQ(RowOf(berlin, At(1'774'994'400)), Row(At(1'774'994'400), At(1'775'001'600)));
}

TEST(ReportRowsTest, AFinderFindsTheRowsOfManyTimes) {
  RowFinder finder(March(v1::REPORT_INTERVAL_DAY, "Europe/Berlin"));

  EXPECT_EQ(finder.BeginOf(At(1'774'785'601)), At(1'774'738'800));
  EXPECT_EQ(finder.BeginOf(At(1'774'821'599)), At(1'774'738'800));
  EXPECT_EQ(finder.BeginOf(At(1'774'821'600)), At(1'774'821'600));
  EXPECT_EQ(finder.BeginOf(At(1'774'738'800)), At(1'774'738'800));
}

TEST(ReportRowsTest, WithoutAnIntervalThereIsOneRow) {
  const ReportTime whole = March(v1::REPORT_INTERVAL_TOTAL, "Europe/Berlin");

  EXPECT_EQ(RowOf(whole, At(1'774'785'600)), Row(At(1'772'323'200), At(1'775'001'600)));
}

}  // namespace
}  // namespace jackfield::grpc_api
