#pragma once

#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "server/exchange/calendar/zone_offsets.h"

// Times as text, and the clocks of four zones from 2026 to 2028, worked out from the rules of the
// countries: nothing here asks a tz database.
namespace jackfield::fakes {

namespace zones_detail {

constexpr int NumberIn(std::string_view text, std::size_t begin, std::size_t digits) {
  int number = 0;
  for (const char digit : text.substr(begin, digits)) number = number * 10 + (digit - '0');
  return number;
}

// "2026-03-29 01:00" or "2026-03-29 00:59:59".
constexpr Duration SinceEpoch(std::string_view text) {
  const std::chrono::year_month_day date(
      std::chrono::year(NumberIn(text, 0, 4)),
      std::chrono::month(static_cast<unsigned>(NumberIn(text, 5, 2))),
      std::chrono::day(static_cast<unsigned>(NumberIn(text, 8, 2))));
  return std::chrono::sys_days(date).time_since_epoch() +
         std::chrono::hours(NumberIn(text, 11, 2)) + std::chrono::minutes(NumberIn(text, 14, 2)) +
         std::chrono::seconds(text.size() > 16 ? NumberIn(text, 17, 2) : 0);
}

}  // namespace zones_detail

// "2026-03-29 01:00" or "2026-03-29 00:59:59", in UTC.
constexpr WallTime Utc(std::string_view text) { return WallTime(zones_detail::SinceEpoch(text)); }

// The same by the clocks of a place.
constexpr exchange::LocalTime Local(std::string_view text) {
  return exchange::LocalTime(zones_detail::SinceEpoch(text));
}

// As Utc() reads it, with the seconds unless they are 0.
inline std::string Text(WallTime at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at - day));
  char text[64];
  std::snprintf(text, sizeof(text), "%04d-%02u-%02u %02d:%02d:%02d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  const std::string whole(text);
  return whole.ends_with(":00") ? whole.substr(0, whole.size() - 3) : whole;
}
inline std::string Text(exchange::LocalTime local) {
  return Text(WallTime(local.time_since_epoch()));
}
inline std::string Text(std::optional<WallTime> at) { return at ? Text(*at) : "never"; }

// Central European Time is UTC+1. From the last Sunday of March to the last of October, both at
// 01:00 UTC, it is UTC+2 (directive 2000/84/EC).
inline exchange::ZoneOffsets Berlin() {
  using std::chrono::hours;
  return {hours{1},
          {{Utc("2026-03-29 01:00"), hours{2}},
           {Utc("2026-10-25 01:00"), hours{1}},
           {Utc("2027-03-28 01:00"), hours{2}},
           {Utc("2027-10-31 01:00"), hours{1}},
           {Utc("2028-03-26 01:00"), hours{2}},
           {Utc("2028-10-29 01:00"), hours{1}}}};
}

// Eastern Time is UTC-5. From the second Sunday of March to the first of November, both at 02:00 by
// the clocks that are then set, it is UTC-4 (15 U.S.C. 260a).
inline exchange::ZoneOffsets NewYork() {
  using std::chrono::hours;
  return {hours{-5},
          {{Utc("2026-03-08 07:00"), hours{-4}},
           {Utc("2026-11-01 06:00"), hours{-5}},
           {Utc("2027-03-14 07:00"), hours{-4}},
           {Utc("2027-11-07 06:00"), hours{-5}},
           {Utc("2028-03-12 07:00"), hours{-4}},
           {Utc("2028-11-05 06:00"), hours{-5}}}};
}

// China is UTC+8 all year.
inline exchange::ZoneOffsets Shanghai() { return {std::chrono::hours{8}, {}}; }

// Lord Howe Island is UTC+10:30. From the first Sunday of October to the first of April, both at
// 02:00 by the clocks that are then set, it is UTC+11: its summer is half an hour ahead.
inline exchange::ZoneOffsets LordHowe() {
  constexpr std::chrono::minutes kWinter{630};
  constexpr std::chrono::minutes kSummer{660};
  return {kSummer,
          {{Utc("2026-04-04 15:00"), kWinter},
           {Utc("2026-10-03 15:30"), kSummer},
           {Utc("2027-04-03 15:00"), kWinter},
           {Utc("2027-10-02 15:30"), kSummer},
           {Utc("2028-04-01 15:00"), kWinter},
           {Utc("2028-09-30 15:30"), kSummer}}};
}

}  // namespace jackfield::fakes
