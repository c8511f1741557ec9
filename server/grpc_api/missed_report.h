#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "jackfield/v1/report_service.pb.h"

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/grpc_api/report_rows.h"
#include "server/ports/call_log.h"

namespace jackfield::grpc_api {

// Calls from outside that nobody answered, and whether the caller was reached later, as a fold over
// the log of interactions.
//
// Rules:
//  M1. The first talk after a missed call, of the same customer or the same number, recovers it.
//      Why both: who was missed may have become a customer since, or the record merged.
//
// Thread safety: none; one per report.
class MissedReport {
 public:
  static constexpr std::size_t kMissedMax = 500'000;
  static constexpr std::size_t kUnrecoveredMax = 500;

  MissedReport(const ReportTime& time, std::set<std::string> queues, Duration window)
      : table_(time), queues_(std::move(queues)), window_(window) {}

  // Until when the log is to be read, from the beginning of the report on.
  WallTime until() const { return table_.time().until + window_; }

  // Takes the calls of that time, in order.
  // Errors: kInvalidArgument (TIME_RANGE_INVALID): more than kMissedMax missed calls.
  Status Take(const LoggedCall& call);

  // The newest of the missed calls that have not been recovered, at most kUnrecoveredMax.
  std::vector<CallId> Unrecovered() const;

  // Errors: those of ReportTable::Add().
  Status Fill(WallTime now, v1::GetMissedCallReportResponse& response);

 private:
  struct Missed {
    CallId call;
    WallTime started{};
    bool known = false;  // Who called.
    std::optional<Duration> recovered_after;
    exchange::Direction recovered_by = exchange::Direction::kUnknown;
  };
  struct Sum {
    std::int64_t missed = 0;
    std::int64_t recovered_inbound = 0;
    std::int64_t recovered_outbound = 0;
    std::int64_t remaining = 0;
    std::int64_t pending = 0;
    Duration recovery{0};

    Sum& operator+=(const Sum& more);
  };
  using Table = ReportTable<std::monostate, Sum>;

  void Recover(const std::string& party, const LoggedCall& talk);
  Sum SumOf(const Missed& missed, WallTime now) const;
  static v1::MissedCallReportRow ToRow(const ReportTime& time, const Table::Rows::value_type& sum,
                                       WallTime now);

  Table table_;
  const std::set<std::string> queues_;
  const Duration window_;
  std::vector<Missed> missed_;  // In order.
  // By customer or number: the places in `missed_` of those that nobody has talked with since.
  std::unordered_map<std::string, std::vector<std::size_t>> waiting_;
};

}  // namespace jackfield::grpc_api
