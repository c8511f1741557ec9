#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "server/exchange/calendar/business_time.h"
#include "tests/support/zones.h"

namespace jackfield::exchange {
namespace {

using fakes::Utc;

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kHourMs = 60 * kMinuteMs;
constexpr std::int64_t kDayMinutes = 1'440;
constexpr std::int64_t kReferenceMinutes = 3 * kDayMinutes;

// Clocks that are set at midnight: from 0:00 to 1:00, and from 0:01 to 23:01 of the day before.
ZoneOffsets Midnights() {
  using std::chrono::hours;
  return {hours{-3},
          {{Utc("2026-04-05 03:00"), hours{-2}},
           {Utc("2026-10-25 02:01"), hours{-3}},
           {Utc("2027-04-04 03:00"), hours{-2}},
           {Utc("2027-10-31 02:01"), hours{-3}}}};
}

// Of all between, also in the first cases of a run, which are small otherwise.
template <typename T>
rc::Gen<T> In(T begin, T end) {
  return rc::gen::resize(rc::kNominalSize, rc::gen::inRange<T>(begin, end));
}

ZoneOffsets AnyZone() {
  const std::array<ZoneOffsets, 5> zones = {fakes::Berlin(), fakes::NewYork(), fakes::Shanghai(),
                                            fakes::LordHowe(), Midnights()};
  return zones[*In<std::size_t>(0, zones.size())];
}

// Up to eight intervals, which often touch each other or midnight.
DayHours AnyHours() {
  const auto quarter = rc::gen::map(In(0, 97), [](int count) { return count * 15; });
  const auto minute = rc::gen::oneOf(rc::gen::element(0, 60, 90, 120, 150, 1'440), quarter,
                                     In(60, 181), In(0, 1'441));
  std::vector<int> ends =
      *rc::gen::container<std::vector<int>>(*In<std::size_t>(0, kIntervalsOfDayMax + 2), minute);
  std::sort(ends.begin(), ends.end());
  DayHours hours;
  for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
    if (ends[i] == ends[i + 1] || *In(0, 3) == 0) continue;
    hours.push_back({std::chrono::minutes(ends[i]), std::chrono::minutes(ends[i + 1])});
  }
  return hours;
}

// A moment of 2026 and 2027, half of the time near a change of the clocks, to the minute.
WallTime AnyTime(const ZoneOffsets& zone) {
  if (zone.changes.empty() || *rc::gen::arbitrary<bool>()) {
    return Utc("2026-01-01 00:00") + std::chrono::minutes(*In<std::int64_t>(0, 730 * kDayMinutes));
  }
  const OffsetChange change = zone.changes[*In<std::size_t>(0, 4)];
  return change.at + std::chrono::minutes(*rc::gen::oneOf(In<std::int64_t>(-3 * kDayMinutes, 360),
                                                          In<std::int64_t>(-180, 180)));
}

// With exceptions on days around `at`.
Calendar AnyCalendar(const ZoneOffsets& zone, WallTime at) {
  Calendar calendar{.name = "any", .offsets = zone};
  for (DayHours& hours : calendar.week) hours = AnyHours();
  const std::chrono::local_days day(std::chrono::floor<std::chrono::days>(at).time_since_epoch());
  for (int later = -2; later <= 5; ++later) {
    if (*In(0, 4) > 0) continue;
    calendar.exceptions.push_back({day + std::chrono::days(later), AnyHours()});
  }
  return calendar;
}

// A naive reference. A minute is open when, for the hours of some day, the clocks have shown the
// opening or later by then, and the closing is yet to come: they show a time before it, or are to
// show one up to it. So of a closing that comes twice it is the second. Works on plain minutes, and
// looks at each of them.
class Reference {
 public:
  Reference(const Calendar& calendar, WallTime from) {
    const std::int64_t first = from.time_since_epoch().count() / kMinuteMs;
    std::vector<std::int64_t> latest_shown = Shown(calendar, first - kAround);
    std::vector<std::int64_t> earliest_to_come = latest_shown;
    for (std::size_t i = 1; i < latest_shown.size(); ++i) {
      latest_shown[i] = std::max(latest_shown[i], latest_shown[i - 1]);
    }
    for (std::size_t i = earliest_to_come.size() - 1; i > 0; --i) {
      earliest_to_come[i - 1] = std::min(earliest_to_come[i - 1], earliest_to_come[i]);
    }
    const std::vector<std::array<std::int64_t, 2>> hours = HoursAround(calendar, first);
    for (std::size_t i = kAround; i < latest_shown.size() - kAround; ++i) {
      open_.push_back(std::any_of(hours.begin(), hours.end(), [&](const auto& of_day) {
        return latest_shown[i] >= of_day[0] &&
               (earliest_to_come[i] < of_day[1] || earliest_to_come[i + 1] <= of_day[1]);
      }));
    }
  }

  // Whether it is open in each minute.
  const std::vector<bool>& open() const { return open_; }

 private:
  // The clocks are set by an hour at most, so what they show further away says nothing more.
  static constexpr std::int64_t kAround = 180;

  // What the clocks show, in minutes since 1970, in each minute from `first` on.
  static std::vector<std::int64_t> Shown(const Calendar& calendar, std::int64_t first) {
    std::vector<std::int64_t> shown;
    for (std::int64_t minute = first; minute < first + kReferenceMinutes + 2 * kAround; ++minute) {
      std::int64_t offset = calendar.offsets.first.count() / 60;
      for (const OffsetChange& change : calendar.offsets.changes) {
        const bool happened = change.at.time_since_epoch().count() <= minute * kMinuteMs;
        if (happened) offset = change.offset.count() / 60;
      }
      shown.push_back(minute + offset);
    }
    return shown;
  }

  // Opening and closing, in local minutes since 1970.
  static std::vector<std::array<std::int64_t, 2>> HoursAround(const Calendar& calendar,
                                                              std::int64_t first) {
    std::vector<std::array<std::int64_t, 2>> all;
    for (std::int64_t day = first / kDayMinutes - 2; day <= first / kDayMinutes + 5; ++day) {
      const std::size_t weekday = static_cast<std::size_t>((day + 4) % 7);  // 1970: a Thursday.
      DayHours hours = calendar.week[weekday];
      for (const DayException& exception : calendar.exceptions) {
        if (exception.date.time_since_epoch().count() == day) hours = exception.hours;
      }
      for (const OpenInterval& interval : hours) {
        all.push_back({day * kDayMinutes + interval.open.count(),
                       day * kDayMinutes + interval.close.count()});
      }
    }
    return all;
  }

  std::vector<bool> open_;
};

RC_GTEST_PROP(BusinessTimeProperty, ItIsOpenWhenTheNaiveReferenceSaysSo, ()) {
  const ZoneOffsets zone = AnyZone();
  const WallTime from = AnyTime(zone);
  const Calendar calendar = AnyCalendar(zone, from);
  RC_ASSERT(IsSound(calendar));
  const std::vector<bool> open = Reference(calendar, from).open();

  for (std::size_t minute = 0; minute < open.size(); ++minute) {
    const WallTime at = from + minute * std::chrono::minutes{1};
    RC_ASSERT(IsOpen(&calendar, at) == open[minute]);
    RC_ASSERT(IsOpen(&calendar, at + Duration{kMinuteMs - 1}) == open[minute]);
  }
}

// What the reference says of the minutes from `from` on to the end of what it has looked at.
struct Expected {
  std::int64_t minutes = 0;
  std::optional<WallTime> opening;
  std::optional<WallTime> closing;
};

Expected ExpectedFrom(const std::vector<bool>& open, WallTime begin, std::size_t from) {
  Expected expected;
  for (std::size_t minute = from; minute < open.size(); ++minute) {
    const WallTime at = begin + minute * std::chrono::minutes{1};
    if (open[minute]) ++expected.minutes;
    if (minute == from) continue;
    if (open[minute] && !open[minute - 1] && !expected.opening) expected.opening = at;
    if (!open[minute] && open[minute - 1] && !expected.closing) expected.closing = at;
  }
  return expected;
}

std::optional<WallTime> OnlyBefore(WallTime end, std::optional<WallTime> at) {
  return at && *at < end ? at : std::nullopt;
}

RC_GTEST_PROP(BusinessTimeProperty, ItChangesAndAddsUpAsInTheNaiveReference, ()) {
  const ZoneOffsets zone = AnyZone();
  const WallTime begin = AnyTime(zone);
  const Calendar calendar = AnyCalendar(zone, begin);
  const std::vector<bool> open = Reference(calendar, begin).open();
  const std::size_t minute = *In<std::size_t>(0, open.size());
  const WallTime from = begin + minute * std::chrono::minutes{1};
  const WallTime end = begin + open.size() * std::chrono::minutes{1};
  const Expected expected = ExpectedFrom(open, begin, minute);

  RC_ASSERT(OpenTimeBetween(&calendar, from, end) == std::chrono::minutes(expected.minutes));
  RC_ASSERT(OnlyBefore(end, NextOpening(&calendar, from)) == expected.opening);
  RC_ASSERT(OnlyBefore(end, NextClosing(&calendar, from)) == expected.closing);
}

// Three moments within hours or a month, in order, to the millisecond.
std::array<WallTime, 3> AnyMoments(const ZoneOffsets& zone) {
  const WallTime first = AnyTime(zone);
  const auto span =
      rc::gen::oneOf(In<std::int64_t>(0, 3 * kHourMs), In<std::int64_t>(0, 15 * 24 * kHourMs));
  const WallTime second = first + Duration(*span);
  return {first, second, second + Duration(*span)};
}

RC_GTEST_PROP(BusinessTimeProperty, OpenTimeIsAdditive, ()) {
  const ZoneOffsets zone = AnyZone();
  const auto [first, second, third] = AnyMoments(zone);
  const Calendar calendar = AnyCalendar(zone, first);

  RC_ASSERT(OpenTimeBetween(&calendar, first, third) ==
            OpenTimeBetween(&calendar, first, second) + OpenTimeBetween(&calendar, second, third));
}

RC_GTEST_PROP(BusinessTimeProperty, OpenTimeIsReachedWhenItHasPassedAndNotLater, ()) {
  const ZoneOffsets zone = AnyZone();
  const auto [from, to, unused] = AnyMoments(zone);
  const Calendar calendar = AnyCalendar(zone, from);
  const Duration open = OpenTimeBetween(&calendar, from, to);
  const std::optional<WallTime> reached = AfterOpenTime(&calendar, from, open);

  RC_ASSERT(reached.has_value());
  RC_ASSERT(from <= *reached);
  RC_ASSERT(*reached <= to);
  RC_ASSERT(OpenTimeBetween(&calendar, *reached, to) == Duration{0});
  RC_ASSERT(OpenTimeBetween(&calendar, from, *reached) == open);
  RC_ASSERT(open == Duration{0} || IsOpen(&calendar, *reached - Duration{1}));
}

RC_GTEST_PROP(BusinessTimeProperty, UpToTheNextChangeItIsAllOpenOrAllClosed, ()) {
  const ZoneOffsets zone = AnyZone();
  const WallTime at = AnyTime(zone);
  const Calendar calendar = AnyCalendar(zone, at);
  const bool open = IsOpen(&calendar, at);
  const auto next = open ? NextClosing(&calendar, at) : NextOpening(&calendar, at);
  const WallTime end = next.value_or(at + kOpeningHorizon);

  RC_ASSERT(end > at);
  RC_ASSERT(IsOpen(&calendar, end - Duration{1}) == open);
  RC_ASSERT(OpenTimeBetween(&calendar, at, end) == (open ? end - at : Duration{0}));
  if (next) RC_ASSERT(IsOpen(&calendar, *next) != open);
}

}  // namespace
}  // namespace jackfield::exchange
