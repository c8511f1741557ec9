#include "server/grpc_api/missed_report.h"

#include <algorithm>

#include "server/grpc_api/call_report.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

bool IsTalk(const LoggedCall& call) {
  return call.direction != exchange::Direction::kInternal &&
         (call.talks || call.result == CallResult::kAnswered);
}

bool IsMissed(const LoggedCall& call) {
  return call.direction == exchange::Direction::kInbound && call.result != CallResult::kNone &&
         call.result != CallResult::kAnswered;
}

}  // namespace

Status MissedReport::Take(const LoggedCall& call) {
  if (IsTalk(call)) {
    Recover(call.party, call);
    Recover(call.number_party, call);
    return {};
  }
  const bool within = call.started < table_.time().until;
  if (!within || !IsMissed(call) || !IsOfQueues(call, queues_)) return {};
  if (missed_.size() >= kMissedMax) {
    return FailField("TIME_RANGE_INVALID", "end_time",
                     "must leave at most 500,000 missed calls: ask for a shorter time");
  }
  const std::size_t place = missed_.size();
  missed_.push_back({.call = call.call, .started = call.started, .known = !call.party.empty()});
  for (const std::string* party : {&call.party, &call.number_party}) {
    if (!party->empty()) waiting_[*party].push_back(place);
  }
  return {};
}

// M1.
void MissedReport::Recover(const std::string& party, const LoggedCall& talk) {
  const auto waiting = waiting_.find(party);
  if (party.empty() || waiting == waiting_.end()) return;
  for (const std::size_t place : waiting->second) {
    Missed& missed = missed_[place];
    const Duration after = talk.started - missed.started;
    if (missed.recovered_after || after > window_) continue;
    missed.recovered_after = after;
    missed.recovered_by = talk.direction;
  }
  waiting_.erase(waiting);
}

std::vector<CallId> MissedReport::Unrecovered() const {
  std::vector<CallId> calls;
  for (auto missed = missed_.rbegin(); missed != missed_.rend(); ++missed) {
    if (calls.size() >= kUnrecoveredMax) break;
    if (!missed->recovered_after) calls.push_back(missed->call);
  }
  return calls;
}

MissedReport::Sum MissedReport::SumOf(const Missed& missed, WallTime now) const {
  Sum sum;
  sum.missed = 1;
  if (missed.recovered_after) {
    const bool called_back = missed.recovered_by == exchange::Direction::kOutbound;
    (called_back ? sum.recovered_outbound : sum.recovered_inbound) = 1;
    sum.recovery = *missed.recovered_after;
  } else {
    const bool time_left = missed.known && missed.started + window_ > now;
    (time_left ? sum.pending : sum.remaining) = 1;
  }
  return sum;
}

Status MissedReport::Fill(WallTime now, v1::GetMissedCallReportResponse& response) {
  for (const Missed& missed : missed_) {
    const Sum sum = SumOf(missed, now);
    if (const Status added = table_.Add(missed.started, {}, sum, sum); !added) return added;
  }
  for (const auto& sum : table_.rows()) *response.add_rows() = ToRow(table_.time(), sum, now);
  for (const auto& sum : table_.totals()) {
    *response.add_totals() = ToRow(WholeOf(table_.time()), sum, now);
  }
  return {};
}

v1::MissedCallReportRow MissedReport::ToRow(const ReportTime& time,
                                            const Table::Rows::value_type& sum, WallTime now) {
  const auto [begin, end] = RowOf(time, sum.first.first);
  v1::MissedCallReportRow row;
  *row.mutable_start_time() = ToProto(begin);
  *row.mutable_end_time() = ToProto(end);
  const Sum& counts = sum.second;
  const std::int64_t recovered = counts.recovered_inbound + counts.recovered_outbound;
  row.set_missed_count(counts.missed);
  row.set_recovered_count(recovered);
  row.set_recovered_inbound_count(counts.recovered_inbound);
  row.set_recovered_outbound_count(counts.recovered_outbound);
  row.set_remaining_count(counts.remaining);
  row.set_pending_count(counts.pending);
  if (recovered > 0) {
    *row.mutable_recovery_mean_duration() = ToProto(counts.recovery / recovered);
  }
  row.set_open(end > now || counts.pending > 0);
  return row;
}

MissedReport::Sum& MissedReport::Sum::operator+=(const Sum& more) {
  missed += more.missed;
  recovered_inbound += more.recovered_inbound;
  recovered_outbound += more.recovered_outbound;
  remaining += more.remaining;
  pending += more.pending;
  recovery += more.recovery;
  return *this;
}

}  // namespace jackfield::grpc_api
