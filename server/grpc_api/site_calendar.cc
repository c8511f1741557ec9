#include "server/grpc_api/site_calendar.h"

#include <chrono>

#include <date/date.h>
#include <date/tz.h>

#include "server/grpc_api/zone_table.h"

namespace jackfield::grpc_api {

Result<SiteCalendar> SiteCalendar::Of(const std::string& time_zone) {
  if (time_zone.empty()) return SiteCalendar();
  const auto zone = FindZone(time_zone);
  if (!zone) return Fail(zone);
  return SiteCalendar(*zone);
}

WallTime SiteCalendar::Midnight(WallTime at, int days_later) const {
  return ToUtc(LocalDay(at) + days_later);
}

int SiteCalendar::LocalDay(WallTime at) const {
  if (zone_ == nullptr) return date::floor<date::days>(at).time_since_epoch().count();
  return date::floor<date::days>(zone_->to_local(at)).time_since_epoch().count();
}

WallTime SiteCalendar::ToUtc(int local_day) const {
  const date::days day{local_day};
  if (zone_ == nullptr) return date::sys_days{day};
  return date::floor<Duration>(zone_->to_sys(date::local_days{day}, date::choose::earliest));
}

WallTime SiteCalendar::WeekBegin(WallTime at) const {
  const int day = LocalDay(at);
  const auto since_monday = date::weekday(date::local_days{date::days{day}}) - date::Monday;
  return ToUtc(day - since_monday.count());
}

WallTime SiteCalendar::WeekEnd(WallTime at) const {
  constexpr int kDaysOfWeek = 7;
  return Midnight(WeekBegin(at), kDaysOfWeek);
}

WallTime SiteCalendar::MonthBegin(WallTime at) const { return FirstOfMonth(at, 0); }

WallTime SiteCalendar::MonthEnd(WallTime at) const { return FirstOfMonth(at, 1); }

WallTime SiteCalendar::FirstOfMonth(WallTime at, int months_later) const {
  const date::year_month_day day{date::local_days{date::days{LocalDay(at)}}};
  const auto month = day.year() / day.month() + date::months{months_later};
  return ToUtc(date::local_days{month / 1}.time_since_epoch().count());
}

}  // namespace jackfield::grpc_api
