#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "server/base/archive.h"
#include "server/exchange/calendar/zone_offsets.h"

// When there is business, by the clocks of a place. What follows from it is in business_time.h.
namespace jackfield::exchange {

constexpr std::size_t kIntervalsOfDayMax = 8;
constexpr std::size_t kExceptionsMax = 1'000;  // Of one calendar.
constexpr std::size_t kCalendarsMax = 200;
constexpr std::chrono::minutes kDayEnd = std::chrono::hours{24};  // As the clocks count.

// A part of a day, in minutes since midnight as the clocks show them. What ends at 24:00 goes on
// without a break in what begins at 0:00 of the next day.
struct OpenInterval {
  std::chrono::minutes open{0};   // Included; from 0:00 on.
  std::chrono::minutes close{0};  // Not included; after `open`, up to 24:00.

  bool operator==(const OpenInterval&) const = default;
  JACKFIELD_FIELDS(open, close)
};

// The hours of a day: in order, none overlaps another; they may touch. Empty: closed all day.
using DayHours = std::vector<OpenInterval>;

// A day that is not like others of its weekday.
struct DayException {
  std::chrono::local_days date{};
  DayHours hours;  // Instead of those of the weekday.

  bool operator==(const DayException&) const = default;
  JACKFIELD_FIELDS(date, hours)
};

struct Calendar {
  std::string name;                      // Unique.
  std::string time_zone;                 // IANA; where `offsets` are from. Decides nothing.
  ZoneOffsets offsets;                   // Of the clocks by which it is open.
  std::array<DayHours, 7> week;          // By weekday::c_encoding(): Sunday is 0.
  std::vector<DayException> exceptions;  // By date, one for each.

  bool operator==(const Calendar&) const = default;
  JACKFIELD_FIELDS(name, time_zone, offsets, week[0], week[1], week[2], week[3], week[4], week[5],
                   week[6], exceptions)
};

// Whether it is as it says above, and within the limits.
//
// Thread safety: pure functions.
bool IsSound(const DayHours& hours);
bool IsSound(const Calendar& calendar);

// The hours of one day. The reference lives as long as the calendar.
//
// Thread safety: pure function.
const DayHours& HoursOf(const Calendar& calendar, std::chrono::local_days date);

}  // namespace jackfield::exchange
