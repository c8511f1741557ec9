#include "server/grpc_api/gate.h"

#include <chrono>
#include <memory>
#include <utility>

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "server/ports/api_figures.h"
#include "server/security/method_rules.h"
#include "server/security/tokens.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::string_view kPackage = "/jackfield.v1.";

std::string FullName(std::string_view method) {
  return std::string(kPackage) + std::string(method);
}

bool IsForEverybody(std::string_view method) {
  const security::MethodRule* rule = security::FindMethodRule(FullName(method));
  return rule != nullptr && rule->access == security::MethodRule::Access::kEverybody;
}

Error TooBusy() {
  return {ErrorCode::kResourceExhausted, "too many calls wait for the store", "STORE_BUSY"};
}

}  // namespace

grpc::ServerUnaryReactor* Gate::Serve(grpc::CallbackServerContext* context, std::string_view method,
                                      Work work) {
  const Result<std::string> hash = SecretHashOf(*context);
  if (!hash || !authenticator_.Recall(*hash)) {
    return ServeOnWorker(context, method, std::move(work));
  }
  const auto call = std::make_shared<UnaryCall>(*context, method, metrics_);
  grpc::ServerUnaryReactor* const reactor = call->reactor();
  if (const Status in_time = CheckDeadline(*context); !in_time) {
    call->Finish(in_time);
  } else {
    Enter(call, method, hash, work);
  }
  return reactor;
}

grpc::ServerUnaryReactor* Gate::ServeOnWorker(grpc::CallbackServerContext* context,
                                              std::string_view method, Work work) {
  const auto call = std::make_shared<UnaryCall>(*context, method, metrics_);
  grpc::ServerUnaryReactor* const reactor = call->reactor();
  const Status in_time = CheckDeadline(*context);
  if (!in_time) {
    call->Finish(in_time);
    return reactor;
  }
  const bool posted = workers_.Post([this, call, method, work = std::move(work)] {
    Enter(call, method, SecretHashOf(call->context()), work);
  });
  if (!posted) call->Finish(TooBusy(), Duration{0});
  return reactor;
}

grpc::ServerUnaryReactor* Gate::ServeBlocking(grpc::CallbackServerContext* context,
                                              std::string_view method, BlockingWork work) {
  return ServeOnWorker(context, method, [work = std::move(work)](const UnaryCallPtr& call) {
    call->Finish(work(call));
  });
}

Result<std::string> Gate::SecretHashOf(const grpc::CallbackServerContext& context) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find("authorization");
  if (found == metadata.end()) {
    return Fail(ErrorCode::kUnauthenticated, "CREDENTIALS_MISSING", "sign in first");
  }
  const std::string_view header(found->second.data(), found->second.size());
  const Result<std::string_view> secret = security::ParseBearer(header);
  if (!secret) return Fail(secret);
  return security::SecretHash(*secret);
}

bool Gate::Admit(std::string secret_hash, std::string_view method, Admitted done) {
  return workers_.Post([this, secret_hash = std::move(secret_hash), method,
                        done = std::move(done)] { done(Identify(secret_hash, method)); });
}

void Gate::Enter(const UnaryCallPtr& call, std::string_view method, const Result<std::string>& hash,
                 const Work& work) {
  if (IsForEverybody(method)) return work(call);
  if (!hash) return call->Finish(Counted(Fail(hash)));
  Result<SharedIdentity> identity = Identify(*hash, method);
  if (!identity) return call->Finish(Fail(identity));
  call->set_identity(*std::move(identity));
  work(call);
}

Result<SharedIdentity> Gate::Identify(const std::string& secret_hash, std::string_view method) {
  Result<SharedIdentity> identity = authenticator_.Resolve(secret_hash);
  if (!identity) return Fail(Counted(Fail(identity)));
  const Status may = security::CheckMayCall(&(*identity)->principal, FullName(method));
  if (!may) return Fail(Counted(may));
  return identity;
}

Status Gate::CheckDeadline(const grpc::CallbackServerContext& context) const {
  const auto deadline = context.deadline();
  const auto latest = clock_.WallNow() + kDeadlineMax + kDeadlineSlack;
  if (deadline <= std::chrono::system_clock::time_point(latest)) return {};
  return Fail(ErrorCode::kInvalidArgument, "DEADLINE_REQUIRED", "set a deadline of at most 30 s");
}

Status Gate::Counted(Status status) {
  if (!status) {
    metrics_.Count(figures::kApiRefusedTotal, "reason=" + status.error().reason);
  }
  return status;
}

}  // namespace jackfield::grpc_api
