#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>
#include <grpcpp/channel.h>

#include "jackfield/v1/telephony_service.grpc.pb.h"

#include "server/base/result.h"
#include "server/base/time.h"

namespace jackfield::simulate {

// Publishes call events through TelephonyService.StreamCallEvents, in their order, each at least
// once: when the stream ends, it opens another and sends again what was not acknowledged. Events
// need a `source_event_id` for a second one to be recognised.
//
// Flow: at most kPendingMax events are held; Publish() waits beyond that. On the stream, no more
// than the server's `in_flight_max` are unacknowledged.
//
// Lifetime: the destructor stops both threads; what is not acknowledged by then may be lost.
//
// Thread safety: thread-safe; Publish() is called by one thread.
class EventPublisher {
 public:
  static constexpr std::size_t kPendingMax = 8192;
  static constexpr std::size_t kCommandsMax = 256;

  struct Options {
    std::string token;
    std::string client_name;
    std::vector<v1::CallCommandKind> abilities = {};  // What the source can be told to do.
  };

  // Called by the reading thread, once for each rejected event, with the tag of its Publish().
  using OnRejected = std::function<void(std::int64_t tag, const v1::Rejection& error)>;

  struct Counts {
    std::int64_t acknowledged = 0;  // Rejected ones included.
    std::int64_t rejected = 0;
    std::int64_t reconnects = 0;
  };

  EventPublisher(std::shared_ptr<grpc::Channel> channel, Options options, OnRejected on_rejected);
  ~EventPublisher();
  EventPublisher(const EventPublisher&) = delete;
  EventPublisher& operator=(const EventPublisher&) = delete;

  // Takes an event. Waits while too many are pending.
  // Errors: what ended the publishing for good, e.g. kUnauthenticated or kPermissionDenied;
  // kUnavailable when the server did not take anything for `limit`.
  Status Publish(v1::CallEvent event, std::int64_t tag, Duration limit);

  // The oldest command that was received and not taken yet; of many, further ones are refused.
  // Waits for one for at most `limit`.
  std::optional<v1::CallCommand> TakeCommand(Duration limit) ABSL_LOCKS_EXCLUDED(mutex_);

  // Says what became of a command. Lost when the stream ends first: the server then takes it as not
  // known.
  void Answer(v1::CallCommandResult result) ABSL_LOCKS_EXCLUDED(mutex_);

  // Waits until everything is acknowledged. Errors: as Publish().
  Status Drain(Duration limit);

  // Ends the stream as one who has said all. Nothing may be published any more. Needs that
  // everything is acknowledged.
  void End() ABSL_LOCKS_EXCLUDED(mutex_);

  Counts counts() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Pending {
    v1::CallEvent event;
    std::int64_t tag = 0;
  };
  using Stream =
      grpc::ClientReaderWriter<v1::StreamCallEventsRequest, v1::StreamCallEventsResponse>;

  void Run();
  grpc::Status RunStream();
  void WriteAll(Stream& stream) ABSL_LOCKS_EXCLUDED(mutex_);
  bool ending() const ABSL_LOCKS_EXCLUDED(mutex_);
  std::optional<v1::StreamCallEventsRequest> NextMessage() ABSL_LOCKS_EXCLUDED(mutex_);
  void ReadAll(Stream& stream) ABSL_LOCKS_EXCLUDED(mutex_);
  void OnAck(std::int64_t sequence) ABSL_LOCKS_EXCLUDED(mutex_);
  void OnCommand(const v1::CallCommand& command) ABSL_LOCKS_EXCLUDED(mutex_);
  void OnRefused(const v1::StreamRejected& rejected) ABSL_LOCKS_EXCLUDED(mutex_);
  bool AwaitNextTry(const grpc::Status& status) ABSL_LOCKS_EXCLUDED(mutex_);

  const std::shared_ptr<grpc::Channel> channel_;
  const Options options_;
  const OnRejected on_rejected_;

  mutable absl::Mutex mutex_;
  absl::CondVar changed_;
  std::deque<Pending> pending_ ABSL_GUARDED_BY(mutex_);  // The oldest unacknowledged first.
  std::deque<v1::CallCommand> commands_ ABSL_GUARDED_BY(mutex_);       // Of this stream.
  std::deque<v1::CallCommandResult> results_ ABSL_GUARDED_BY(mutex_);  // To be sent on it.
  std::size_t sent_ ABSL_GUARDED_BY(mutex_) = 0;           // Of pending_, on this stream.
  std::int64_t first_ ABSL_GUARDED_BY(mutex_) = 1;         // Number of pending_[0] on this stream.
  std::size_t in_flight_max_ ABSL_GUARDED_BY(mutex_) = 0;  // 0: the stream is not ready.
  bool stream_over_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;          // See End().
  std::optional<Error> failed_ ABSL_GUARDED_BY(mutex_);  // For good.
  Counts counts_ ABSL_GUARDED_BY(mutex_);
  grpc::ClientContext* context_ ABSL_GUARDED_BY(mutex_) = nullptr;  // Of the open stream.

  std::thread thread_;
};

}  // namespace jackfield::simulate
