#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>  // Before awaitable.hpp: Boost 1.74 needs it.

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/client_callback.h>

#include "server/http_api/grpc_web_frames.h"
#include "server/http_api/rpc_request.h"

namespace jackfield::http_api {

using RpcStub = grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer>;

// One call through the server's in-process channel, as bytes: one message there, any number back.
// Unary calls and streams of answers look the same.
//
// Rules:
//  B1. At most kAnswersMax answers wait here to be taken, and kBytesMax bytes, which is what gRPC
//      lets one answer weigh. With one more the call is cancelled, and what waits is thrown away:
//      shed() is true then. Why: what a slow reader leaves unread must not fill the memory, and a
//      stream begins again with a snapshot or where its cursor stands.
//  B2. Whoever starts it takes answers to the end, or calls Cancel().
//  B3. The next read begins in the callback of the last one, always. Why: a read that another
//      thread begins while the service ends the call can leave the call behind in gRPC 1.51,
//      in-process; its server then never shuts down.
//
// Lifetime: it keeps itself until gRPC is done with it; the executor's context outlives it.
//
// Thread safety: confined to the thread of the executor; gRPC's callbacks come on its own threads.
class BridgedCall final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  // More than a service's own mailbox lets wait at a time, so that a burst passes.
  static constexpr std::size_t kAnswersMax = 512;
  static constexpr std::size_t kBytesMax = std::size_t{4} * 1024 * 1024;

  // `peer`, as gRPC writes addresses ("ipv4:10.0.0.7:51234"), is told to the service. Without a
  // time-out the call has no deadline.
  static std::shared_ptr<BridgedCall> Start(RpcStub& stub,
                                            const boost::asio::any_io_executor& executor,
                                            const RpcRequest& request, const std::string& peer);

  // The next answer; nullopt at the end, from when on status() and trailers() are known. One call
  // at a time.
  boost::asio::awaitable<std::optional<std::string>> Next() ABSL_LOCKS_EXCLUDED(mutex_);

  // Ends the call: answers are not wanted any more. Doing it twice, or at the end, changes nothing.
  void Cancel();

  bool cancelled() const { return cancelled_; }
  // B1. The answers were not taken fast enough. Known at the end, as status() is.
  bool shed() const ABSL_LOCKS_EXCLUDED(mutex_);
  const grpc::Status& status() const { return status_; }
  // What the service sent before its first answer, and at the end; without what is gRPC's own.
  HeaderList InitialMetadata() const;
  HeaderList Trailers() const;

 private:
  BridgedCall(const boost::asio::any_io_executor& executor, const std::string& message);

  // On gRPC's threads.
  void OnReadDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

  // False: there is no room for it (B1).
  bool Keep(std::string answer) ABSL_LOCKS_EXCLUDED(mutex_);
  // The answer that has waited for longest; nullopt: none waits.
  std::optional<std::string> Take() ABSL_LOCKS_EXCLUDED(mutex_);

  const boost::asio::any_io_executor executor_;  // Tracked: its context runs until gRPC is done.
  boost::asio::steady_timer changed_;            // Waited for, cancelled when something is new.
  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer answer_;  // Gets the answer while a read is under way.
  bool cancelled_ = false;
  bool done_ = false;
  grpc::Status status_;
  std::shared_ptr<BridgedCall> self_;  // Until gRPC is done.

  mutable absl::Mutex mutex_;
  std::deque<std::string> waiting_ ABSL_GUARDED_BY(mutex_);  // Answers that came.
  std::size_t waiting_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  bool shed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace jackfield::http_api
