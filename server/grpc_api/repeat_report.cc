#include "server/grpc_api/repeat_report.h"

#include "server/grpc_api/call_report.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

// Counts a caller as of `row`. Returns whether it was not in any row, and not in this one.
std::pair<bool, bool> CountIn(std::optional<WallTime>& counted, WallTime row) {
  const std::pair<bool, bool> fresh{!counted, counted != row};
  counted = row;
  return fresh;
}

}  // namespace

Status RepeatReport::Take(const LoggedCall& call) {
  const bool from_outside = call.direction == exchange::Direction::kInbound;
  if (!from_outside || call.withheld || call.party.empty()) return {};
  const auto [known, fresh] = callers_.try_emplace(call.party);
  if (fresh && callers_.size() > kCallersMax) {
    return FailField("TIME_RANGE_INVALID", "end_time",
                     "must leave at most 1,000,000 callers: ask for a shorter time");
  }
  Caller& caller = known->second;
  const bool repeats = !fresh && call.started - caller.called <= window_;
  caller.called = call.started;
  if (call.started < table_.time().from || !IsOfQueues(call, queues_)) return {};
  const WallTime row = table_.BeginOf(call.started);
  const auto [first, first_in_row] = CountIn(caller.row, row);
  Sum to_row{1, first_in_row ? 1 : 0, 0, 0};
  Sum to_total{1, first ? 1 : 0, 0, 0};
  if (repeats) {
    const auto [first_repeat, first_repeat_in_row] = CountIn(caller.repeat_row, row);
    to_row.repeat_calls = to_total.repeat_calls = 1;
    to_row.repeat_callers = first_repeat_in_row ? 1 : 0;
    to_total.repeat_callers = first_repeat ? 1 : 0;
  }
  return table_.Add(call.started, {}, to_row, to_total);
}

RepeatReport::Sum& RepeatReport::Sum::operator+=(const Sum& more) {
  calls += more.calls;
  callers += more.callers;
  repeat_calls += more.repeat_calls;
  repeat_callers += more.repeat_callers;
  return *this;
}

void RepeatReport::Fill(WallTime now, v1::GetRepeatCallerReportResponse& response) const {
  const auto fill = [&](const ReportTime& time, const auto& sum, v1::RepeatCallerReportRow& row) {
    const auto [begin, end] = RowOf(time, sum.first.first);
    *row.mutable_start_time() = ToProto(begin);
    *row.mutable_end_time() = ToProto(end);
    row.set_call_count(sum.second.calls);
    row.set_caller_count(sum.second.callers);
    row.set_repeat_call_count(sum.second.repeat_calls);
    row.set_repeat_caller_count(sum.second.repeat_callers);
    row.set_repeat_call_ratio(static_cast<double>(sum.second.repeat_calls) /
                              static_cast<double>(sum.second.calls));  // No row is of no call.
    row.set_open(end > now);
  };
  for (const auto& sum : table_.rows()) fill(table_.time(), sum, *response.add_rows());
  for (const auto& sum : table_.totals()) {
    fill(WholeOf(table_.time()), sum, *response.add_totals());
  }
}

}  // namespace jackfield::grpc_api
