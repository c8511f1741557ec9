#pragma once

#include <string>

#include "server/base/result.h"
#include "server/base/time.h"

namespace date {
class time_zone;
}  // namespace date

namespace jackfield::grpc_api {

// Where the days, weeks and months of a site begin. Everything else is in UTC.
//
// Thread safety: immutable value.
class SiteCalendar {
 public:
  // Of UTC.
  SiteCalendar() = default;

  // Of an IANA time zone, as this machine knows it; "" is UTC.
  // Errors: kInvalidArgument when there is no such zone.
  static Result<SiteCalendar> Of(const std::string& time_zone);

  // Midnight of the day of `at`. Where the clock jumps over midnight, the moment of that.
  WallTime DayBegin(WallTime at) const { return Midnight(at, 0); }

  // The end of the day of `at`, 23 to 25 hours after its beginning.
  WallTime DayEnd(WallTime at) const { return Midnight(at, 1); }

  // Midnight of the Monday of the week of `at`, and of the next one.
  WallTime WeekBegin(WallTime at) const;
  WallTime WeekEnd(WallTime at) const;

  // Midnight of the first of the month of `at`, and of the next one.
  WallTime MonthBegin(WallTime at) const;
  WallTime MonthEnd(WallTime at) const;

 private:
  explicit SiteCalendar(const date::time_zone* zone) : zone_(zone) {}

  WallTime Midnight(WallTime at, int days_later) const;
  WallTime FirstOfMonth(WallTime at, int months_later) const;

  // The day of `at` by the site's clock, in days since 1970, and where such a day begins.
  int LocalDay(WallTime at) const;
  WallTime ToUtc(int local_day) const;

  const date::time_zone* zone_ = nullptr;  // nullptr: UTC. Lives as long as the program.
};

}  // namespace jackfield::grpc_api
