#include "server/grpc_api/report_rows.h"

#include <algorithm>

#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

// nullopt: one row for the whole time.
std::optional<Duration> LengthOf(v1::ReportInterval interval) {
  switch (interval) {
    case v1::REPORT_INTERVAL_QUARTER_HOUR:
      return exchange::kIntervalLength;
    case v1::REPORT_INTERVAL_HALF_HOUR:
      return 2 * exchange::kIntervalLength;
    case v1::REPORT_INTERVAL_HOUR:
      return 4 * exchange::kIntervalLength;
    case v1::REPORT_INTERVAL_DAY:
      return 96 * exchange::kIntervalLength;
    default:
      return std::nullopt;
  }
}

}  // namespace

Result<ReportTime> ReportTimeOf(const google::protobuf::Timestamp& start,
                                const google::protobuf::Timestamp& end,
                                v1::ReportInterval interval) {
  ReportTime time;
  time.from = exchange::IntervalOf(FromProto(start));
  const WallTime last = FromProto(end);
  time.until = exchange::IntervalOf(last);
  if (time.until < last) time.until += exchange::kIntervalLength;
  time.interval = interval;
  if (last <= FromProto(start) || time.until - time.from > kReportMax) {
    return FailField("TIME_RANGE_INVALID", "end_time",
                     "must be after start_time, by at most 400 days");
  }
  return time;
}

std::pair<WallTime, WallTime> RowOf(const ReportTime& time, WallTime interval) {
  const std::optional<Duration> length = LengthOf(time.interval);
  if (!length) return {time.from, time.until};
  const WallTime begin{interval.time_since_epoch() / *length * *length};
  return {std::max(begin, time.from), std::min(begin + *length, time.until)};
}

}  // namespace jackfield::grpc_api
