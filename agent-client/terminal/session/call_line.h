#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include "agent-client/connection/rpc_error.h"
#include "agent-client/connection/server_connection.h"
#include "agent-client/terminal/session/desk_calls.h"

namespace jackfield::client {

// What a call needs until it ends.
//
// Thread safety: none; one per call.
template <typename Service, typename Request, typename Response>
struct Flight {
  std::shared_ptr<grpc::ClientContext> context;
  std::unique_ptr<typename Service::Stub> stub;
  Request request;
  Response response;
};

// What a call that failed is answered with.
inline Error ErrorOf(const grpc::Status& status) {
  Error error = ToError(status);
  if (status.error_code() == grpc::StatusCode::UNIMPLEMENTED) {
    error.message = "this server does not have it";
  }
  return error;
}

// The calls of a desk that are under way: begins them, and ends them with their desk. The template
// is for the sources of desk_calls.h only.
//
// Thread safety: thread-safe.
class CallLine {
 public:
  CallLine(std::shared_ptr<grpc::Channel> channel, std::string run, DeskCalls::Callbacks callbacks)
      : channel_(std::move(channel)), run_(std::move(run)), callbacks_(std::move(callbacks)) {}

  ~CallLine() {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    for (const auto& context : under_way_) context->TryCancel();
    left_.wait(lock, [this] { return under_way_.empty(); });
  }

  // Makes the call `method(async stub, context, request, response, done)` of Service; `read` makes
  // the answer of a response.
  template <typename Service, typename Response, typename Request, typename Method, typename Read>
  void Begin(const desk::Command& command, Request request, Method method, Read read) {
    auto context = Enter();
    if (context == nullptr) {
      return callbacks_.on_answer(
          {command.id, Fail(ErrorCode::kResourceExhausted, "too many requests under way")});
    }
    const std::string token = callbacks_.token();
    if (token.empty()) {
      callbacks_.on_answer({command.id, Fail(ErrorCode::kUnavailable, "not signed in yet")});
      return Leave(context);
    }
    Prepare(*context, token);
    auto flight = std::make_shared<Flight<Service, Request, Response>>();
    flight->context = context;
    flight->stub = Service::NewStub(channel_);
    flight->request = std::move(request);
    const auto begun = std::chrono::steady_clock::now();
    const auto end = [this, flight, begun, read, id = command.id](const grpc::Status& done) {
      Result<desk::AnswerValue> outcome = tl::unexpected<Error>(ErrorOf(done));
      if (done.ok()) outcome = read(flight->response);
      if (id != 0) callbacks_.on_answer({id, std::move(outcome)});
      if (id == 0 && done.ok()) {
        TakeRoundTrip(
            std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - begun));
      }
      Leave(flight->context);
    };
    method(*flight->stub->async(), context.get(), &flight->request, &flight->response, end);
  }

  // As measured last. Nullopt: not yet.
  std::optional<Duration> round_trip() {
    const std::lock_guard lock(mutex_);
    return round_trip_;
  }

  std::string RequestId(const desk::Command& command) const {
    return run_ + "-" + std::to_string(command.key);
  }

 private:
  void TakeRoundTrip(Duration measured) {
    {
      const std::lock_guard lock(mutex_);
      round_trip_ = measured;
    }
    callbacks_.on_round_trip(measured);
  }

  std::shared_ptr<grpc::ClientContext> Enter() {
    const std::lock_guard lock(mutex_);
    if (stopping_ || under_way_.size() >= DeskCalls::kCallsMax) return nullptr;
    return *under_way_.insert(std::make_shared<grpc::ClientContext>()).first;
  }

  void Leave(const std::shared_ptr<grpc::ClientContext>& context) {
    const std::lock_guard lock(mutex_);
    under_way_.erase(context);
    if (under_way_.empty()) left_.notify_all();
  }

  const std::shared_ptr<grpc::Channel> channel_;
  const std::string run_;
  const DeskCalls::Callbacks callbacks_;

  std::mutex mutex_;  // Protects what follows.
  std::condition_variable left_;
  bool stopping_ = false;
  std::set<std::shared_ptr<grpc::ClientContext>> under_way_;
  std::optional<Duration> round_trip_;
};

// Calls one method of an asynchronous stub; the generated ones are overloaded.
#define JACKFIELD_METHOD(name)                                                   \
  [](auto& stub, grpc::ClientContext* context, const auto* sent, auto* received, \
     std::function<void(grpc::Status)> done) {                                   \
    stub.name(context, sent, received, std::move(done));                         \
  }

}  // namespace jackfield::client
