#include "server/exchange/calendar/opening_hours.h"

#include <gtest/gtest.h>

#include "tests/support/zones.h"

namespace jackfield::exchange {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::local_days kThursday{2026y / 12 / 24};
constexpr std::chrono::local_days kFriday{2026y / 12 / 25};

// Open on weekdays, until noon on Christmas Eve, closed on Christmas Day.
Calendar Sample() {
  Calendar calendar{.name = "office", .time_zone = "Europe/Berlin", .offsets = fakes::Berlin()};
  for (unsigned day = 1; day <= 5; ++day) calendar.week[day] = {{8h, 12h}, {13h, 18h}};
  calendar.exceptions = {{kThursday, {{8h, 12h}}}, {kFriday, {}}};
  return calendar;
}

TEST(OpeningHoursTest, ADayHasTheHoursOfItsWeekday) {
  EXPECT_EQ(HoursOf(Sample(), kThursday - std::chrono::days{1}), (DayHours{{8h, 12h}, {13h, 18h}}));
  EXPECT_EQ(HoursOf(Sample(), kFriday + std::chrono::days{1}), DayHours());
  EXPECT_EQ(HoursOf(Sample(), kFriday + std::chrono::days{2}), DayHours());
  EXPECT_EQ(HoursOf(Sample(), kFriday + std::chrono::days{3}), (DayHours{{8h, 12h}, {13h, 18h}}));
}

TEST(OpeningHoursTest, AnExceptionStandsInsteadOfTheWeekday) {
  EXPECT_EQ(HoursOf(Sample(), kThursday), (DayHours{{8h, 12h}}));
  EXPECT_EQ(HoursOf(Sample(), kFriday), DayHours());
}

TEST(OpeningHoursTest, ACalendarComesBackFromTheArchive) {
  EXPECT_EQ(FromArchive<Calendar>(ToArchive(Sample())).value(), Sample());
}

struct HoursCase {
  DayHours hours;
  bool sound;
};

class DayHoursTest : public testing::TestWithParam<HoursCase> {};

TEST_P(DayHoursTest, AreInOrderWithinTheDay) {
  EXPECT_EQ(IsSound(GetParam().hours), GetParam().sound);

  Calendar of_weekday = Sample();
  of_weekday.week[0] = GetParam().hours;
  EXPECT_EQ(IsSound(of_weekday), GetParam().sound);

  Calendar of_exception = Sample();
  of_exception.exceptions[1].hours = GetParam().hours;
  EXPECT_EQ(IsSound(of_exception), GetParam().sound);
}

INSTANTIATE_TEST_SUITE_P(
    Days, DayHoursTest,
    testing::Values(HoursCase{{}, true}, HoursCase{{{0h, 24h}}, true},
                    HoursCase{{{0min, 1min}}, true}, HoursCase{{{8h, 12h}, {12h, 24h}}, true},
                    HoursCase{{{-1min, 8h}}, false}, HoursCase{{{0h, 24h + 1min}}, false},
                    HoursCase{{{8h, 8h}}, false}, HoursCase{{{12h, 8h}}, false},
                    HoursCase{{{8h, 12h}, {12h - 1min, 18h}}, false},
                    HoursCase{{{13h, 18h}, {8h, 12h}}, false}));

TEST(OpeningHoursTest, ADayHasEightIntervalsAtMost) {
  DayHours hours = {{0h, 1h}, {2h, 3h}, {4h, 5h}, {6h, 7h}, {8h, 9h}, {10h, 11h}, {12h, 13h}};
  EXPECT_TRUE(IsSound(hours));

  hours.push_back({14h, 15h});
  EXPECT_TRUE(IsSound(hours));

  hours.push_back({16h, 17h});
  EXPECT_FALSE(IsSound(hours));
}

TEST(OpeningHoursTest, ExceptionsStandByDateAndOnce) {
  Calendar calendar = Sample();
  EXPECT_TRUE(IsSound(calendar));

  calendar.exceptions = {{kFriday, {}}, {kThursday, {}}};
  EXPECT_FALSE(IsSound(calendar));

  calendar.exceptions = {{kFriday, {}}, {kFriday, {{8h, 12h}}}};
  EXPECT_FALSE(IsSound(calendar));
}

TEST(OpeningHoursTest, ACalendarHasAThousandExceptionsAtMost) {
  Calendar calendar;
  for (int day = 0; day < 1'000; ++day) {
    calendar.exceptions.push_back({kFriday + std::chrono::days{day}, {}});
  }
  EXPECT_TRUE(IsSound(calendar));

  calendar.exceptions.push_back({kFriday + std::chrono::days{1'000}, {}});
  EXPECT_FALSE(IsSound(calendar));
}

TEST(OpeningHoursTest, ChangesOfTheClocksStandByTime) {
  Calendar calendar = Sample();
  std::swap(calendar.offsets.changes[0], calendar.offsets.changes[1]);

  EXPECT_FALSE(IsSound(calendar));
}

}  // namespace
}  // namespace jackfield::exchange
