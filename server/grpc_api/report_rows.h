#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "jackfield/v1/report.pb.h"

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/exchange/counters.h"
#include "server/grpc_api/site_calendar.h"

// Stored intervals of 15 minutes merged to those that a report asks for. All are pure functions.
namespace jackfield::grpc_api {

// What a report is of. Whole intervals: `from` included, `until` excluded.
struct ReportTime {
  WallTime from{};
  WallTime until{};
  v1::ReportInterval interval = v1::REPORT_INTERVAL_TOTAL;
  SiteCalendar calendar;
};

inline constexpr Duration kReportMax{400LL * 24 * 3600 * 1000};

// Taken down, and up, to whole intervals. Days are those of `calendar`.
// Errors: kInvalidArgument (TIME_RANGE_INVALID).
Result<ReportTime> ReportTimeOf(const google::protobuf::Timestamp& start,
                                const google::protobuf::Timestamp& end, v1::ReportInterval interval,
                                const SiteCalendar& calendar);

// The beginning and the end of the row that `interval`, which is within `time`, falls into. Hours
// are counted from the beginning of the day.
std::pair<WallTime, WallTime> RowOf(const ReportTime& time, WallTime interval);

// Sums by row and name, in the order of the report.
template <typename Counters>
using ReportSums = std::map<std::pair<WallTime, std::string>, Counters>;

}  // namespace jackfield::grpc_api
