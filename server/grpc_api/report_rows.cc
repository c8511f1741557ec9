#include "server/grpc_api/report_rows.h"

#include <algorithm>

#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

// nullopt: longer than an hour.
std::optional<Duration> LengthOf(v1::ReportInterval interval) {
  switch (interval) {
    case v1::REPORT_INTERVAL_QUARTER_HOUR:
      return exchange::kIntervalLength;
    case v1::REPORT_INTERVAL_HALF_HOUR:
      return 2 * exchange::kIntervalLength;
    case v1::REPORT_INTERVAL_HOUR:
      return 4 * exchange::kIntervalLength;
    default:
      return std::nullopt;
  }
}

// The row, also where it begins before the report or ends after it.
std::pair<WallTime, WallTime> WholeRowOf(const ReportTime& time, WallTime interval) {
  const SiteCalendar& calendar = time.calendar;
  if (const std::optional<Duration> length = LengthOf(time.interval)) {
    const WallTime day = calendar.DayBegin(interval);
    const WallTime begin = day + (interval - day) / *length * *length;
    return {begin, std::min(begin + *length, calendar.DayEnd(interval))};
  }
  if (time.interval == v1::REPORT_INTERVAL_DAY) {
    return {calendar.DayBegin(interval), calendar.DayEnd(interval)};
  }
  if (time.interval == v1::REPORT_INTERVAL_WEEK) {
    return {calendar.WeekBegin(interval), calendar.WeekEnd(interval)};
  }
  if (time.interval == v1::REPORT_INTERVAL_MONTH) {
    return {calendar.MonthBegin(interval), calendar.MonthEnd(interval)};
  }
  return {time.from, time.until};
}

}  // namespace

Result<ReportTime> ReportTimeOf(const google::protobuf::Timestamp& start,
                                const google::protobuf::Timestamp& end, v1::ReportInterval interval,
                                const SiteCalendar& calendar) {
  ReportTime time;
  time.from = exchange::IntervalOf(FromProto(start));
  const WallTime last = FromProto(end);
  time.until = exchange::IntervalOf(last);
  if (time.until < last) time.until += exchange::kIntervalLength;
  time.interval = interval;
  time.calendar = calendar;
  if (last <= FromProto(start) || time.until - time.from > kReportMax) {
    return FailField("TIME_RANGE_INVALID", "end_time",
                     "must be after start_time, by at most 400 days");
  }
  return time;
}

std::pair<WallTime, WallTime> RowOf(const ReportTime& time, WallTime interval) {
  const auto [begin, end] = WholeRowOf(time, interval);
  return {std::max(begin, time.from), std::min(end, time.until)};
}

Status TooManyRows() {
  return FailField("TIME_RANGE_INVALID", "end_time",
                   "must leave at most 20,000 rows: ask for a shorter time or a longer interval");
}

ReportTime WholeOf(ReportTime time) {
  time.interval = v1::REPORT_INTERVAL_TOTAL;
  return time;
}

WallTime RowFinder::BeginOf(WallTime at) {
  if (at < row_.first || at >= row_.second) row_ = RowOf(time_, exchange::IntervalOf(at));
  return row_.first;
}

}  // namespace jackfield::grpc_api
