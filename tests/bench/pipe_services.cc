#include "tests/bench/pipe_services.h"

#include <algorithm>
#include <charconv>
#include <deque>
#include <string>
#include <string_view>
#include <utility>

#include <grpcpp/support/server_callback.h>

#include "jackfield/v1/desk_service.grpc.pb.h"
#include "jackfield/v1/telephony_service.grpc.pb.h"

namespace jackfield::bench {
namespace {

constexpr int kInFlightMax = 256;  // As the product's.
constexpr std::string_view kBearer = "Bearer ";

int AgentOf(const grpc::CallbackServerContext& context) {
  const auto found = context.client_metadata().find("authorization");
  if (found == context.client_metadata().end()) return -1;
  std::string_view digits(found->second.data(), found->second.length());
  digits.remove_prefix(std::min(kBearer.size(), digits.size()));
  int agent = -1;
  std::from_chars(digits.data(), digits.data() + digits.size(), agent);
  return agent;
}

// A telephone system. Owns itself until OnDone().
//
// Thread safety: thread-safe.
class SourceReactor final
    : public grpc::ServerBidiReactor<v1::StreamCallEventsRequest, v1::StreamCallEventsResponse>,
      public PipeSource,
      public std::enable_shared_from_this<SourceReactor> {
 public:
  static SourceReactor* Start(Pipe& pipe) {
    auto reactor = std::make_shared<SourceReactor>(pipe);
    reactor->self_ = reactor;
    reactor->StartRead(&reactor->request_);
    return reactor.get();
  }
  explicit SourceReactor(Pipe& pipe) : pipe_(pipe) {}

  void OnCommitted(std::int64_t stream_sequence) override {
    {
      const absl::MutexLock lock(&mutex_);
      committed_ = stream_sequence;
    }
    Pump();
  }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return End();
    if (request_.has_hello()) {
      {
        const absl::MutexLock lock(&mutex_);
        writing_ = true;
        response_.mutable_ready()->set_in_flight_max(kInFlightMax);
      }
      StartWrite(&response_);
    } else if (request_.has_event()) {
      pipe_.Accept(std::move(*request_.mutable_event()), weak_from_this());
    }
    StartRead(&request_);
  }
  void OnWriteDone(bool ok) override {
    {
      const absl::MutexLock lock(&mutex_);
      writing_ = false;
    }
    if (ok) Pump();
  }
  void OnDone() override { self_.reset(); }

  void End() {
    {
      const absl::MutexLock lock(&mutex_);
      ended_ = true;
    }
    Finish(grpc::Status::OK);
  }

  void Pump() {
    {
      const absl::MutexLock lock(&mutex_);
      if (writing_ || ended_ || committed_ == told_) return;
      writing_ = true;
      told_ = committed_;
      response_.mutable_ack()->set_stream_sequence(told_);
    }
    StartWrite(&response_);
  }

  Pipe& pipe_;
  absl::Mutex mutex_;
  std::int64_t committed_ ABSL_GUARDED_BY(mutex_) = 0;
  std::int64_t told_ ABSL_GUARDED_BY(mutex_) = 0;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  v1::StreamCallEventsRequest request_;
  v1::StreamCallEventsResponse response_;
  std::shared_ptr<SourceReactor> self_;
};

// A desk. Owns itself until OnDone().
//
// Thread safety: thread-safe.
class DeskReactor final : public grpc::ServerWriteReactor<v1::WatchDeskResponse>, public PipeDesk {
 public:
  static DeskReactor* Start(Pipe& pipe, int agent) {
    auto reactor = std::make_shared<DeskReactor>();
    reactor->self_ = reactor;
    pipe.Watch(agent, reactor);
    v1::WatchDeskResponse first;
    first.mutable_snapshot();
    reactor->OnMessage(std::move(first));
    return reactor.get();
  }

  void OnMessage(v1::WatchDeskResponse message) override {
    {
      const absl::MutexLock lock(&mutex_);
      if (ended_) return;
      messages_.push_back(std::move(message));
    }
    Pump();
  }

 private:
  void OnWriteDone(bool) override {
    {
      const absl::MutexLock lock(&mutex_);
      writing_ = false;
    }
    Pump();
  }
  void OnCancel() override {
    {
      const absl::MutexLock lock(&mutex_);
      if (std::exchange(ended_, true)) return;
    }
    Finish(grpc::Status::CANCELLED);
  }
  void OnDone() override { self_.reset(); }

  void Pump() {
    {
      const absl::MutexLock lock(&mutex_);
      if (writing_ || ended_ || messages_.empty()) return;
      writing_ = true;
      message_ = std::move(messages_.front());
      messages_.pop_front();
    }
    StartWrite(&message_);
  }

  absl::Mutex mutex_;
  std::deque<v1::WatchDeskResponse> messages_ ABSL_GUARDED_BY(mutex_);
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  v1::WatchDeskResponse message_;
  std::shared_ptr<DeskReactor> self_;
};

// Thread safety: thread-safe.
class PipeTelephony final : public v1::TelephonyService::CallbackService {
 public:
  explicit PipeTelephony(Pipe& pipe) : pipe_(pipe) {}

 private:
  grpc::ServerBidiReactor<v1::StreamCallEventsRequest, v1::StreamCallEventsResponse>*
  StreamCallEvents(grpc::CallbackServerContext*) override {
    return SourceReactor::Start(pipe_);
  }
  Pipe& pipe_;
};

// Thread safety: thread-safe.
class PipeDesks final : public v1::DeskService::CallbackService {
 public:
  explicit PipeDesks(Pipe& pipe) : pipe_(pipe) {}

 private:
  grpc::ServerWriteReactor<v1::WatchDeskResponse>* WatchDesk(grpc::CallbackServerContext* context,
                                                             const v1::WatchDeskRequest*) override {
    return DeskReactor::Start(pipe_, AgentOf(*context));
  }
  Pipe& pipe_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakePipeTelephony(Pipe& pipe) {
  return std::make_unique<PipeTelephony>(pipe);
}

std::unique_ptr<grpc::Service> MakePipeDesks(Pipe& pipe) {
  return std::make_unique<PipeDesks>(pipe);
}

}  // namespace jackfield::bench
