#include "server/grpc_api/report_rows.h"

#include <algorithm>

#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

// nullopt: a day, or one row for the whole time.
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
  if (time.interval == v1::REPORT_INTERVAL_DAY) {
    return {std::max(time.calendar.DayBegin(interval), time.from),
            std::min(time.calendar.DayEnd(interval), time.until)};
  }
  const std::optional<Duration> length = LengthOf(time.interval);
  if (!length) return {time.from, time.until};
  const WallTime day = time.calendar.DayBegin(interval);
  const WallTime begin = day + (interval - day) / *length * *length;
  const WallTime end = std::min(begin + *length, time.calendar.DayEnd(interval));
  return {std::max(begin, time.from), std::min(end, time.until)};
}

}  // namespace jackfield::grpc_api
