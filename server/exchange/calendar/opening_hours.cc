#include "server/exchange/calendar/opening_hours.h"

#include <algorithm>

namespace jackfield::exchange {
namespace {

bool IsInOrder(const std::vector<DayException>& exceptions) {
  return std::adjacent_find(exceptions.begin(), exceptions.end(),
                            [](const DayException& one, const DayException& next) {
                              return one.date >= next.date;
                            }) == exceptions.end();
}

bool IsInOrder(const ZoneOffsets& zone) {
  return std::adjacent_find(zone.changes.begin(), zone.changes.end(),
                            [](const OffsetChange& one, const OffsetChange& next) {
                              return one.at >= next.at;
                            }) == zone.changes.end();
}

}  // namespace

bool IsSound(const DayHours& hours) {
  std::chrono::minutes free_from{0};
  for (const OpenInterval& interval : hours) {
    if (interval.open < free_from || interval.close <= interval.open) return false;
    free_from = interval.close;
  }
  return free_from <= kDayEnd && hours.size() <= kIntervalsOfDayMax;
}

bool IsSound(const Calendar& calendar) {
  const auto sound = [](const DayHours& hours) { return IsSound(hours); };
  return std::all_of(calendar.week.begin(), calendar.week.end(), sound) &&
         std::all_of(calendar.exceptions.begin(), calendar.exceptions.end(),
                     [](const DayException& day) { return IsSound(day.hours); }) &&
         calendar.exceptions.size() <= kExceptionsMax && IsInOrder(calendar.exceptions) &&
         IsInOrder(calendar.offsets);
}

const DayHours& HoursOf(const Calendar& calendar, std::chrono::local_days date) {
  const auto found =
      std::lower_bound(calendar.exceptions.begin(), calendar.exceptions.end(), date,
                       [](const DayException& exception, std::chrono::local_days wanted) {
                         return exception.date < wanted;
                       });
  if (found != calendar.exceptions.end() && found->date == date) return found->hours;
  return calendar.week[std::chrono::weekday(date).c_encoding()];
}

}  // namespace jackfield::exchange
