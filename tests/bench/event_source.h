#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include "jackfield/v1/telephony_service.grpc.pb.h"

namespace jackfield::bench {

// One stream of StreamCallEvents, which is never opened again: an end of it ends the measurement.
//
// Flow: sends no more than the server's `in_flight_max` beyond what is acknowledged; what is handed
// in beyond that waits here.
//
// Lifetime: the destructor cancels the stream and waits for its end.
//
// Thread safety: thread-safe.
class EventSource final
    : public grpc::ClientBidiReactor<v1::StreamCallEventsRequest, v1::StreamCallEventsResponse> {
 public:
  EventSource(const std::shared_ptr<grpc::Channel>& channel, const std::string& token);
  ~EventSource() override;

  void Send(std::vector<v1::CallEvent> events) ABSL_LOCKS_EXCLUDED(mutex_);

  // Waits until at most `waiting_max` events were handed in and not acknowledged. False: not within
  // `limit`, or the stream has ended.
  bool AwaitRoom(std::size_t waiting_max, std::chrono::milliseconds limit)
      ABSL_LOCKS_EXCLUDED(mutex_);

  std::int64_t acknowledged() const ABSL_LOCKS_EXCLUDED(mutex_);
  // Events that the server will never take. A measurement with any is worth nothing.
  std::int64_t rejected() const ABSL_LOCKS_EXCLUDED(mutex_);
  // Why the stream ended; empty while it has not.
  std::string end() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void OnWriteDone(bool ok) override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnReadDone(bool ok) override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnDone(const grpc::Status& status) override ABSL_LOCKS_EXCLUDED(mutex_);

  void Pump() ABSL_LOCKS_EXCLUDED(mutex_);

  const std::unique_ptr<v1::TelephonyService::Stub> stub_;
  grpc::ClientContext context_;

  mutable absl::Mutex mutex_;
  absl::CondVar changed_;
  std::deque<v1::CallEvent> waiting_ ABSL_GUARDED_BY(mutex_);
  std::int64_t in_flight_max_ ABSL_GUARDED_BY(mutex_) = 0;  // 0: the stream is not ready.
  std::int64_t sent_ ABSL_GUARDED_BY(mutex_) = 0;
  std::int64_t acknowledged_ ABSL_GUARDED_BY(mutex_) = 0;
  std::int64_t rejected_ ABSL_GUARDED_BY(mutex_) = 0;
  bool writing_ ABSL_GUARDED_BY(mutex_) = true;  // The hello.
  bool done_ ABSL_GUARDED_BY(mutex_) = false;
  std::string end_ ABSL_GUARDED_BY(mutex_);

  v1::StreamCallEventsRequest request_;    // gRPC's while a write is in flight.
  v1::StreamCallEventsResponse response_;  // gRPC's while a read is in flight.
};

}  // namespace jackfield::bench
