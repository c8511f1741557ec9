#include "server/grpc_api/unary_call.h"

#include <string>

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "server/grpc_api/status_mapping.h"
#include "server/ports/api_figures.h"

namespace jackfield::grpc_api {

UnaryCall::UnaryCall(grpc::CallbackServerContext& context, std::string_view method,
                     Metrics& metrics)
    : context_(context), reactor_(context.DefaultReactor()), method_(method), metrics_(metrics) {}

UnaryCall::~UnaryCall() {
  Finish(Fail(ErrorCode::kUnavailable, "SERVER_STOPPING", "nobody was left to answer"));
}

void UnaryCall::Finish(const Status& status) {
  if (status) {
    // acq_rel: what was written to the response comes before the answer.
    if (finished_.exchange(true, std::memory_order_acq_rel)) return;
    metrics_.Count(figures::kApiCallsTotal, "method=" + std::string(method_) + ",code=0");
    reactor_->Finish(grpc::Status::OK);
  } else {
    Finish(status.error(), Duration{0});
  }
}

void UnaryCall::Finish(const Error& error, Duration retry_delay) {
  // acq_rel: as above.
  if (finished_.exchange(true, std::memory_order_acq_rel)) return;
  const grpc::Status status = ToGrpcStatus(error, retry_delay);
  metrics_.Count(figures::kApiCallsTotal,
                 "method=" + std::string(method_) +
                     ",code=" + std::to_string(static_cast<int>(status.error_code())));
  reactor_->Finish(status);
}

}  // namespace jackfield::grpc_api
