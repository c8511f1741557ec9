#pragma once

#include <atomic>
#include <memory>
#include <string_view>
#include <utility>

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/grpc_api/authenticator.h"
#include "server/ports/metrics.h"

namespace grpc {
class CallbackServerContext;
class ServerUnaryReactor;
}  // namespace grpc

namespace jackfield::grpc_api {

// One unary call: who asks, and the right to answer.
//
// Rules:
//  R1. It is answered once. If everybody who could have answered is gone, it is answered with
//      kUnavailable (SERVER_STOPPING). Why: a call without an answer would keep the server from
//      stopping.
//  R2. After Finish() neither context, request nor response may be touched; gRPC frees them.
//
// Lifetime: shared by those who may answer.
//
// Thread safety: thread-safe; identity() and context() are for whoever works on the call.
class UnaryCall {
 public:
  // `method` is a literal, "DeskService/GetDesk".
  UnaryCall(grpc::CallbackServerContext& context, std::string_view method, Metrics& metrics);
  ~UnaryCall();

  UnaryCall(const UnaryCall&) = delete;
  UnaryCall& operator=(const UnaryCall&) = delete;

  void Finish(const Status& status);
  // With a delay for RetryInfo.
  void Finish(const Error& error, Duration retry_delay);

  void set_identity(SharedIdentity identity) { identity_ = std::move(identity); }
  // nullptr for methods that need no credentials.
  const SharedIdentity& identity() const { return identity_; }
  const security::Principal& principal() const { return identity_->principal; }
  std::string_view method() const { return method_; }
  grpc::CallbackServerContext& context() const { return context_; }
  grpc::ServerUnaryReactor* reactor() const { return reactor_; }

 private:
  grpc::CallbackServerContext& context_;
  grpc::ServerUnaryReactor* reactor_;  // Of the context.
  const std::string_view method_;
  Metrics& metrics_;
  SharedIdentity identity_;
  std::atomic<bool> finished_ = false;
};
using UnaryCallPtr = std::shared_ptr<UnaryCall>;

}  // namespace jackfield::grpc_api
