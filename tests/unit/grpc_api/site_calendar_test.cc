#include "server/grpc_api/site_calendar.h"

#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

// Seconds since 1970 as a time.
WallTime At(std::int64_t seconds) { return WallTime(std::chrono::seconds(seconds)); }

struct Day {
  std::string zone;
  std::int64_t at;
  std::int64_t begin;
  std::int64_t end;
};

// F16 of the fault matrix: both sides of changes of the clock.
TEST(SiteCalendarTest, DaysBeginAtMidnightOfTheSite) {
  const std::vector<Day> days = {
      {"", 1'774'785'600, 1'774'742'400, 1'774'828'800},               // 2026-03-29 12:00 UTC.
      {"UTC", 1'774'742'400, 1'774'742'400, 1'774'828'800},            // Its first moment.
      {"Europe/Berlin", 1'774'785'600, 1'774'738'800, 1'774'821'600},  // 23 hours.
      {"Europe/Berlin", 1'792'929'600, 1'792'879'200, 1'792'969'200},  // 2026-10-25: 25 hours.
      {"Europe/Berlin", 1'767'223'800, 1'767'222'000, 1'767'308'400},  // 2026-01-01 00:30.
      {"Asia/Shanghai", 1'774'785'600, 1'774'713'600, 1'774'800'000},  // Never changes.
      {"Asia/Kolkata", 1'774'785'600, 1'774'722'600, 1'774'809'000},   // Half an hour off.
      {"Australia/Lord_Howe", 1'775'347'200, 1'775'307'600, 1'775'395'800},  // 24.5 hours.
      {"America/Sao_Paulo", 1'541'340'000, 1'541'300'400, 1'541'383'200},    // 2018: no midnight.
  };

  for (const Day& day : days) {
    const SiteCalendar calendar = SiteCalendar::Of(day.zone).value();
    EXPECT_EQ(calendar.DayBegin(At(day.at)), At(day.begin)) << day.zone << " " << day.at;
    EXPECT_EQ(calendar.DayEnd(At(day.at)), At(day.end)) << day.zone << " " << day.at;
  }
}

TEST(SiteCalendarTest, WeeksBeginOnTheMondayOfTheSite) {
  const std::vector<Day> weeks = {
      {"", 1'774'785'600, 1'774'224'000, 1'774'828'800},               // Sunday 2026-03-29.
      {"", 1'774'828'800, 1'774'828'800, 1'775'433'600},               // Monday, its first moment.
      {"Europe/Berlin", 1'774'785'600, 1'774'220'400, 1'774'821'600},  // An hour short.
      {"Europe/Berlin", 1'792'929'600, 1'792'360'800, 1'792'969'200},  // An hour long.
      {"Europe/Berlin", 1'774'825'200, 1'774'821'600,
       1'775'426'400},  // Sunday in UTC, Monday there.
  };

  for (const Day& week : weeks) {
    const SiteCalendar calendar = SiteCalendar::Of(week.zone).value();
    EXPECT_EQ(calendar.WeekBegin(At(week.at)), At(week.begin)) << week.zone << " " << week.at;
    EXPECT_EQ(calendar.WeekEnd(At(week.at)), At(week.end)) << week.zone << " " << week.at;
  }
}

TEST(SiteCalendarTest, MonthsBeginOnTheFirstOfTheSite) {
  const std::vector<Day> months = {
      {"", 1'774'785'600, 1'772'323'200, 1'775'001'600},               // March 2026.
      {"", 1'767'225'599, 1'764'547'200, 1'767'225'600},               // The last second of 2025.
      {"Europe/Berlin", 1'774'785'600, 1'772'319'600, 1'774'994'400},  // Summer time begins in it.
      {"Europe/Berlin", 1'767'223'800, 1'767'222'000, 1'769'900'400},  // 2026-01-01 00:30.
      {"America/New_York", 1'775'002'000, 1'772'341'200, 1'775'016'000},  // April in UTC only.
      {"", 1'709'200'000, 1'706'745'600, 1'709'251'200},  // February of a leap year.
  };

  for (const Day& month : months) {
    const SiteCalendar calendar = SiteCalendar::Of(month.zone).value();
    EXPECT_EQ(calendar.MonthBegin(At(month.at)), At(month.begin)) << month.zone << " " << month.at;
    EXPECT_EQ(calendar.MonthEnd(At(month.at)), At(month.end)) << month.zone << " " << month.at;
  }
}

TEST(SiteCalendarTest, AnUnknownZoneIsRefused) {
  const auto calendar = SiteCalendar::Of("Europe/Nowhere");

  ASSERT_FALSE(calendar);
  EXPECT_EQ(calendar.error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace jackfield::grpc_api
