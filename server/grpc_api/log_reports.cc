#include "server/grpc_api/log_reports.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <grpcpp/server_context.h>

#include "server/grpc_api/call_report.h"
#include "server/grpc_api/configuration_book.h"
#include "server/grpc_api/missed_report.h"
#include "server/grpc_api/pop_cards.h"
#include "server/grpc_api/queue_watch.h"
#include "server/grpc_api/repeat_report.h"
#include "server/grpc_api/report_rows.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/time_mapping.h"
#include "server/ports/clock.h"
#include "server/ports/interactions.h"

namespace jackfield::grpc_api {
namespace {

constexpr int kNamesMax = 64;
constexpr Duration kHour{3'600'000};
constexpr Duration kWindowMin = kHour;
constexpr Duration kWindowMax = 90 * 24 * kHour;
constexpr Duration kWindowUsual = 7 * 24 * kHour;

// What all requests have in common.
struct Question {
  ReportTime time;
  std::set<std::string> queues;
};

template <typename Request>
Result<Question> QuestionOf(const ServiceParts& parts, const Request& request) {
  auto time = ReportTimeOf(request.start_time(), request.end_time(), request.interval(),
                           parts.configuration.Current()->calendar);
  if (!time) return Fail(time);
  auto queues = QueueIdsOf(parts, request.queues());
  if (!queues) return Fail(queues);
  return Question{*std::move(time), *std::move(queues)};
}

template <typename Request>
Result<Duration> WindowOf(const Request& request) {
  if (!request.has_window_duration()) return kWindowUsual;
  const Duration window = FromProto(request.window_duration());
  if (window < kWindowMin || window > kWindowMax) {
    return FailField("FIELD_INVALID", "window_duration", "must be from 1 h to 90 days");
  }
  return window;
}

bool MaySeePersons(const security::Principal& principal) {
  return principal.roles.Meets({security::Role::kSupervisor, security::Role::kAdmin});
}

}  // namespace

Result<std::set<std::string>> QueueIdsOf(
    const ServiceParts& parts, const google::protobuf::RepeatedPtrField<std::string>& names) {
  std::set<std::string> ids;
  if (names.size() > kNamesMax) return FailField("FIELD_INVALID", "queues", "must have at most 64");
  for (const std::string& name : names) {
    Result<std::string> id = IdOf("queues", "queues", name);
    if (!id) return Fail(id);
    if (!parts.configuration.Current()->queues.contains(*id) && !parts.queues.Of(*id)) {
      const auto counted = parts.ports.interactions.HasQueue(*id);
      if (!counted) return Fail(counted);
      if (!*counted) {
        return Fail(ErrorCode::kNotFound, "QUEUE_NOT_FOUND", "there is no queue " + *id);
      }
    }
    ids.insert(*std::move(id));
  }
  return ids;
}

Status LogReports::Calls(const UnaryCallPtr& call, const v1::GetCallReportRequest& request,
                         v1::GetCallReportResponse& response) {
  auto question = QuestionOf(parts_, request);
  if (!question) return Fail(question);
  CallReport report(question->time, std::move(question->queues));
  const Status read = Read(call, question->time.from, question->time.until,
                           [&](const LoggedCall& each) { return report.Take(each); });
  if (!read) return read;
  report.Fill(parts_.ports.clock.WallNow(), response);
  return {};
}

Status LogReports::Dispositions(const UnaryCallPtr& call,
                                const v1::GetDispositionReportRequest& request,
                                v1::GetDispositionReportResponse& response) {
  auto question = QuestionOf(parts_, request);
  if (!question) return Fail(question);
  DispositionReport report(question->time, std::move(question->queues));
  const Status read = Read(call, question->time.from, question->time.until,
                           [&](const LoggedCall& each) { return report.Take(each); });
  if (!read) return read;
  std::map<std::string, std::string> labels;
  const SharedSite site = parts_.configuration.Current();  // Others may replace it meanwhile.
  for (const auto& [code, option] : site->dispositions) {
    labels.emplace(code, option.label());
  }
  report.Fill(parts_.ports.clock.WallNow(), labels, response);
  return {};
}

Status LogReports::RepeatCallers(const UnaryCallPtr& call,
                                 const v1::GetRepeatCallerReportRequest& request,
                                 v1::GetRepeatCallerReportResponse& response) {
  auto question = QuestionOf(parts_, request);
  if (!question) return Fail(question);
  const auto window = WindowOf(request);
  if (!window) return Fail(window);
  RepeatReport report(question->time, std::move(question->queues), *window);
  const Status read = Read(call, report.from(), report.until(),
                           [&](const LoggedCall& each) { return report.Take(each); });
  if (!read) return read;
  report.Fill(parts_.ports.clock.WallNow(), response);
  return {};
}

Status LogReports::MissedCalls(const UnaryCallPtr& call,
                               const v1::GetMissedCallReportRequest& request,
                               v1::GetMissedCallReportResponse& response) {
  auto question = QuestionOf(parts_, request);
  if (!question) return Fail(question);
  const auto window = WindowOf(request);
  if (!window) return Fail(window);
  MissedReport report(question->time, std::move(question->queues), *window);
  const Status read = Read(call, question->time.from, report.until(),
                           [&](const LoggedCall& each) { return report.Take(each); });
  if (!read) return read;
  if (Status filled = report.Fill(parts_.ports.clock.WallNow(), response); !filled) return filled;
  return AddUnrecovered(call, report.Unrecovered(), response);
}

// R1.
Status LogReports::Read(const UnaryCallPtr& call, WallTime from, WallTime until, const Take& take) {
  {
    const absl::MutexLock lock(&mutex_);
    if (running_ >= kRunningMax) {
      return Fail(ErrorCode::kResourceExhausted, "STORE_BUSY",
                  "two reports are being made; try again when one is done");
    }
    ++running_;
  }
  Status read = ReadSteps(call, from, until, take);
  const absl::MutexLock lock(&mutex_);
  --running_;
  return read;
}

// R2.
Status LogReports::ReadSteps(const UnaryCallPtr& call, WallTime from, WallTime until,
                             const Take& take) {
  std::optional<CallLogPlace> place = CallLogPlace{from, {}};
  while (place) {
    if (call->context().IsCancelled()) {
      return Fail(ErrorCode::kDeadlineExceeded, "nobody waits for the report any more");
    }
    const auto step = parts_.ports.interactions.ReadCalls(*place, until);
    if (!step) return Fail(step);
    for (const LoggedCall& each : step->calls) {
      if (Status taken = take(each); !taken) return taken;
    }
    place = step->next;
  }
  return {};
}

Status LogReports::AddUnrecovered(const UnaryCallPtr& call, const std::vector<CallId>& calls,
                                  v1::GetMissedCallReportResponse& response) {
  const auto rows = parts_.ports.interactions.GetCalls(calls);
  if (!rows) return Fail(rows);
  const bool persons = MaySeePersons(call->principal());
  for (const InteractionRow& row : *rows) {
    v1::UnrecoveredCall& added = *response.add_unrecovered_calls();
    added.set_interaction(NameOf("interactions", row.name));
    *added.mutable_start_time() = ToProto(row.started);
    added.set_queue(NameOf("queues", row.queue));
    Duration waited{0};
    for (const InteractionLeg& leg : row.legs) waited += leg.waited;
    *added.mutable_wait_duration() = ToProto(waited);
    if (!persons) continue;
    const v1::Caller caller = parts_.cards.CallerOf(row.caller);
    added.set_caller_display_name(caller.display_name());
    if (caller.has_number()) *added.mutable_number() = caller.number();
    added.set_customer(caller.customer());
  }
  return {};
}

}  // namespace jackfield::grpc_api
