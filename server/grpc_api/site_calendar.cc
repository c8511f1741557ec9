#include "server/grpc_api/site_calendar.h"

#include <chrono>
#include <exception>

#include <date/tz.h>

namespace jackfield::grpc_api {

Result<SiteCalendar> SiteCalendar::Of(const std::string& time_zone) {
  if (time_zone.empty()) return SiteCalendar();
  try {
    return SiteCalendar(date::locate_zone(time_zone));
  } catch (const std::exception&) {
    return Fail(ErrorCode::kInvalidArgument, "FIELD_INVALID",
                "there is no time zone " + time_zone + " on the server");
  }
}

WallTime SiteCalendar::Midnight(WallTime at, int days_later) const {
  const date::days later{days_later};
  if (zone_ == nullptr) return date::floor<date::days>(at) + later;
  const auto local = date::floor<date::days>(zone_->to_local(at)) + later;
  return date::floor<Duration>(zone_->to_sys(local, date::choose::earliest));
}

}  // namespace jackfield::grpc_api
