#pragma once

#include <chrono>
#include <initializer_list>

#include "server/exchange/calendar/opening_hours.h"
#include "tests/support/zones.h"

// Opening hours for tests, in the four zones of zones.h.
namespace jackfield::fakes {

// The same hours on each of `days`, which are counted as Calendar::week counts them.
inline void SetHours(exchange::Calendar& calendar, std::initializer_list<std::size_t> days,
                     const exchange::DayHours& hours) {
  for (const std::size_t day : days) calendar.week[day] = hours;
}

// Berlin: on weekdays 8 to 18, on Saturdays 9 to 13, with the holidays of 2026 and the shopping
// Sunday of that year.
inline exchange::Calendar Office() {
  using namespace std::chrono_literals;
  using std::chrono::local_days;
  exchange::Calendar calendar{.name = "office", .time_zone = "Europe/Berlin", .offsets = Berlin()};
  SetHours(calendar, {1, 2, 3, 4, 5}, {{8h, 18h}});
  SetHours(calendar, {6}, {{9h, 13h}});
  calendar.exceptions = {{local_days(2026y / 4 / 3), {}},              // Good Friday.
                         {local_days(2026y / 4 / 6), {}},              // Easter Monday.
                         {local_days(2026y / 11 / 29), {{13h, 18h}}},  // A Sunday.
                         {local_days(2026y / 12 / 24), {{8h, 12h}}},   // A Thursday.
                         {local_days(2026y / 12 / 25), {}},            // A Friday.
                         {local_days(2026y / 12 / 26), {}},            // A Saturday.
                         {local_days(2026y / 12 / 31), {{8h, 12h}}},   // A Thursday.
                         {local_days(2027y / 1 / 1), {}}};             // A Friday.
  return calendar;
}

// Berlin: the nights from Friday and from Saturday, 22 to 6.
inline exchange::Calendar Nights() {
  using namespace std::chrono_literals;
  exchange::Calendar calendar{.name = "nights", .time_zone = "Europe/Berlin", .offsets = Berlin()};
  SetHours(calendar, {5}, {{22h, 24h}});
  SetHours(calendar, {6}, {{0h, 6h}, {22h, 24h}});
  SetHours(calendar, {0}, {{0h, 6h}});
  return calendar;
}

// Berlin: on Sundays within the hour that is skipped in March and comes twice in October.
inline exchange::Calendar HalfHour() {
  using namespace std::chrono_literals;
  exchange::Calendar calendar{
      .name = "half-hour", .time_zone = "Europe/Berlin", .offsets = Berlin()};
  SetHours(calendar, {0}, {{2h + 15min, 2h + 45min}});
  return calendar;
}

// Berlin: on Sundays until that hour begins.
inline exchange::Calendar Early() {
  using namespace std::chrono_literals;
  exchange::Calendar calendar{.name = "early", .time_zone = "Europe/Berlin", .offsets = Berlin()};
  SetHours(calendar, {0}, {{1h, 2h}});
  return calendar;
}

// Berlin: on Sundays from within that hour on.
inline exchange::Calendar Bakery() {
  using namespace std::chrono_literals;
  exchange::Calendar calendar{.name = "bakery", .time_zone = "Europe/Berlin", .offsets = Berlin()};
  SetHours(calendar, {0}, {{2h + 30min, 4h}});
  return calendar;
}

// Berlin: on Sundays twice within that hour, so that the two overlap in October.
inline exchange::Calendar Twice() {
  using namespace std::chrono_literals;
  exchange::Calendar calendar{.name = "twice", .time_zone = "Europe/Berlin", .offsets = Berlin()};
  SetHours(calendar, {0}, {{2h, 2h + 20min}, {2h + 40min, 3h}});
  return calendar;
}

// New York: always, but for Thanksgiving.
inline exchange::Calendar Hotline() {
  using namespace std::chrono_literals;
  exchange::Calendar calendar{
      .name = "hotline", .time_zone = "America/New_York", .offsets = NewYork()};
  SetHours(calendar, {0, 1, 2, 3, 4, 5, 6}, {{0h, 24h}});
  calendar.exceptions = {{std::chrono::local_days(2026y / 11 / 26), {}}};
  return calendar;
}

// New York: on Sundays, half past 1 to half past 3.
inline exchange::Calendar Diner() {
  using namespace std::chrono_literals;
  exchange::Calendar calendar{
      .name = "diner", .time_zone = "America/New_York", .offsets = NewYork()};
  SetHours(calendar, {0}, {{1h + 30min, 3h + 30min}});
  return calendar;
}

// New York: on weekdays 9 to 17.
inline exchange::Calendar Broker() {
  using namespace std::chrono_literals;
  exchange::Calendar calendar{
      .name = "broker", .time_zone = "America/New_York", .offsets = NewYork()};
  SetHours(calendar, {1, 2, 3, 4, 5}, {{9h, 17h}});
  return calendar;
}

// Shanghai: on weekdays with a break at noon; a week of holidays, a Saturday that makes up for it.
inline exchange::Calendar Bank() {
  using namespace std::chrono_literals;
  using std::chrono::local_days;
  exchange::Calendar calendar{.name = "bank", .time_zone = "Asia/Shanghai", .offsets = Shanghai()};
  SetHours(calendar, {1, 2, 3, 4, 5}, {{9h, 12h}, {13h + 30min, 18h}});
  for (const auto day : {1d, 2d, 3d, 4d, 5d, 6d, 7d}) {
    calendar.exceptions.push_back({local_days(2026y / 10 / day), {}});
  }
  calendar.exceptions.push_back({local_days(2026y / 10 / 10), {{9h, 18h}}});
  return calendar;
}

// Shanghai: always.
inline exchange::Calendar Always() {
  using namespace std::chrono_literals;
  exchange::Calendar calendar{
      .name = "always", .time_zone = "Asia/Shanghai", .offsets = Shanghai()};
  SetHours(calendar, {0, 1, 2, 3, 4, 5, 6}, {{0h, 24h}});
  return calendar;
}

// Lord Howe Island: each day from 1 to 3.
inline exchange::Calendar Bar() {
  using namespace std::chrono_literals;
  exchange::Calendar calendar{
      .name = "bar", .time_zone = "Australia/Lord_Howe", .offsets = LordHowe()};
  SetHours(calendar, {0, 1, 2, 3, 4, 5, 6}, {{1h, 3h}});
  return calendar;
}

// Lord Howe Island: on Sundays into the half hour that is skipped or comes twice.
inline exchange::Calendar Ferry() {
  using namespace std::chrono_literals;
  exchange::Calendar calendar{
      .name = "ferry", .time_zone = "Australia/Lord_Howe", .offsets = LordHowe()};
  SetHours(calendar, {0}, {{1h + 45min, 2h + 15min}});
  return calendar;
}

// Lord Howe Island: on weekdays 9 to 17.
inline exchange::Calendar Store() {
  using namespace std::chrono_literals;
  exchange::Calendar calendar{
      .name = "store", .time_zone = "Australia/Lord_Howe", .offsets = LordHowe()};
  SetHours(calendar, {1, 2, 3, 4, 5}, {{9h, 17h}});
  return calendar;
}

// Berlin: on one leap day from 9 to 17.
inline exchange::Calendar LeapDay() {
  using namespace std::chrono_literals;
  return {.name = "leap-day",
          .time_zone = "Europe/Berlin",
          .offsets = Berlin(),
          .exceptions = {{std::chrono::local_days(2028y / 2 / 29), {{9h, 17h}}}}};
}

// Never.
inline exchange::Calendar Never() { return {.name = "never"}; }

}  // namespace jackfield::fakes
