#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>

#include "jackfield/v1/report_service.pb.h"

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/grpc_api/report_rows.h"
#include "server/ports/call_log.h"

namespace jackfield::grpc_api {

// Who called again, as a fold over the log of interactions.
//
// Thread safety: none; one per report.
class RepeatReport {
 public:
  static constexpr std::size_t kCallersMax = 1'000'000;

  RepeatReport(const ReportTime& time, std::set<std::string> queues, Duration window)
      : table_(time), queues_(std::move(queues)), window_(window) {}

  // Where the log is to be read from.
  WallTime from() const { return table_.time().from - window_; }
  WallTime until() const { return table_.time().until; }

  // Takes the calls of that time, in order.
  // Errors: kInvalidArgument (TIME_RANGE_INVALID): more than kCallersMax callers, or too many rows.
  Status Take(const LoggedCall& call);

  void Fill(WallTime now, v1::GetRepeatCallerReportResponse& response) const;

 private:
  struct Sum {
    std::int64_t calls = 0;
    std::int64_t callers = 0;
    std::int64_t repeat_calls = 0;
    std::int64_t repeat_callers = 0;

    Sum& operator+=(const Sum& more);
  };
  // Where a caller was counted last. Calls come in order: a row that is left is not met again.
  struct Caller {
    WallTime called{};
    std::optional<WallTime> row;         // By its beginning; absent: in none.
    std::optional<WallTime> repeat_row;  // The same of calls that were repeated.
  };

  ReportTable<std::monostate, Sum> table_;  // One row each.
  const std::set<std::string> queues_;
  const Duration window_;
  std::unordered_map<std::string, Caller> callers_;
};

}  // namespace jackfield::grpc_api
