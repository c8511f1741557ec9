#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "jackfield/v1/report_service.pb.h"

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/grpc_api/report_rows.h"
#include "server/ports/call_log.h"

// Reports on calls, as folds over the log of interactions.
namespace jackfield::grpc_api {

// Whether the call was in one of `queues`; empty: any call is meant.
//
// Thread safety: pure function.
bool IsOfQueues(const LoggedCall& call, const std::set<std::string>& queues);

// How calls ended, by direction.
//
// Thread safety: none; one per report.
class CallReport {
 public:
  CallReport(const ReportTime& time, std::set<std::string> queues)
      : table_(time), queues_(std::move(queues)) {}

  // `call` is within the time. Errors: those of ReportTable::Add().
  Status Take(const LoggedCall& call);

  // `now`: what ends later is open.
  void Fill(WallTime now, v1::GetCallReportResponse& response) const;

 private:
  struct Sum {
    std::map<CallResult, std::int64_t> results;
    std::int64_t identified = 0;
    std::int64_t withheld = 0;
    Duration talk{0};
    Duration waited{0};

    Sum& operator+=(const Sum& more);
  };
  using Table = ReportTable<exchange::Direction, Sum>;

  static v1::CallReportRow ToRow(const ReportTime& time, const Table::Rows::value_type& sum,
                                 WallTime now);

  Table table_;
  const std::set<std::string> queues_;
};

// What calls were about. A call with several dispositions counts with each of them.
//
// Thread safety: none; one per report.
class DispositionReport {
 public:
  DispositionReport(const ReportTime& time, std::set<std::string> queues)
      : table_(time), queues_(std::move(queues)) {}

  // `call` is within the time. Errors: those of ReportTable::Add().
  Status Take(const LoggedCall& call);

  // `labels` by code; a code without one is its own label.
  void Fill(WallTime now, const std::map<std::string, std::string>& labels,
            v1::GetDispositionReportResponse& response) const;

 private:
  struct Sum {
    std::int64_t calls = 0;
    Duration talk{0};

    Sum& operator+=(const Sum& more);
  };

  Status Add(const LoggedCall& call, const std::string& disposition);

  ReportTable<std::string, Sum> table_;
  const std::set<std::string> queues_;
};

}  // namespace jackfield::grpc_api
