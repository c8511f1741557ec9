#include "server/grpc_api/call_report.h"

#include <algorithm>

#include "server/grpc_api/call_mapping.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {

bool IsOfQueues(const LoggedCall& call, const std::set<std::string>& queues) {
  return queues.empty() || std::any_of(call.queues.begin(), call.queues.end(),
                                       [&](const auto& queue) { return queues.contains(queue); });
}

Status CallReport::Take(const LoggedCall& call) {
  if (!IsOfQueues(call, queues_)) return {};
  Sum one;
  one.results[call.result] = 1;
  one.identified = call.identified ? 1 : 0;
  one.withheld = call.withheld ? 1 : 0;
  one.talk = call.talk;
  one.waited = call.waited;
  return table_.Add(call.started, call.direction, one, one);
}

CallReport::Sum& CallReport::Sum::operator+=(const Sum& more) {
  for (const auto& [result, count] : more.results) results[result] += count;
  identified += more.identified;
  withheld += more.withheld;
  talk += more.talk;
  waited += more.waited;
  return *this;
}

v1::CallReportRow CallReport::ToRow(const ReportTime& time, const Table::Rows::value_type& sum,
                                    WallTime now) {
  const auto [begin, end] = RowOf(time, sum.first.first);
  v1::CallReportRow row;
  *row.mutable_start_time() = ToProto(begin);
  *row.mutable_end_time() = ToProto(end);
  row.set_direction(ToProto(sum.first.second));
  std::int64_t calls = 0;
  const auto take = [&](CallResult result) {
    const auto found = sum.second.results.find(result);
    const std::int64_t count = found == sum.second.results.end() ? 0 : found->second;
    calls += count;
    return count;
  };
  row.set_answered_count(take(CallResult::kAnswered));
  row.set_abandoned_count(take(CallResult::kAbandoned));
  row.set_unanswered_count(take(CallResult::kUnanswered));
  row.set_refused_count(take(CallResult::kRefused));
  row.set_lost_count(take(CallResult::kLost));
  row.set_left_count(take(CallResult::kLeft));
  row.set_open_count(take(CallResult::kNone));
  row.set_call_count(calls);
  row.set_identified_count(sum.second.identified);
  row.set_withheld_count(sum.second.withheld);
  *row.mutable_talk_duration() = ToProto(sum.second.talk);
  *row.mutable_wait_duration() = ToProto(sum.second.waited);
  row.set_open(end > now || row.open_count() > 0);
  return row;
}

void CallReport::Fill(WallTime now, v1::GetCallReportResponse& response) const {
  for (const auto& sum : table_.rows()) *response.add_rows() = ToRow(table_.time(), sum, now);
  for (const auto& sum : table_.totals()) {
    *response.add_totals() = ToRow(WholeOf(table_.time()), sum, now);
  }
}

Status DispositionReport::Take(const LoggedCall& call) {
  if (!IsOfQueues(call, queues_)) return {};
  // The empty code is for those that an agent could have given one to.
  const bool answered =
      call.direction == exchange::Direction::kInbound && call.result == CallResult::kAnswered;
  if (call.dispositions.empty() && answered) return Add(call, "");
  for (const std::string& disposition : call.dispositions) {
    if (const Status added = Add(call, disposition); !added) return added;
  }
  return {};
}

Status DispositionReport::Add(const LoggedCall& call, const std::string& disposition) {
  const Sum one{1, call.talk};
  return table_.Add(call.started, disposition, one, one);
}

DispositionReport::Sum& DispositionReport::Sum::operator+=(const Sum& more) {
  calls += more.calls;
  talk += more.talk;
  return *this;
}

void DispositionReport::Fill(WallTime now, const std::map<std::string, std::string>& labels,
                             v1::GetDispositionReportResponse& response) const {
  const auto fill = [&](const ReportTime& time, const auto& sum, v1::DispositionReportRow& row) {
    const auto [begin, end] = RowOf(time, sum.first.first);
    *row.mutable_start_time() = ToProto(begin);
    *row.mutable_end_time() = ToProto(end);
    row.set_disposition(sum.first.second);
    const auto label = labels.find(sum.first.second);
    row.set_disposition_label(label == labels.end() ? sum.first.second : label->second);
    row.set_call_count(sum.second.calls);
    *row.mutable_talk_duration() = ToProto(sum.second.talk);
    row.set_open(end > now);
  };
  for (const auto& sum : table_.rows()) fill(table_.time(), sum, *response.add_rows());
  for (const auto& sum : table_.totals()) {
    fill(WholeOf(table_.time()), sum, *response.add_totals());
  }
}

}  // namespace jackfield::grpc_api
