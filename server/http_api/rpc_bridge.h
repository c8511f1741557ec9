#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>  // Before awaitable.hpp: Boost 1.74 needs it.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <grpcpp/channel.h>
#include <grpcpp/support/status.h>

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/http_api/bridged_call.h"
#include "server/http_api/http_stream.h"
#include "server/http_api/json_codec.h"
#include "server/http_api/origin_rules.h"
#include "server/http_api/rpc_request.h"
#include "server/ports/metrics.h"

namespace jackfield::http_api {

// Carries calls of browsers and of programs that speak HTTP/1.1 to the services, whatever these
// are: gRPC-Web in binary form, unary and with streams of answers, and unary Connect in JSON and in
// binary form.
//
// Rules:
//  W1. A page of another origin than ours and the configured ones is refused before anything else.
//  W2. A call without a time-out gets kTimeOutDefault where it is unary by Connect. Why: people do
//      not think of one at a shell. By gRPC-Web the service says what it wants.
//  W3. What a service sends as `jackfield-session-secret` before its answer goes into a cookie that
//      no script can read; nothing: the cookie is forgotten, where it was what the call was made
//      with. Why: who signs out by `authorization` ends that session, not the browser's.
//  W4. gRPC is asked only for methods of the contract that take one request. Why: whoever has no
//      credentials could have gRPC 1.51 keep memory for each call that a service ends unread.
//  W5. A call that needs credentials and has none is refused before its body is read, where that is
//      not short, and before anything is parsed. Why: whoever has none could keep the one thread
//      busy with JSON.
//
// Lifetime: the executor's context and `metrics` outlive it.
//
// Thread safety: confined to the thread of the executor.
class RpcBridge {
 public:
  static constexpr Duration kTimeOutDefault{30'000};

  // How an error is told to callers.
  using ErrorMapping = std::function<grpc::Status(const Error&)>;

  RpcBridge(const boost::asio::any_io_executor& executor, std::shared_ptr<grpc::Channel> channel,
            OriginRules origins, ErrorMapping to_status, Metrics& metrics)
      : executor_(executor),
        stub_(std::move(channel)),
        origins_(std::move(origins)),
        to_status_(std::move(to_status)),
        metrics_(metrics) {}

  // Whether it is a call, or a browser's question whether a call is allowed.
  static bool IsForBridge(const HttpRequest& request);

  // W5. Whether the body of a request with this header is looked at.
  static bool WantsBody(const HttpRequest& head);

  // Answers it. `client` is its address as gRPC writes it, "ipv4:10.0.0.7:51234". False: close the
  // connection.
  boost::asio::awaitable<bool> Serve(HttpStream& stream, const HttpRequest& request,
                                     const std::string& client);

 private:
  // What belongs to one request.
  struct Exchange {
    HttpStream& stream;
    const HttpRequest& request;
    const std::string& client;
    std::string allowed_origin;  // To be named in the answer; empty: none.
  };

  boost::asio::awaitable<bool> Preflight(const Exchange& exchange);
  boost::asio::awaitable<bool> Call(const Exchange& exchange);
  boost::asio::awaitable<bool> CallGrpcWeb(const Exchange& exchange, const RpcRequest& request,
                                           const MethodTypes& method);
  // The answer of a unary call, in one piece.
  boost::asio::awaitable<bool> AnswerGrpcWeb(const Exchange& exchange,
                                             const std::shared_ptr<BridgedCall>& call);
  boost::asio::awaitable<bool> CallConnect(const Exchange& exchange, RpcRequest request,
                                           const MethodTypes& method);
  boost::asio::awaitable<bool> RefuseConnect(const Exchange& exchange, const grpc::Status& status,
                                             const HeaderList& initial, const HeaderList& trailers);
  // In the form that the client can read.
  boost::asio::awaitable<bool> Refuse(const Exchange& exchange, const Error& error);
  boost::asio::awaitable<bool> RefuseStatus(const Exchange& exchange, const grpc::Status& status);
  // A whole answer.
  boost::asio::awaitable<bool> Send(const Exchange& exchange, HttpResponse response);

  // How the call ended, where the client is to be told.
  grpc::Status EndOf(const BridgedCall& call) const;

  HttpResponse Head(const Exchange& exchange, unsigned status, const char* content_type) const;

  const boost::asio::any_io_executor executor_;
  RpcStub stub_;
  const OriginRules origins_;
  const ErrorMapping to_status_;
  Metrics& metrics_;
};

}  // namespace jackfield::http_api
