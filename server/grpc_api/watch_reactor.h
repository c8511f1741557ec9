#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/grpc_api/authenticator.h"
#include "server/grpc_api/gate.h"
#include "server/grpc_api/held_call.h"
#include "server/grpc_api/parts.h"
#include "server/grpc_api/pulse.h"
#include "server/grpc_api/status_mapping.h"
#include "server/grpc_api/worker_pool.h"
#include "server/ports/api_figures.h"
#include "server/ports/clock.h"
#include "server/ports/metrics.h"

namespace jackfield::grpc_api {

// What every stream that a client watches has: admission, one write in flight, heartbeats, the
// limit for readers that are too slow, and an end.
//
// Rules:
//  R1. Messages are made on a delivery thread, one piece of work at a time and only when all before
//      are written. So a slow reader holds its own mailbox up, and nobody else.
//  R2. A write that is not done within kUnreadMax ends the stream with RESOURCE_EXHAUSTED.
//  R3. The credentials are checked again each kRecheckInterval.
//
// Lifetime: owns itself from Begin() until gRPC calls OnDone(). Everybody else holds it weakly.
//
// Thread safety: thread-safe.
template <typename Response>
class WatchReactor : public grpc::ServerWriteReactor<Response>,
                     public Pulsed,
                     public std::enable_shared_from_this<WatchReactor<Response>> {
 public:
  static constexpr Duration kUnreadMax{10'000};
  static constexpr Duration kHeartbeatInterval{2'000};
  static constexpr Duration kRecheckInterval{5'000};

  using Messages = std::vector<Response>;

  // What kind of stream it is: the method, and the word for figures.
  struct Kind {
    std::string_view method;
    std::string_view word;
  };

  WatchReactor(const ServiceParts& parts, grpc::CallbackServerContext& context, Kind kind)
      : parts_(parts), call_(context), secret_hash_(Gate::SecretHashOf(context)), kind_(kind) {
    heartbeat_at_ = write_began_ = rechecked_ = parts.ports.clock.Now();
  }

  // Owns itself from now on.
  void Begin(std::shared_ptr<WatchReactor> self) {
    self_ = std::move(self);
    parts_.pulse.Add(self_);
    Admit();
  }

 protected:
  // Whoever asks may; once, on a worker.
  virtual void OnAdmitted(const SharedIdentity& identity) = 0;

  // Whether MakeMessages() has something to do. Called with no lock held.
  virtual bool HasWork() = 0;

  // The messages of the next piece of work. On a delivery thread, one at a time; may block.
  virtual Messages MakeMessages() = 0;
  virtual Messages MakeHeartbeat() = 0;

  // gRPC has taken the message for the client. With no lock held, and before the next one is
  // written.
  virtual void OnWritten(const Response&) {}

  // Each pulse, before heartbeats.
  virtual void OnTick(Instant) {}

  // The stream is over; once.
  virtual void OnEnd() = 0;

  // Something may be there to be written.
  void Wake() ABSL_LOCKS_EXCLUDED(mutex_) {
    if (!HasWork()) {
      absl::MutexLock lock(&mutex_);
      if (!heartbeat_due_) return;
    }
    {
      absl::MutexLock lock(&mutex_);
      if (busy_ || closing_ || identity_ == nullptr) return;
      busy_ = true;
    }
    const bool posted = parts_.delivery.Post([weak = this->weak_from_this()] {
      if (const auto reactor = weak.lock()) reactor->Make();
    });
    if (posted) return;
    absl::MutexLock lock(&mutex_);
    busy_ = false;  // The pulse tries again.
  }

  // Ends the stream once the write in flight is done. The first status wins.
  void Close(const Status& status) ABSL_LOCKS_EXCLUDED(mutex_) {
    {
      absl::MutexLock lock(&mutex_);
      if (closing_) return;
      closing_ = status;
      outbox_.clear();
    }
    OnEnd();
    Pump();
  }

  const ServiceParts& parts() const { return parts_; }

 private:
  void Admit() {
    if (!secret_hash_) return Close(parts_.gate.Counted(Fail(secret_hash_)));
    const bool posted =
        parts_.gate.Admit(*secret_hash_, kind_.method,
                          [weak = this->weak_from_this()](const Result<SharedIdentity>& identity) {
                            if (const auto reactor = weak.lock()) reactor->Judge(identity);
                          });
    if (!posted) Close(Fail(ErrorCode::kResourceExhausted, "STORE_BUSY", "too many calls wait"));
  }

  void Judge(const Result<SharedIdentity>& identity) ABSL_LOCKS_EXCLUDED(mutex_) {
    if (!identity) return Close(Fail(identity));
    {
      absl::MutexLock lock(&mutex_);
      if (std::exchange(identity_, *identity) != nullptr) return;
    }
    OnAdmitted(*identity);
  }

  void Make() ABSL_LOCKS_EXCLUDED(mutex_) {
    Messages messages;
    if (HasWork()) messages = MakeMessages();
    if (TakeHeartbeatDue()) {
      for (Response& message : MakeHeartbeat()) messages.push_back(std::move(message));
    }
    {
      absl::MutexLock lock(&mutex_);
      for (Response& message : messages) outbox_.push_back(std::move(message));
    }
    Pump();
  }

  bool TakeHeartbeatDue() ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    if (!heartbeat_due_) return false;
    heartbeat_due_ = false;
    heartbeat_at_ = parts_.ports.clock.Now();
    return true;
  }

  // Starts the one operation that is due. It is chosen under the lock and started outside it,
  // because gRPC may react before StartWrite returns.
  void Pump() ABSL_LOCKS_EXCLUDED(mutex_) {
    std::optional<Status> finish;
    bool idle = false;
    {
      absl::MutexLock lock(&mutex_);
      if (writing_ || finished_) return;
      if (closing_) {
        finish = *closing_;
        finished_ = true;
      } else if (outbox_.empty()) {
        busy_ = false;
        idle = true;
      } else {
        writing_ = true;
        write_began_ = parts_.ports.clock.Now();
        response_ = std::move(outbox_.front());
        outbox_.pop_front();
      }
    }
    if (idle) return Wake();
    if (finish) {
      this->Finish(ToGrpcStatus(*finish));
    } else {
      this->StartWrite(&response_);
    }
  }

  void OnWriteDone(bool ok) override ABSL_LOCKS_EXCLUDED(mutex_) {
    if (ok) OnWritten(response_);
    {
      absl::MutexLock lock(&mutex_);
      writing_ = false;
    }
    if (!ok) Close(Fail(ErrorCode::kUnavailable, "SERVER_STOPPING", "the stream is broken"));
    Pump();
  }

  void OnPulse() override ABSL_LOCKS_EXCLUDED(mutex_) {
    const Instant now = parts_.ports.clock.Now();
    bool stuck = false;
    bool recheck = false;
    {
      absl::MutexLock lock(&mutex_);
      if (closing_) return;
      stuck = writing_ && now - write_began_ >= kUnreadMax;  // R2
      heartbeat_due_ = heartbeat_due_ || now - heartbeat_at_ >= kHeartbeatInterval;
      recheck = identity_ != nullptr && now - rechecked_ >= kRecheckInterval;  // R3
      if (recheck) rechecked_ = now;
    }
    if (stuck) return CutOff();
    if (recheck) Admit();
    OnTick(now);
    Wake();
  }

  void CutOff() {
    parts_.ports.metrics.Count(figures::kStreamDroppedTotal, "kind=" + std::string(kind_.word));
    Close(Fail(ErrorCode::kResourceExhausted, "SUBSCRIBER_TOO_SLOW",
               "the stream was not read for 10 s"));
    // Who does not read would keep the write in flight for ever, and with it the end.
    call_.CutOff();
  }

  void OnStop() override {
    Close(Fail(ErrorCode::kUnavailable, "SERVER_STOPPING", "come back with jitter"));
  }
  void OnCancel() override { Close(Fail(ErrorCode::kUnavailable, "SERVER_STOPPING", "cancelled")); }
  void OnDone() override { self_.reset(); }

  const ServiceParts parts_;
  HeldCall call_;
  const Result<std::string> secret_hash_;  // Of the call's metadata, which gRPC may free first.
  const Kind kind_;

  absl::Mutex mutex_;
  SharedIdentity identity_ ABSL_GUARDED_BY(mutex_);
  std::deque<Response> outbox_ ABSL_GUARDED_BY(mutex_);  // Of one piece of work.
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;            // Making messages, or writing them.
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;         // A write is in flight.
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  bool heartbeat_due_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<Status> closing_ ABSL_GUARDED_BY(mutex_);
  Instant heartbeat_at_ ABSL_GUARDED_BY(mutex_);
  Instant write_began_ ABSL_GUARDED_BY(mutex_);
  Instant rechecked_ ABSL_GUARDED_BY(mutex_);

  Response response_;  // gRPC's while a write is in flight.
  std::shared_ptr<WatchReactor> self_;
};

}  // namespace jackfield::grpc_api
