#include "server/grpc_api/alert_calls.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

#include "server/grpc_api/alert_mapping.h"
#include "server/grpc_api/ask_engine.h"
#include "server/grpc_api/audit.h"
#include "server/grpc_api/paging.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/time_mapping.h"
#include "server/grpc_api/worker_pool.h"
#include "server/ports/engine.h"
#include "server/security/principal.h"

namespace jackfield::grpc_api {
namespace {

// What of `request` `principal` may see. Errors: kInvalidArgument (FIELD_INVALID,
// TIME_RANGE_INVALID); kNotFound (QUEUE_NOT_FOUND) of a queue that is not the kiosk's.
Result<AlertFilter> FilterOf(const v1::ListAlertsRequest& request,
                             const security::Principal& principal) {
  AlertFilter filter;
  filter.queues = principal.queues;  // R1
  filter.figures_only = !principal.roles.Contains(security::Role::kSupervisor) &&
                        !principal.roles.Contains(security::Role::kAdmin);  // R3
  filter.raised_only = request.raised_only();
  if (request.has_start_time()) filter.from = FromProto(request.start_time());
  if (request.has_end_time()) filter.until = FromProto(request.end_time());
  if (filter.from && filter.until && *filter.until <= *filter.from) {
    return FailField("TIME_RANGE_INVALID", "end_time", "must be after start_time");
  }
  Result<std::string> queue = OptionalIdOf("queue", "queues", request.queue());
  if (!queue) return Fail(queue);
  if (queue->empty()) return filter;
  const auto& may = filter.queues;
  if (!may.empty() && std::find(may.begin(), may.end(), *queue) == may.end()) {
    return Fail(ErrorCode::kNotFound, "QUEUE_NOT_FOUND", "there is no such queue");
  }
  filter.queues = {*std::move(queue)};
  return filter;
}

// `work` on a worker, which finishes `call`.
void PostOrRefuse(WorkerPool& workers, const UnaryCallPtr& call, std::function<void()> work) {
  if (workers.Post(std::move(work))) return;
  call->Finish(Fail(ErrorCode::kResourceExhausted, "STORE_BUSY", "too many calls wait"));
}

}  // namespace

void AlertCalls::List(const UnaryCallPtr& call, const v1::ListAlertsRequest& request,
                      v1::ListAlertsResponse& response) const {
  const Result<std::size_t> size = PageSize(request.page_size(), {});
  if (!size) return call->Finish(Fail(size));
  const Result<AlertFilter> filter = FilterOf(request, call->principal());
  if (!filter) return call->Finish(Fail(filter));
  const bool kiosk = call->principal().roles.Contains(security::Role::kKiosk);
  const AlertPeople people = kiosk ? AlertPeople::kHidden : AlertPeople::kShown;
  const auto list = [this, call, &request, &response, size = *size, filter = *filter, people] {
    const Result<AlertPage> page = parts_.ports.alerts.List(filter, size, request.page_token());
    if (!page) return call->Finish(Fail(page));
    for (const AlertRow& row : page->alerts) *response.add_alerts() = ToProto(row, people);
    response.set_next_page_token(page->next_page_token);
    call->Finish({});
  };
  if (request.queue().empty()) return PostOrRefuse(parts_.workers, call, list);
  AskEngine(
      parts_.ports.engine,
      [this, call, list, queue = filter->queues.front()](const exchange::State& state) {
        if (!state.queue_names.contains(queue)) {
          return call->Finish(
              Fail(ErrorCode::kNotFound, "QUEUE_NOT_FOUND", "there is no such queue"));
        }
        PostOrRefuse(parts_.workers, call, list);
      },
      [call](const Error& error) { call->Finish(tl::unexpected<Error>(error)); });
}

void AlertCalls::Acknowledge(const UnaryCallPtr& call, const v1::AcknowledgeAlertRequest& request,
                             v1::AcknowledgeAlertResponse& response) const {
  const Result<AlertId> id = AlertIdOf("name", request.name());
  if (!id) return call->Finish(Fail(id));
  const Result<AlertRow> row = parts_.ports.alerts.Get(*id);
  if (!row) return call->Finish(Fail(row));
  const auto claim = parts_.requests.Begin(call, request, response);
  if (!claim) return call->Finish(Fail(claim));
  if (*claim == nullptr) return call->Finish({});
  if (row->alert.cleared || row->alert.acknowledged) {  // R2
    return Answer(call, *id, response, *claim);
  }
  const Status audited = Audit(parts_, call, {"alerts.acknowledge", request.name(), row->queue});
  if (!audited) return call->Finish(audited);
  parts_.ports.engine.Command(
      exchange::AcknowledgeAlert{*id, call->principal().name()},
      [this, call, id = *id, claim = *claim, &response](const Status& status) {
        // It may have been cleared meanwhile: R2.
        if (!status && status.error().code != ErrorCode::kNotFound) return call->Finish(status);
        PostOrRefuse(parts_.workers, call,
                     [this, call, id, claim, &response] { Answer(call, id, response, claim); });
      });
}

void AlertCalls::Answer(const UnaryCallPtr& call, AlertId id,
                        v1::AcknowledgeAlertResponse& response,
                        const RequestLog::ClaimPtr& claim) const {
  const Result<AlertRow> row = parts_.ports.alerts.Get(id);
  if (!row) return call->Finish(Fail(row));
  *response.mutable_alert() = ToProto(*row, AlertPeople::kShown);
  call->Finish(claim->Keep(response));
}

}  // namespace jackfield::grpc_api
