#include "server/grpc_api/calendar_mapping.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "server/grpc_api/site_calendar.h"
#include "server/grpc_api/zone_table.h"

namespace jackfield::grpc_api {
namespace {

using google::protobuf::RepeatedPtrField;
using std::chrono::minutes;
using Intervals = RepeatedPtrField<v1::OpenInterval>;

constexpr int kIntervalsMax = static_cast<int>(exchange::kIntervalsOfDayMax);
constexpr unsigned kDaysOfWeek = 7;

// A number of so many digits that `text` consists of.
std::optional<int> NumberIn(std::string_view text) {
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

// "HH:MM", up to 24:00.
std::optional<minutes> TimeOfDayIn(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const std::optional<int> hour = NumberIn(text.substr(0, 2));
  const std::optional<int> minute = NumberIn(text.substr(3));
  if (!hour || !minute || *minute > 59) return std::nullopt;
  const minutes time = std::chrono::hours(*hour) + minutes(*minute);
  if (time > exchange::kDayEnd) return std::nullopt;
  return time;
}

// "YYYY-MM-DD", a day that there is.
std::optional<std::chrono::local_days> DateIn(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const std::optional<int> year = NumberIn(text.substr(0, 4));
  const std::optional<int> month = NumberIn(text.substr(5, 2));
  const std::optional<int> day = NumberIn(text.substr(8));
  if (!year || !month || !day || *year == 0) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  return std::chrono::local_days(date);
}

void CheckHours(const std::string& field, const Intervals& hours, DocumentCheck& check) {
  check.Count(field, hours.size(), kIntervalsMax);
  minutes free_from{0};
  for (int i = 0; i < hours.size(); ++i) {
    const std::string at = EntryAt(field, i);
    const std::optional<minutes> open = TimeOfDayIn(hours[i].open());
    const std::optional<minutes> close = TimeOfDayIn(hours[i].close());
    const bool opens = open && *open < exchange::kDayEnd;
    if (!opens) {
      check.Refuse(at + "open", "must be a time from 00:00 to 23:59, such as 09:30");
    } else if (*open < free_from) {
      check.Refuse(at + "open", "must not be before the hours before it close: put them in order");
    }
    if (!close) {
      check.Refuse(at + "close", "must be a time up to 24:00, such as 17:30");
    } else if (opens && *close <= *open) {
      check.Refuse(
          at + "close",
          "must be after open: what goes on after midnight begins at 00:00 of the next day");
    }
    if (close) free_from = std::max(free_from, *close);
  }
}

void CheckWeek(const std::string& at, const v1::CalendarConfiguration& calendar,
               DocumentCheck& check) {
  std::set<int> known;
  for (int i = 0; i < calendar.weekly_hours_size(); ++i) {
    const v1::WeekdayHours& entry = calendar.weekly_hours(i);
    const std::string entry_at = EntryAt(at + "weekly_hours", i);
    if (entry.weekdays().empty()) check.Refuse(entry_at + "weekdays", "must have a day at least");
    if (entry.hours().empty()) {
      check.Refuse(entry_at + "hours", "must not be empty: days that are closed are left out");
    }
    for (const int weekday : entry.weekdays()) {
      if (weekday == v1::WEEKDAY_UNSPECIFIED || !v1::Weekday_IsValid(weekday)) {
        check.Refuse(entry_at + "weekdays", "must be days from monday to sunday");
      } else if (!known.insert(weekday).second) {
        check.Refuse(entry_at + "weekdays",
                     "has a day that stands in the calendar twice: put its hours together");
      }
    }
    CheckHours(entry_at + "hours", entry.hours(), check);
  }
}

void CheckExceptions(const std::string& at, const v1::CalendarConfiguration& calendar,
                     DocumentCheck& check) {
  std::set<std::string> known;
  check.Count(at + "exceptions", calendar.exceptions_size(),
              static_cast<int>(exchange::kExceptionsMax));
  for (int i = 0; i < calendar.exceptions_size(); ++i) {
    const v1::DayException& day = calendar.exceptions(i);
    const std::string day_at = EntryAt(at + "exceptions", i);
    if (!DateIn(day.date())) check.Refuse(day_at + "date", "must be a day, such as 2026-12-25");
    check.Unique(day_at + "date", known, day.date());
    CheckHours(day_at + "hours", day.hours(), check);
  }
}

// Whether the calendar that each of `entries` names, if it names one, is declared.
template <typename Entries>
void CheckNamed(const char* list, const Entries& entries, const std::set<std::string>& declared,
                DocumentCheck& check) {
  for (int i = 0; i < entries.size(); ++i) {
    const std::string& id = entries[i].calendar_id();
    if (id.empty() || declared.contains(id)) continue;
    check.Refuse(EntryAt(list, i) + "calendar_id",
                 "is no calendar of this document: declare '" + id + "', or leave it out here");
  }
}

// Of hours that were checked.
exchange::DayHours ToExchange(const Intervals& hours) {
  exchange::DayHours mapped;
  for (const v1::OpenInterval& interval : hours) {
    const std::optional<minutes> open = TimeOfDayIn(interval.open());
    const std::optional<minutes> close = TimeOfDayIn(interval.close());
    if (open && close) mapped.push_back({*open, *close});
  }
  return mapped;
}

exchange::Calendar ToExchange(const v1::CalendarConfiguration& calendar,
                              const std::string& site_time_zone, WallTime now) {
  exchange::Calendar mapped;
  mapped.name = calendar.calendar_id();
  mapped.time_zone = calendar.time_zone().empty() ? site_time_zone : calendar.time_zone();
  mapped.offsets = OffsetsOf(mapped.time_zone, now).value_or(exchange::ZoneOffsets());
  for (const v1::WeekdayHours& entry : calendar.weekly_hours()) {
    for (const int weekday : entry.weekdays()) {
      // Sunday is 7 on the wire.
      mapped.week.at(static_cast<unsigned>(weekday) % kDaysOfWeek) = ToExchange(entry.hours());
    }
  }
  for (const v1::DayException& day : calendar.exceptions()) {
    const std::optional<std::chrono::local_days> date = DateIn(day.date());
    if (date) mapped.exceptions.push_back({*date, ToExchange(day.hours())});
  }
  std::sort(mapped.exceptions.begin(), mapped.exceptions.end(),
            [](const auto& one, const auto& other) { return one.date < other.date; });
  return mapped;
}

}  // namespace

void CheckCalendars(const v1::Configuration& configuration, DocumentCheck& check) {
  std::set<std::string> ids;
  check.Count("calendars", configuration.calendars_size(),
              static_cast<int>(exchange::kCalendarsMax));
  for (int i = 0; i < configuration.calendars_size(); ++i) {
    const v1::CalendarConfiguration& calendar = configuration.calendars(i);
    const std::string at = EntryAt("calendars", i);
    check.Word(at + "calendar_id", calendar.calendar_id(), 64, "_-");
    check.Unique(at + "calendar_id", ids, calendar.calendar_id());
    if (!SiteCalendar::Of(calendar.time_zone())) {
      check.Refuse(at + "time_zone",
                   "must be an IANA time zone that the server knows, e.g. Europe/Berlin");
    }
    CheckWeek(at, calendar, check);
    CheckExceptions(at, calendar, check);
  }
  CheckNamed("queues", configuration.queues(), ids, check);
  CheckNamed("agents", configuration.agents(), ids, check);
}

std::vector<exchange::Calendar> ToCalendars(const v1::Configuration& configuration, WallTime now) {
  std::vector<exchange::Calendar> calendars;
  for (const v1::CalendarConfiguration& calendar : configuration.calendars()) {
    calendars.push_back(ToExchange(calendar, configuration.time_zone(), now));
  }
  return calendars;
}

}  // namespace jackfield::grpc_api
