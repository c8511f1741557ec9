#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>
#include <grpcpp/support/server_callback.h>

#include "jackfield/v1/telephony_service.pb.h"

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/grpc_api/authenticator.h"
#include "server/grpc_api/held_call.h"
#include "server/grpc_api/in_flight.h"
#include "server/grpc_api/parts.h"
#include "server/grpc_api/pulse.h"
#include "server/grpc_api/stream_count.h"
#include "server/grpc_api/stream_links.h"
#include "server/ports/call_commands.h"

namespace jackfield::grpc_api {

// One stream of StreamCallEvents: events in, acknowledgements and commands out.
//
// Rules:
//  R1. Events go to intake in their order, at most InFlight::kMax unacknowledged. Beyond that the
//      stream is not read, so that gRPC's flow control holds the publisher back.
//  R2. An acknowledgement follows the commit, and the refusals before it.
//  R3. An event that could not be taken now (store down, intake full) ends the stream: what was not
//      acknowledged is to be published again. It is not a refusal, which is for ever.
//  R4. From the hello to the end the link to the source is up (StreamLinks). It is lost when the
//      stream breaks, not when the client ends it.
//  R6. A command is written at most once, and not after its time. What cannot wait here, and what
//      is not written before the stream ends, has no outcome: its deadline ends it.
//  R5. Who sends nothing for kSilenceMax, or does not read for kUnreadMax, is cut off.
//
// Lifetime: owns itself from Start() until gRPC calls OnDone(). The pulse and intake hold it
// weakly.
//
// Flow: one read and one write, or the final Finish, in flight.
//
// Thread safety: thread-safe.
class EventStreamReactor final
    : public grpc::ServerBidiReactor<v1::StreamCallEventsRequest, v1::StreamCallEventsResponse>,
      public Pulsed,
      public CallCommandSink,
      public std::enable_shared_from_this<EventStreamReactor> {
 public:
  static constexpr Duration kSilenceMax{10'000};
  static constexpr Duration kUnreadMax{10'000};
  static constexpr Duration kHeartbeatInterval{2'000};
  static constexpr Duration kRecheckInterval{5'000};
  static constexpr std::size_t kCommandsMax = 256;  // That wait to be written.

  static EventStreamReactor* Start(const ServiceParts& parts, grpc::CallbackServerContext& context);

  EventStreamReactor(const ServiceParts& parts, grpc::CallbackServerContext& context);

  void Deliver(const exchange::CallCommand& command, Duration left) override
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Command {
    exchange::CallCommand command;  // Sealed, until it is opened.
    Instant until{};
    bool opened = false;
  };

  void OnReadDone(bool ok) override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnWriteDone(bool ok) override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnCancel() override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnDone() override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnPulse() override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnStop() override;

  void Admit();
  void OnAdmitted(const Result<SharedIdentity>& identity) ABSL_LOCKS_EXCLUDED(mutex_);
  // Acts on the message that was read. Errors end the stream.
  Status Handle() ABSL_LOCKS_EXCLUDED(mutex_);
  Status HandleHello(const v1::StreamHello& hello) ABSL_LOCKS_EXCLUDED(mutex_);
  Status HandleEvent(const v1::StreamedCallEvent& event) ABSL_LOCKS_EXCLUDED(mutex_);
  Status HandleResult(const v1::CallCommandResult& result) ABSL_LOCKS_EXCLUDED(mutex_);
  // Has the texts of commands opened on another thread, if any wait for it.
  void OpenCommands() ABSL_LOCKS_EXCLUDED(mutex_);
  void OpenNext() ABSL_LOCKS_EXCLUDED(mutex_);
  // Puts the next command into `response_`. False: none is ready.
  bool WriteCommand() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void OnCommitted(std::int64_t sequence, const Status& status) ABSL_LOCKS_EXCLUDED(mutex_);

  // Reads on, if that is due. The same for writing, which includes the end.
  void PumpReads() ABSL_LOCKS_EXCLUDED(mutex_);
  void PumpWrites() ABSL_LOCKS_EXCLUDED(mutex_);
  bool NextWrite() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  // Ends the stream once the write in flight is done. The first error counts; OK: the client ended.
  void Close(const Status& status) ABSL_LOCKS_EXCLUDED(mutex_);

  const ServiceParts parts_;
  HeldCall call_;
  const Result<std::string> secret_hash_;  // Of the call's metadata, which gRPC may free first.

  absl::Mutex mutex_;
  SharedIdentity identity_ ABSL_GUARDED_BY(mutex_);
  std::string source_ ABSL_GUARDED_BY(mutex_);            // Empty before the hello.
  StreamLinks::Ticket link_ ABSL_GUARDED_BY(mutex_) = 0;  // From the hello on.
  std::deque<Command> commands_ ABSL_GUARDED_BY(mutex_);  // In their order.
  bool opening_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<StreamCount::Entry> counted_ ABSL_GUARDED_BY(mutex_);  // From the hello on.
  InFlight in_flight_ ABSL_GUARDED_BY(mutex_);
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;  // Or working on what was read.
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  bool half_closed_ ABSL_GUARDED_BY(mutex_) = false;  // The client sends no more.
  bool said_all_ ABSL_GUARDED_BY(mutex_) = false;     // It ended as the client wanted.
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  bool ready_due_ ABSL_GUARDED_BY(mutex_) = false;
  bool heartbeat_due_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<Status> closing_ ABSL_GUARDED_BY(mutex_);
  Instant heard_ ABSL_GUARDED_BY(mutex_);
  Instant heartbeat_at_ ABSL_GUARDED_BY(mutex_);
  Instant write_began_ ABSL_GUARDED_BY(mutex_);
  Instant rechecked_ ABSL_GUARDED_BY(mutex_);

  v1::StreamCallEventsRequest read_;       // gRPC's while a read is in flight.
  v1::StreamCallEventsResponse response_;  // gRPC's while a write is in flight.
  std::shared_ptr<EventStreamReactor> self_;
};

}  // namespace jackfield::grpc_api
