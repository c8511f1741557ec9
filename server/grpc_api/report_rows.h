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

// Which row of a report a time falls into. Functions are pure.
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

// RowOf() for many times, most of which fall into the row of the one before.
//
// Thread safety: none; one per report.
class RowFinder {
 public:
  explicit RowFinder(ReportTime time) : time_(std::move(time)) {}

  // The beginning of the row of `at`, which is within the report.
  WallTime BeginOf(WallTime at);

 private:
  const ReportTime time_;
  std::pair<WallTime, WallTime> row_;  // The last one; empty at first.
};

// How many rows a report that is read from the log of interactions may have.
inline constexpr std::size_t kLogReportRowsMax = 20'000;

// That a report has more: kInvalidArgument (TIME_RANGE_INVALID).
Status TooManyRows();

// The same time as one row.
ReportTime WholeOf(ReportTime time);

// The sums of a report on calls, which come in the order of time: one for each row and key, and one
// for each key over the whole time.
//
// Thread safety: none; one per report.
template <typename Key, typename Sum>
class ReportTable {
 public:
  using Rows = std::map<std::pair<WallTime, Key>, Sum>;

  explicit ReportTable(const ReportTime& time) : time_(time), finder_(time) {}

  // Adds to the sum of the row of `at`, and to that of the whole time.
  // Errors: kInvalidArgument (TIME_RANGE_INVALID): too many rows.
  Status Add(WallTime at, const Key& key, const Sum& to_row, const Sum& to_total) {
    const auto [row, fresh] = rows_.try_emplace({BeginOf(at), key});
    if (fresh && rows_.size() > kLogReportRowsMax) return TooManyRows();
    row->second += to_row;
    totals_[{time_.from, key}] += to_total;
    return {};
  }

  // The beginning of the row of `at`.
  WallTime BeginOf(WallTime at) { return finder_.BeginOf(at); }

  const ReportTime& time() const { return time_; }
  const Rows& rows() const { return rows_; }
  const Rows& totals() const { return totals_; }

 private:
  const ReportTime time_;
  RowFinder finder_;
  Rows rows_;
  Rows totals_;
};

// Sums by row and name, in the order of the report.
template <typename Counters>
using ReportSums = std::map<std::pair<WallTime, std::string>, Counters>;

}  // namespace jackfield::grpc_api
