#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include <grpcpp/server_context.h>

#include "jackfield/v1/report_service.grpc.pb.h"

#include "server/exchange/counter_sums.h"
#include "server/grpc_api/configuration_book.h"
#include "server/grpc_api/gate.h"
#include "server/grpc_api/log_reports.h"
#include "server/grpc_api/paging.h"
#include "server/grpc_api/queue_mapping.h"
#include "server/grpc_api/report_rows.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/services.h"
#include "server/grpc_api/time_mapping.h"
#include "server/ports/clock.h"
#include "server/ports/interactions.h"

namespace jackfield::grpc_api {
namespace {

constexpr PageLimits kPage{1'000, 5'000};
constexpr int kNamesMax = 64;

// The key of a row in page tokens: its time, then its name.
std::string KeyOf(const std::pair<WallTime, std::string>& row) {
  std::string time = std::to_string(row.first.time_since_epoch().count());
  return std::string(15 - std::min<std::size_t>(15, time.size()), '0') + time + "/" + row.second;
}

template <typename Counters, typename Rows, typename NameOfRow>
ReportSums<Counters> SumsOf(const Rows& rows, const ReportTime& time,
                            const std::set<std::string>& wanted, NameOfRow name) {
  ReportSums<Counters> sums;
  for (const auto& row : rows) {
    if (!wanted.empty() && !wanted.contains(name(row))) continue;
    AddTo(sums[{RowOf(time, row.interval).first, name(row)}], row.counters);
  }
  return sums;
}

// Thread safety: thread-safe.
class ReportServiceImpl final : public v1::ReportService::CallbackService {
 public:
  explicit ReportServiceImpl(const ServiceParts& parts) : parts_(parts), log_reports_(parts) {}

  grpc::ServerUnaryReactor* GetQueueReport(grpc::CallbackServerContext* context,
                                           const v1::GetQueueReportRequest* request,
                                           v1::GetQueueReportResponse* response) override {
    return parts_.gate.ServeBlocking(
        context, "ReportService/GetQueueReport",
        [this, request, response](const UnaryCallPtr&) { return Queues(*request, *response); });
  }

  grpc::ServerUnaryReactor* GetAgentReport(grpc::CallbackServerContext* context,
                                           const v1::GetAgentReportRequest* request,
                                           v1::GetAgentReportResponse* response) override {
    return parts_.gate.ServeBlocking(
        context, "ReportService/GetAgentReport",
        [this, request, response](const UnaryCallPtr&) { return Agents(*request, *response); });
  }

  grpc::ServerUnaryReactor* GetCallReport(grpc::CallbackServerContext* context,
                                          const v1::GetCallReportRequest* request,
                                          v1::GetCallReportResponse* response) override {
    return parts_.gate.ServeBlocking(context, "ReportService/GetCallReport",
                                     [this, request, response](const UnaryCallPtr& call) {
                                       return log_reports_.Calls(call, *request, *response);
                                     });
  }

  grpc::ServerUnaryReactor* GetDispositionReport(
      grpc::CallbackServerContext* context, const v1::GetDispositionReportRequest* request,
      v1::GetDispositionReportResponse* response) override {
    return parts_.gate.ServeBlocking(context, "ReportService/GetDispositionReport",
                                     [this, request, response](const UnaryCallPtr& call) {
                                       return log_reports_.Dispositions(call, *request, *response);
                                     });
  }

  grpc::ServerUnaryReactor* GetRepeatCallerReport(
      grpc::CallbackServerContext* context, const v1::GetRepeatCallerReportRequest* request,
      v1::GetRepeatCallerReportResponse* response) override {
    return parts_.gate.ServeBlocking(context, "ReportService/GetRepeatCallerReport",
                                     [this, request, response](const UnaryCallPtr& call) {
                                       return log_reports_.RepeatCallers(call, *request, *response);
                                     });
  }

  grpc::ServerUnaryReactor* GetMissedCallReport(
      grpc::CallbackServerContext* context, const v1::GetMissedCallReportRequest* request,
      v1::GetMissedCallReportResponse* response) override {
    return parts_.gate.ServeBlocking(context, "ReportService/GetMissedCallReport",
                                     [this, request, response](const UnaryCallPtr& call) {
                                       return log_reports_.MissedCalls(call, *request, *response);
                                     });
  }

 private:
  Status Queues(const v1::GetQueueReportRequest& request, v1::GetQueueReportResponse& response) {
    const auto ids = QueueIdsOf(parts_, request.queues());
    if (!ids) return Fail(ids);
    const SharedSite site = parts_.configuration.Current();
    const Result<ReportTime> time =
        ReportTimeOf(request.start_time(), request.end_time(), request.interval(), site->calendar);
    if (!time) return Fail(time);
    const auto rows = parts_.ports.interactions.QueueIntervals(time->from, time->until);
    if (!rows) return Fail(rows);
    const auto name = [](const QueueIntervalRow& row) { return row.queue; };
    const auto make = [&site](const auto& sum) {
      v1::QueueReportRow row;
      row.set_queue(NameOf("queues", sum.first.second));
      const auto known = site->queues.find(sum.first.second);
      row.set_queue_display_name(known == site->queues.end() ? sum.first.second
                                                             : known->second.display_name());
      return row;
    };
    return Fill<exchange::QueueCounters>(
        request, *time,
        [&](const ReportTime& by) {
          return SumsOf<exchange::QueueCounters>(*rows, by, *ids, name);
        },
        make, response);
  }

  Status Agents(const v1::GetAgentReportRequest& request, v1::GetAgentReportResponse& response) {
    const auto ids = AgentIdsOf(request.agents());
    if (!ids) return Fail(ids);
    const SharedSite site = parts_.configuration.Current();
    const Result<ReportTime> time =
        ReportTimeOf(request.start_time(), request.end_time(), request.interval(), site->calendar);
    if (!time) return Fail(time);
    const auto rows = parts_.ports.interactions.AgentIntervals(time->from, time->until);
    if (!rows) return Fail(rows);
    const auto name = [](const AgentIntervalRow& row) { return row.agent; };
    const auto make = [&site](const auto& sum) {
      v1::AgentReportRow row;
      row.set_agent(NameOf("agents", sum.first.second));
      const auto known = site->agents.find(sum.first.second);
      row.set_agent_display_name(known == site->agents.end() ? sum.first.second : known->second);
      for (const auto& agent : site->configuration.agents()) {
        if (agent.login() == sum.first.second) row.set_team(agent.team());
      }
      return row;
    };
    return Fill<exchange::AgentCounters>(
        request, *time,
        [&](const ReportTime& by) {
          return SumsOf<exchange::AgentCounters>(*rows, by, *ids, name);
        },
        make, response);
  }

  // The page of rows, and on the first one the totals.
  template <typename Counters, typename Request, typename Sums, typename Make, typename Response>
  Status Fill(const Request& request, const ReportTime& time, Sums sums_by, Make make,
              Response& response) {
    const Result<std::size_t> size = PageSize(request.page_size(), kPage);
    if (!size) return Fail(size);
    const ReportSums<Counters> sums = sums_by(time);
    response.set_next_page_token(FillPage(
        sums, request.page_token(), *size, [](const auto& sum) { return KeyOf(sum.first); },
        [&](const auto& sum) { *response.add_rows() = Finished(make(sum), time, sum); }));
    if (!request.page_token().empty()) return {};
    const ReportTime whole = WholeOf(time);
    for (const auto& sum : sums_by(whole)) {
      *response.add_totals() = Finished(make(sum), whole, sum);
    }
    return {};
  }

  template <typename Row, typename Sum>
  Row Finished(Row row, const ReportTime& time, const Sum& sum) const {
    const auto [begin, end] = RowOf(time, sum.first.first);
    *row.mutable_start_time() = ToProto(begin);
    *row.mutable_end_time() = ToProto(end);
    *row.mutable_counts() = ToCounts(sum.second);
    *row.mutable_ratios() = ToRatios(sum.second);
    row.set_open(end > parts_.ports.clock.WallNow());
    return row;
  }

  // Those that are asked for; empty: all.
  // Errors: kInvalidArgument (FIELD_INVALID), kNotFound (AGENT_NOT_FOUND).
  Result<std::set<std::string>> AgentIdsOf(
      const google::protobuf::RepeatedPtrField<std::string>& names) {
    std::set<std::string> ids;
    if (names.size() > kNamesMax) {
      return FailField("FIELD_INVALID", "agents", "must have at most 64");
    }
    for (const std::string& name : names) {
      Result<std::string> id = IdOf("agents", "agents", name);
      if (!id) return Fail(id);
      if (!parts_.configuration.Current()->agents.contains(*id)) {
        const auto counted = parts_.ports.interactions.HasAgent(*id);
        if (!counted) return Fail(counted);
        if (!*counted) {
          return Fail(ErrorCode::kNotFound, "AGENT_NOT_FOUND", "there is no agent " + *id);
        }
      }
      ids.insert(*std::move(id));
    }
    return ids;
  }

  const ServiceParts parts_;
  LogReports log_reports_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeReportService(const ServiceParts& parts) {
  return std::make_unique<ReportServiceImpl>(parts);
}

}  // namespace jackfield::grpc_api
