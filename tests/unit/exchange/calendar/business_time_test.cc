#include "server/exchange/calendar/business_time.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/calendars.h"

// The expected times are worked out by hand, from the rules in zones.h and the hours in
// calendars.h. All of them are in UTC: Berlin is 1 hour ahead in winter and 2 in summer, New York 5
// and 4 behind, Shanghai 8 ahead, Lord Howe Island 10:30 and 11 ahead.
namespace jackfield::exchange {
namespace {

using fakes::Always;
using fakes::Bakery;
using fakes::Bank;
using fakes::Bar;
using fakes::Broker;
using fakes::Diner;
using fakes::Early;
using fakes::Ferry;
using fakes::HalfHour;
using fakes::Hotline;
using fakes::LeapDay;
using fakes::Never;
using fakes::Nights;
using fakes::Office;
using fakes::Store;
using fakes::Text;
using fakes::Twice;
using fakes::Utc;

using Hours = Calendar (*)();

constexpr Duration kTick{1};

struct OpenCase {
  Hours calendar;
  std::string opens;
  std::string closes;
};

class OpenTest : public testing::TestWithParam<OpenCase> {};

// Z1, Z2, Z3.
TEST_P(OpenTest, FromTheOpeningToTheClosingAndNoLonger) {
  const Calendar calendar = GetParam().calendar();
  const WallTime opens = Utc(GetParam().opens);
  const WallTime closes = Utc(GetParam().closes);

  EXPECT_FALSE(IsOpen(&calendar, opens - kTick));
  EXPECT_TRUE(IsOpen(&calendar, opens));
  EXPECT_TRUE(IsOpen(&calendar, closes - kTick));
  EXPECT_FALSE(IsOpen(&calendar, closes));
  EXPECT_EQ(Text(NextOpening(&calendar, opens - kTick)), GetParam().opens);
  EXPECT_EQ(Text(NextClosing(&calendar, opens)), GetParam().closes);
  EXPECT_EQ(Text(NextClosing(&calendar, closes - kTick)), GetParam().closes);
  EXPECT_EQ(OpenTimeBetween(&calendar, opens - kTick, closes + kTick), closes - opens);
}

INSTANTIATE_TEST_SUITE_P(
    Days, OpenTest,
    testing::Values(
        OpenCase{Office, "2026-01-05 07:00", "2026-01-05 17:00"},  // A Monday in winter.
        OpenCase{Office, "2026-07-01 06:00", "2026-07-01 16:00"},  // A Wednesday in summer.
        OpenCase{Office, "2026-01-10 08:00", "2026-01-10 12:00"},  // A Saturday.
        OpenCase{Office, "2026-03-27 07:00", "2026-03-27 17:00"},  // The last day of winter time.
        OpenCase{Office, "2026-03-30 06:00", "2026-03-30 16:00"},  // The first one of summer time.
        OpenCase{Office, "2026-10-26 07:00", "2026-10-26 17:00"},  // The first one of winter time.
        OpenCase{Office, "2026-11-29 12:00", "2026-11-29 17:00"},  // A Sunday, this once.
        OpenCase{Office, "2026-12-24 07:00", "2026-12-24 11:00"},  // Christmas Eve.
        OpenCase{Office, "2027-01-04 07:00", "2027-01-04 17:00"},  // The first one of a year.
        OpenCase{Office, "2028-02-29 07:00", "2028-02-29 17:00"},  // A leap day.
        OpenCase{Bank, "2026-10-08 01:00", "2026-10-08 04:00"},    // Up to noon.
        OpenCase{Bank, "2026-10-08 05:30", "2026-10-08 10:00"},    // After it.
        OpenCase{Bank, "2026-10-10 01:00", "2026-10-10 10:00"},    // A Saturday, this once.
        OpenCase{Broker, "2026-03-06 14:00", "2026-03-06 22:00"},  // Fridays and Mondays about a
        OpenCase{Broker, "2026-03-09 13:00", "2026-03-09 21:00"},  // change of the clocks.
        OpenCase{Broker, "2026-10-30 13:00", "2026-10-30 21:00"},
        OpenCase{Broker, "2026-11-02 14:00", "2026-11-02 22:00"},
        OpenCase{Store, "2026-04-02 22:00", "2026-04-03 06:00"},
        OpenCase{Store, "2026-04-05 22:30", "2026-04-06 06:30"},
        OpenCase{Store, "2026-10-01 22:30", "2026-10-02 06:30"},
        OpenCase{Store, "2026-10-04 22:00", "2026-10-05 06:00"},
        OpenCase{LeapDay, "2028-02-29 08:00", "2028-02-29 16:00"}));

INSTANTIATE_TEST_SUITE_P(
    Nights, OpenTest,
    testing::Values(
        OpenCase{Nights, "2026-01-09 21:00", "2026-01-10 05:00"},  // From Friday to Saturday.
        OpenCase{Nights, "2026-01-10 21:00", "2026-01-11 05:00"},  // From Saturday to Sunday.
        OpenCase{Nights, "2026-01-30 21:00", "2026-01-31 05:00"},  // A month ends.
        OpenCase{Nights, "2026-01-31 21:00", "2026-02-01 05:00"},
        OpenCase{Nights, "2026-03-28 21:00", "2026-03-29 04:00"},    // 7 hours.
        OpenCase{Nights, "2026-10-24 20:00", "2026-10-25 05:00"},    // 9 hours.
        OpenCase{Nights, "2027-01-01 21:00", "2027-01-02 05:00"},    // After the year's first day.
        OpenCase{Nights, "2027-03-27 21:00", "2027-03-28 04:00"},    // 7 hours.
        OpenCase{Nights, "2027-10-30 20:00", "2027-10-31 05:00"},    // 9 hours.
        OpenCase{Nights, "2027-12-31 21:00", "2028-01-01 05:00"},    // A year ends.
        OpenCase{Nights, "2028-03-25 21:00", "2028-03-26 04:00"}));  // 7 hours.

INSTANTIATE_TEST_SUITE_P(
    HoursOfAChange, OpenTest,
    testing::Values(OpenCase{HalfHour, "2026-10-25 00:15", "2026-10-25 01:45"},
                    OpenCase{HalfHour, "2027-10-31 00:15", "2027-10-31 01:45"},
                    OpenCase{HalfHour, "2027-11-07 01:15", "2027-11-07 01:45"},  // As ever.
                    OpenCase{Early, "2026-03-29 00:00", "2026-03-29 01:00"},     // Up to 02:00.
                    OpenCase{Early, "2026-10-24 23:00", "2026-10-25 01:00"},  // The second 02:00.
                    OpenCase{Bakery, "2026-03-29 01:00", "2026-03-29 02:00"},
                    OpenCase{Bakery, "2026-04-05 00:30", "2026-04-05 02:00"},  // As ever.
                    OpenCase{Bakery, "2026-10-25 00:30", "2026-10-25 03:00"},
                    OpenCase{Bakery, "2027-03-28 01:00", "2027-03-28 02:00"},
                    OpenCase{Twice, "2026-10-25 00:00", "2026-10-25 02:00"},
                    OpenCase{Twice, "2026-11-01 01:00", "2026-11-01 01:20"},  // As ever.
                    OpenCase{Twice, "2026-11-01 01:40", "2026-11-01 02:00"},
                    OpenCase{Diner, "2026-03-08 06:30", "2026-03-08 07:30"},
                    OpenCase{Diner, "2026-11-01 05:30", "2026-11-01 08:30"},
                    OpenCase{Diner, "2027-03-14 06:30", "2027-03-14 07:30"},
                    OpenCase{Diner, "2027-11-07 05:30", "2027-11-07 08:30"},
                    OpenCase{Bar, "2026-04-03 14:00", "2026-04-03 16:00"},  // As ever.
                    OpenCase{Bar, "2026-04-04 14:00", "2026-04-04 16:30"},
                    OpenCase{Bar, "2026-04-05 14:30", "2026-04-05 16:30"},  // As ever.
                    OpenCase{Bar, "2026-10-03 14:30", "2026-10-03 16:00"},
                    OpenCase{Bar, "2027-04-03 14:00", "2027-04-03 16:30"},
                    OpenCase{Bar, "2027-10-02 14:30", "2027-10-02 16:00"},
                    OpenCase{Ferry, "2026-04-04 14:45", "2026-04-04 15:45"},
                    OpenCase{Ferry, "2026-10-03 15:15", "2026-10-03 15:30"},
                    OpenCase{Ferry, "2027-10-02 15:15", "2027-10-02 15:30"}));

struct ClosedCase {
  Hours calendar;
  std::string at;
};

class ClosedTest : public testing::TestWithParam<ClosedCase> {};

TEST_P(ClosedTest, OutsideItsHours) {
  const Calendar calendar = GetParam().calendar();

  EXPECT_FALSE(IsOpen(&calendar, Utc(GetParam().at)));
}

INSTANTIATE_TEST_SUITE_P(
    Moments, ClosedTest,
    testing::Values(ClosedCase{Office, "2026-01-11 10:00"},       // A Sunday.
                    ClosedCase{Office, "2026-04-03 10:00"},       // Good Friday.
                    ClosedCase{Office, "2026-12-24 12:00"},       // Open on other Thursdays.
                    ClosedCase{Office, "2027-01-01 10:00"},       // New Year.
                    ClosedCase{HalfHour, "2026-03-29 00:59:59"},  // 01:59:59.
                    ClosedCase{HalfHour, "2026-03-29 01:00"},     // 03:00.
                    ClosedCase{Bank, "2026-10-08 04:30"},         // Noon.
                    ClosedCase{Bank, "2026-10-05 02:00"},         // A Monday of the holidays.
                    ClosedCase{Hotline, "2026-11-26 05:00"},      // Thanksgiving begins.
                    ClosedCase{Hotline, "2026-11-27 04:59:59"},   // And ends.
                    ClosedCase{Broker, "2026-01-17 15:00"},       // A Saturday.
                    ClosedCase{Bank, "2026-01-17 02:00"},         // A Saturday.
                    ClosedCase{Store, "2026-01-17 01:00"},        // A Saturday, noon.
                    ClosedCase{Never, "2026-01-05 12:00"}));

struct NextCase {
  Hours calendar;
  std::string after;
  std::string next;
};

class NextOpeningTest : public testing::TestWithParam<NextCase> {};

TEST_P(NextOpeningTest, IsTheFirstAfterBeingClosed) {
  const Calendar calendar = GetParam().calendar();

  EXPECT_EQ(Text(NextOpening(&calendar, Utc(GetParam().after))), GetParam().next);
}

INSTANTIATE_TEST_SUITE_P(
    Moments, NextOpeningTest,
    testing::Values(
        NextCase{Office, "2026-01-05 07:00", "2026-01-06 07:00"},  // It opens just now.
        NextCase{Office, "2026-01-05 09:00", "2026-01-06 07:00"},  // It is open.
        NextCase{Office, "2026-01-09 17:00", "2026-01-10 08:00"},  // Friday to Saturday.
        NextCase{Office, "2026-01-10 12:00", "2026-01-12 07:00"},  // Saturday to Monday.
        NextCase{Office, "2026-03-28 12:00", "2026-03-30 06:00"},  // Over a change of the clocks.
        NextCase{Office, "2026-10-24 11:00", "2026-10-26 07:00"},
        NextCase{Office, "2027-03-27 12:00", "2027-03-29 06:00"},
        NextCase{Office, "2027-10-30 11:00", "2027-11-01 07:00"},
        NextCase{Office, "2026-04-02 16:00", "2026-04-04 07:00"},    // Over Good Friday.
        NextCase{Office, "2026-04-04 11:00", "2026-04-07 06:00"},    // Over Easter Monday.
        NextCase{Office, "2026-11-28 12:00", "2026-11-29 12:00"},    // To an open Sunday.
        NextCase{Office, "2026-12-24 11:00", "2026-12-28 07:00"},    // Over Christmas.
        NextCase{Office, "2026-12-31 11:00", "2027-01-02 08:00"},    // Over New Year.
        NextCase{Office, "2028-02-29 17:00", "2028-03-01 07:00"},    // From a leap day.
        NextCase{Nights, "2026-01-09 21:00", "2026-01-10 21:00"},    // Midnight opens nothing.
        NextCase{Nights, "2026-01-11 05:00", "2026-01-16 21:00"},    // Sunday to Friday.
        NextCase{HalfHour, "2026-03-22 12:00", "2026-04-05 00:15"},  // A Sunday is skipped.
        NextCase{HalfHour, "2026-10-25 00:15", "2026-11-01 01:15"},  // None opens twice.
        NextCase{Twice, "2026-10-25 00:00", "2026-11-01 01:00"},
        NextCase{Hotline, "2026-11-01 00:00", "2026-11-27 05:00"},  // Over Thanksgiving.
        NextCase{Hotline, "2026-11-27 05:00", "never"},             // It never closes again.
        NextCase{Diner, "2026-03-01 12:00", "2026-03-08 06:30"},
        NextCase{Bank, "2026-09-30 10:00", "2026-10-08 01:00"},  // Over a week of holidays.
        NextCase{Bank, "2026-10-08 04:00", "2026-10-08 05:30"},  // Over noon.
        NextCase{Bank, "2026-10-09 10:00", "2026-10-10 01:00"},  // To an open Saturday.
        // Friday to Monday; what Berlin and New York change is nothing in Shanghai.
        NextCase{Broker, "2026-01-16 22:00", "2026-01-19 14:00"},
        NextCase{Broker, "2026-03-06 22:00", "2026-03-09 13:00"},
        NextCase{Broker, "2026-10-30 21:00", "2026-11-02 14:00"},
        NextCase{Bank, "2026-01-16 10:00", "2026-01-19 01:00"},
        NextCase{Bank, "2026-03-06 10:00", "2026-03-09 01:00"},
        NextCase{Bank, "2026-03-27 10:00", "2026-03-30 01:00"},
        NextCase{Bank, "2026-10-23 10:00", "2026-10-26 01:00"},
        NextCase{Bank, "2026-10-30 10:00", "2026-11-02 01:00"},
        NextCase{Store, "2026-01-16 06:00", "2026-01-18 22:00"},
        NextCase{Store, "2026-04-03 06:00", "2026-04-05 22:30"},
        NextCase{Store, "2026-10-02 06:30", "2026-10-04 22:00"},
        NextCase{Bar, "2026-04-03 16:00", "2026-04-04 14:00"},
        NextCase{Ferry, "2026-10-03 15:30", "2026-10-10 14:45"},
        NextCase{Always, "2026-01-01 00:00", "never"}, NextCase{Never, "2026-01-01 00:00", "never"},
        // Z4: to the leap day it is 400 days and not a second more.
        NextCase{LeapDay, "2027-01-25 08:00", "2028-02-29 08:00"},
        NextCase{LeapDay, "2027-01-25 07:59:59", "never"},
        NextCase{LeapDay, "2028-02-29 08:00", "never"}));

class NextClosingTest : public testing::TestWithParam<NextCase> {};

TEST_P(NextClosingTest, IsTheFirstAfterBeingOpen) {
  const Calendar calendar = GetParam().calendar();

  EXPECT_EQ(Text(NextClosing(&calendar, Utc(GetParam().after))), GetParam().next);
}

INSTANTIATE_TEST_SUITE_P(
    Moments, NextClosingTest,
    testing::Values(
        NextCase{Office, "2026-01-05 09:00", "2026-01-05 17:00"},  // It is open.
        NextCase{Office, "2026-01-05 17:00", "2026-01-06 17:00"},  // It closes just now.
        NextCase{Office, "2026-01-11 10:00", "2026-01-12 17:00"},  // It is closed.
        NextCase{Office, "2026-03-28 12:00", "2026-03-30 16:00"},  // Over a change of the clocks.
        NextCase{Office, "2026-10-24 11:00", "2026-10-26 17:00"},
        NextCase{Office, "2026-12-23 17:00", "2026-12-24 11:00"},  // Christmas Eve.
        NextCase{Office, "2026-12-24 11:00", "2026-12-28 17:00"},
        NextCase{Nights, "2026-01-09 23:00", "2026-01-10 05:00"},  // Midnight closes nothing.
        NextCase{Nights, "2026-10-25 04:30", "2026-10-25 05:00"},
        NextCase{HalfHour, "2026-03-28 12:00", "2026-04-05 00:45"},  // A Sunday is skipped.
        NextCase{Twice, "2026-10-25 01:30", "2026-10-25 02:00"},
        NextCase{Hotline, "2026-03-08 00:00", "2026-11-26 05:00"},
        NextCase{Hotline, "2026-11-26 05:00", "never"},  // It never closes again.
        NextCase{Bank, "2026-10-08 03:00", "2026-10-08 04:00"},
        NextCase{Ferry, "2026-10-03 15:20", "2026-10-03 15:30"},
        NextCase{Ferry, "2026-04-04 15:30", "2026-04-04 15:45"},
        NextCase{Always, "2026-01-01 00:00", "never"}, NextCase{Never, "2026-01-01 00:00", "never"},
        // Z4.
        NextCase{LeapDay, "2027-01-25 16:00", "2028-02-29 16:00"},
        NextCase{LeapDay, "2027-01-25 15:59:59", "never"}));

struct BetweenCase {
  Hours calendar;
  std::string from;
  std::string to;
  std::int64_t minutes;
};

class OpenTimeTest : public testing::TestWithParam<BetweenCase> {};

TEST_P(OpenTimeTest, IsWhatTheHoursAddUpTo) {
  const Calendar calendar = GetParam().calendar();

  EXPECT_EQ(OpenTimeBetween(&calendar, Utc(GetParam().from), Utc(GetParam().to)),
            std::chrono::minutes(GetParam().minutes));
}

INSTANTIATE_TEST_SUITE_P(
    Spans, OpenTimeTest,
    testing::Values(
        BetweenCase{Office, "2026-01-05 07:30", "2026-01-05 07:45", 15},
        BetweenCase{Office, "2026-01-05 07:30", "2026-01-05 07:30", 0},
        BetweenCase{Office, "2026-01-05 07:45", "2026-01-05 07:30", 0},
        BetweenCase{Office, "2026-01-09 16:00", "2026-01-12 08:00", 360},     // 1 + 4 + 1 hours.
        BetweenCase{Office, "2026-01-05 00:00", "2026-01-12 00:00", 3'240},   // 5 * 10 + 4.
        BetweenCase{Office, "2026-03-30 00:00", "2026-04-06 00:00", 2'640},   // Good Friday less.
        BetweenCase{Office, "2026-01-31 23:00", "2026-02-28 23:00", 12'960},  // 20 * 10 + 4 * 4.
        BetweenCase{Office, "2028-01-31 23:00", "2028-02-29 23:00", 13'560},  // A leap day more.
        BetweenCase{Office, "2026-12-31 00:00", "2027-01-05 00:00", 1'080},   // 4 + 0 + 4 + 10.
        BetweenCase{Office, "2026-03-28 08:00", "2026-03-30 06:00", 240},     // A Saturday.
        BetweenCase{Nights, "2026-01-09 12:00", "2026-01-12 12:00", 960},     // 8 + 8.
        BetweenCase{Nights, "2026-03-27 12:00", "2026-03-30 12:00", 900},     // 8 + 7.
        BetweenCase{Nights, "2026-10-23 12:00", "2026-10-26 12:00", 1'020},   // 8 + 9.
        BetweenCase{Nights, "2027-03-26 12:00", "2027-03-29 12:00", 900},     // 8 + 7.
        BetweenCase{Nights, "2027-10-29 12:00", "2027-11-01 12:00", 1'020},   // 8 + 9.
        BetweenCase{Nights, "2026-01-09 22:30", "2026-01-09 23:30", 60},      // Over midnight.
        BetweenCase{HalfHour, "2026-03-28 00:00", "2026-03-30 00:00", 0},     // Skipped.
        BetweenCase{HalfHour, "2026-10-25 00:00", "2026-10-26 00:00", 90},
        BetweenCase{Bakery, "2026-03-29 00:00", "2026-03-30 00:00", 60},
        BetweenCase{Bakery, "2026-10-25 00:00", "2026-10-26 00:00", 150},
        BetweenCase{Twice, "2026-03-28 00:00", "2026-03-30 00:00", 0},    // Skipped.
        BetweenCase{Twice, "2026-10-25 00:00", "2026-10-26 00:00", 120},  // Z3: once.
        // Z3: its ends lie where the two overlap, from 00:40 to 01:20.
        BetweenCase{Twice, "2026-10-25 00:00", "2026-10-25 00:50", 50},
        BetweenCase{Twice, "2026-10-25 00:50", "2026-10-25 01:30", 40},
        BetweenCase{Twice, "2026-11-01 00:00", "2026-11-02 00:00", 40}));

INSTANTIATE_TEST_SUITE_P(
    FarFromBerlin, OpenTimeTest,
    testing::Values(
        BetweenCase{Hotline, "2026-03-08 05:00", "2026-03-09 04:00", 1'380},  // 23 hours.
        BetweenCase{Hotline, "2026-11-01 04:00", "2026-11-02 05:00", 1'500},  // 25 hours.
        BetweenCase{Hotline, "2027-03-14 05:00", "2027-03-15 04:00", 1'380},
        BetweenCase{Hotline, "2027-11-07 04:00", "2027-11-08 05:00", 1'500},
        BetweenCase{Hotline, "2026-11-25 05:00", "2026-11-28 05:00", 2'880},  // Thanksgiving.
        BetweenCase{Diner, "2026-03-08 00:00", "2026-03-09 00:00", 60},
        BetweenCase{Diner, "2026-11-01 00:00", "2026-11-02 00:00", 180},
        BetweenCase{Bank, "2026-10-08 03:00", "2026-10-08 06:00", 90},     // 60 + 30.
        BetweenCase{Bank, "2026-09-28 00:00", "2026-10-12 00:00", 2'790},  // 5 * 7.5 + 9.
        // A Sunday in Shanghai, whoever else sets their clocks on it.
        BetweenCase{Always, "2026-03-07 16:00", "2026-03-08 16:00", 1'440},
        BetweenCase{Always, "2026-03-28 16:00", "2026-03-29 16:00", 1'440},
        BetweenCase{Always, "2026-10-24 16:00", "2026-10-25 16:00", 1'440},
        BetweenCase{Always, "2026-10-31 16:00", "2026-11-01 16:00", 1'440},
        BetweenCase{Broker, "2026-03-06 00:00", "2026-03-10 00:00", 960},  // Friday and Monday.
        BetweenCase{Store, "2026-04-02 12:00", "2026-04-06 12:00", 960},
        BetweenCase{Bar, "2026-06-01 12:00", "2026-06-02 12:00", 120},
        BetweenCase{Bar, "2026-04-04 12:00", "2026-04-05 12:00", 150},
        BetweenCase{Bar, "2026-10-03 12:00", "2026-10-04 12:00", 90},
        BetweenCase{Ferry, "2026-04-04 12:00", "2026-04-05 12:00", 60},
        BetweenCase{Ferry, "2026-10-03 12:00", "2026-10-04 12:00", 15},
        BetweenCase{LeapDay, "2028-01-01 00:00", "2029-01-01 00:00", 480},
        BetweenCase{Never, "2026-01-01 00:00", "2026-12-31 00:00", 0},
        // Z4: 400 days are 576,000 minutes.
        BetweenCase{Always, "2026-01-01 00:00", "2027-02-05 00:00", 576'000},
        BetweenCase{Always, "2026-01-01 00:00", "2027-02-05 00:01", 576'000}));

struct AfterCase {
  Hours calendar;
  std::string from;
  std::int64_t minutes;
  std::string reached;
};

class AfterOpenTimeTest : public testing::TestWithParam<AfterCase> {};

TEST_P(AfterOpenTimeTest, ComesWhenSoMuchOpenTimeHasPassed) {
  const Calendar calendar = GetParam().calendar();
  const std::chrono::minutes amount(GetParam().minutes);

  EXPECT_EQ(Text(AfterOpenTime(&calendar, Utc(GetParam().from), amount)), GetParam().reached);
}

INSTANTIATE_TEST_SUITE_P(
    Amounts, AfterOpenTimeTest,
    testing::Values(
        AfterCase{Office, "2026-01-11 12:00", 0, "2026-01-11 12:00"},  // Nothing to wait for.
        AfterCase{Office, "2026-01-11 12:00", -5, "2026-01-11 12:00"},
        AfterCase{Office, "2026-01-11 12:00", 240, "2026-01-12 11:00"},  // Sunday to Monday.
        AfterCase{Office, "2026-01-09 16:00", 60, "2026-01-09 17:00"},   // Just when it closes.
        AfterCase{Office, "2026-01-09 16:30", 60, "2026-01-10 08:30"},   // Friday to Saturday.
        AfterCase{Office, "2026-12-24 10:00", 120, "2026-12-28 08:00"},  // Over Christmas.
        AfterCase{Office, "2026-12-31 10:00", 120, "2027-01-02 09:00"},  // Over New Year.
        AfterCase{Office, "2026-03-28 11:00", 120, "2026-03-30 07:00"},  // Over a change.
        AfterCase{Office, "2026-10-24 10:00", 120, "2026-10-26 08:00"},
        AfterCase{Office, "2028-02-28 16:00", 660, "2028-02-29 17:00"},  // All of a leap day.
        AfterCase{Nights, "2026-01-09 21:00", 480, "2026-01-10 05:00"},
        AfterCase{Nights, "2026-03-28 21:00", 480, "2026-04-03 21:00"},  // 7 hours and the next.
        AfterCase{Nights, "2026-10-24 20:00", 540, "2026-10-25 05:00"},
        AfterCase{HalfHour, "2026-03-28 00:00", 30, "2026-04-05 00:45"},
        AfterCase{HalfHour, "2026-10-25 00:00", 60, "2026-10-25 01:15"},
        AfterCase{Twice, "2026-10-25 00:00", 100, "2026-10-25 01:40"},
        AfterCase{Hotline, "2026-11-26 00:00", 1'440, "2026-11-28 00:00"},  // Over Thanksgiving.
        AfterCase{Diner, "2026-11-01 00:00", 180, "2026-11-01 08:30"},
        AfterCase{Diner, "2026-11-01 00:00", 181, "2026-11-08 06:31"},
        AfterCase{Bank, "2026-09-30 09:00", 120, "2026-10-08 02:00"},    // Over a week of holidays.
        AfterCase{Bank, "2026-10-08 03:30", 60, "2026-10-08 06:00"},     // Over noon.
        AfterCase{Nights, "2026-10-24 20:00", 600, "2026-10-30 22:00"},  // 9 hours and the next.
        AfterCase{Broker, "2026-03-06 21:00", 120, "2026-03-09 14:00"},
        AfterCase{Broker, "2026-10-30 20:00", 120, "2026-11-02 15:00"},
        AfterCase{Store, "2026-04-03 05:00", 120, "2026-04-05 23:30"},
        AfterCase{Store, "2026-10-02 05:30", 120, "2026-10-04 23:00"},
        AfterCase{Bar, "2026-04-04 14:00", 150, "2026-04-04 16:30"},
        AfterCase{Bar, "2026-10-03 14:30", 120, "2026-10-04 14:30"},  // 90 and 30.
        AfterCase{LeapDay, "2028-02-01 00:00", 480, "2028-02-29 16:00"},
        AfterCase{LeapDay, "2028-02-01 00:00", 481, "never"},
        AfterCase{Never, "2026-01-01 00:00", 1, "never"},
        // Z4.
        AfterCase{Always, "2026-01-01 00:00", 576'000, "2027-02-05 00:00"},
        AfterCase{Always, "2026-01-01 00:00", 576'001, "never"}));

TEST(BusinessTimeTest, WithoutACalendarItIsAlwaysOpen) {
  const WallTime from = Utc("2026-01-01 00:00");
  const WallTime to = Utc("2036-01-01 00:00");

  EXPECT_TRUE(IsOpen(nullptr, from));
  EXPECT_EQ(Text(NextOpening(nullptr, from)), "never");
  EXPECT_EQ(Text(NextClosing(nullptr, from)), "never");
  EXPECT_EQ(OpenTimeBetween(nullptr, from, to), std::chrono::days(3'652));
  EXPECT_EQ(OpenTimeBetween(nullptr, to, from), Duration{0});
  EXPECT_EQ(Text(AfterOpenTime(nullptr, from, std::chrono::days(3'652))), "2036-01-01 00:00");
  EXPECT_EQ(Text(AfterOpenTime(nullptr, from, Duration{0})), "2026-01-01 00:00");
}

}  // namespace
}  // namespace jackfield::exchange
