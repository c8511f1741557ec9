#include "tests/simulation/routing/routing_hours.h"

#include <algorithm>
#include <chrono>

namespace jackfield::sim {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::minutes;

WallTime NextMinute(WallTime at) { return floor<minutes>(at) + minutes{1}; }

}  // namespace

Hours::Hours(const exchange::Configuration& configuration, const std::string& name) {
  for (const exchange::Calendar& each : configuration.calendars) {
    if (each.name == name) calendar_ = &each;
  }
}

bool Hours::IsOpen(WallTime at) const {
  if (calendar_ == nullptr) return true;
  const WallTime local = at + calendar_->offsets.first;
  const auto day = floor<days>(local);
  const minutes of_day = floor<minutes>(local - day);
  const auto weekday = std::chrono::weekday(std::chrono::sys_days(day.time_since_epoch()));
  const exchange::DayHours* hours = &calendar_->week[weekday.c_encoding()];
  for (const exchange::DayException& exception : calendar_->exceptions) {
    if (exception.date.time_since_epoch() == day.time_since_epoch()) hours = &exception.hours;
  }
  return std::any_of(hours->begin(), hours->end(), [of_day](const auto& each) {
    return each.open <= of_day && of_day < each.close;
  });
}

Duration Hours::OpenBetween(WallTime from, WallTime to) const {
  if (calendar_ == nullptr) return std::max<Duration>(to - from, Duration{0});
  Duration open{0};
  for (WallTime at = from; at < to; at = NextMinute(at)) {
    if (IsOpen(at)) open += std::min<WallTime>(NextMinute(at), to) - at;
  }
  return open;
}

WallTime Hours::FirstClosed(WallTime from, WallTime limit) const {
  if (calendar_ == nullptr) return limit;
  for (WallTime at = from; at < limit; at = NextMinute(at)) {
    if (!IsOpen(at)) return at;
  }
  return limit;
}

}  // namespace jackfield::sim
