#pragma once

#include <string>

#include "server/base/result.h"
#include "server/base/time.h"

namespace date {
class time_zone;
}  // namespace date

namespace jackfield::grpc_api {

// Where the days of a site begin. Everything else is in UTC.
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

 private:
  explicit SiteCalendar(const date::time_zone* zone) : zone_(zone) {}

  WallTime Midnight(WallTime at, int days_later) const;

  const date::time_zone* zone_ = nullptr;  // nullptr: UTC. Lives as long as the program.
};

}  // namespace jackfield::grpc_api
