#include "server/app/simulate/event_publisher.h"

#include <utility>

#include <absl/time/clock.h>
#include <absl/time/time.h>
#include <pthread.h>

#include "agent-client/connection/rpc_error.h"

namespace jackfield::simulate {
namespace {

constexpr absl::Duration kPingPause = absl::Seconds(2);  // As the contract wants it.
constexpr absl::Duration kReconnectPause = absl::Seconds(1);
constexpr int kPauseParts = 4;  // Jitter: 1/4 to 4/4 of the pause.

// What another try cannot mend.
bool IsFinal(const grpc::Status& status) {
  const grpc::StatusCode code = status.error_code();
  return code == grpc::StatusCode::UNAUTHENTICATED || code == grpc::StatusCode::PERMISSION_DENIED ||
         code == grpc::StatusCode::INVALID_ARGUMENT || code == grpc::StatusCode::UNIMPLEMENTED ||
         code == grpc::StatusCode::NOT_FOUND || code == grpc::StatusCode::FAILED_PRECONDITION;
}

}  // namespace

EventPublisher::EventPublisher(std::shared_ptr<grpc::Channel> channel, Options options,
                               OnRejected on_rejected)
    : channel_(std::move(channel)),
      options_(std::move(options)),
      on_rejected_(std::move(on_rejected)),
      thread_([this] { Run(); }) {
  pthread_setname_np(thread_.native_handle(), "publisher");
}

EventPublisher::~EventPublisher() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    if (context_ != nullptr && !ending_) context_->TryCancel();
    changed_.SignalAll();
  }
  thread_.join();
}

Status EventPublisher::Publish(v1::CallEvent event, std::int64_t tag, Duration limit) {
  absl::MutexLock lock(&mutex_);
  const absl::Time end = absl::Now() + absl::FromChrono(limit);
  while (!failed_ && pending_.size() >= kPendingMax) {
    if (changed_.WaitWithDeadline(&mutex_, end) && pending_.size() >= kPendingMax) {
      return Fail(ErrorCode::kUnavailable, "the server takes no events");
    }
  }
  if (failed_) return tl::unexpected<Error>(*failed_);
  pending_.push_back({std::move(event), tag});
  changed_.SignalAll();
  return {};
}

std::optional<v1::CallCommand> EventPublisher::TakeCommand(Duration limit) {
  absl::MutexLock lock(&mutex_);
  const absl::Time end = absl::Now() + absl::FromChrono(limit);
  while (commands_.empty() && !changed_.WaitWithDeadline(&mutex_, end)) {
  }
  if (commands_.empty()) return std::nullopt;
  v1::CallCommand command = std::move(commands_.front());
  commands_.pop_front();
  return command;
}

void EventPublisher::Answer(v1::CallCommandResult result) {
  absl::MutexLock lock(&mutex_);
  results_.push_back(std::move(result));
  changed_.SignalAll();
}

Status EventPublisher::Drain(Duration limit) {
  absl::MutexLock lock(&mutex_);
  const absl::Time end = absl::Now() + absl::FromChrono(limit);
  while (!failed_ && !pending_.empty()) {
    if (changed_.WaitWithDeadline(&mutex_, end) && !pending_.empty()) {
      return Fail(ErrorCode::kUnavailable,
                  std::to_string(pending_.size()) + " events were not acknowledged");
    }
  }
  if (failed_) return tl::unexpected<Error>(*failed_);
  return {};
}

void EventPublisher::End() {
  absl::MutexLock lock(&mutex_);
  ending_ = true;
  changed_.SignalAll();
}

bool EventPublisher::ending() const {
  absl::MutexLock lock(&mutex_);
  return ending_;
}

EventPublisher::Counts EventPublisher::counts() const {
  absl::MutexLock lock(&mutex_);
  return counts_;
}

void EventPublisher::Run() {
  while (AwaitNextTry(RunStream())) {
    absl::MutexLock lock(&mutex_);
    ++counts_.reconnects;
  }
}

// After a stream has ended. False: do not open another.
bool EventPublisher::AwaitNextTry(const grpc::Status& status) {
  absl::MutexLock lock(&mutex_);
  if (!stopping_ && IsFinal(status)) failed_ = client::ToError(status);
  changed_.SignalAll();
  const auto part = static_cast<double>(1 + counts_.reconnects % kPauseParts) / kPauseParts;
  const absl::Time next = absl::Now() + kReconnectPause * part;
  while (!stopping_ && !ending_ && !failed_) {
    if (changed_.WaitWithDeadline(&mutex_, next)) break;
  }
  return !stopping_ && !ending_ && !failed_;
}

grpc::Status EventPublisher::RunStream() {
  const auto stub = v1::TelephonyService::NewStub(channel_);
  grpc::ClientContext context;
  if (!options_.token.empty()) context.AddMetadata("authorization", "Bearer " + options_.token);
  {
    absl::MutexLock lock(&mutex_);
    if (stopping_ || ending_) return grpc::Status::OK;
    context_ = &context;
    sent_ = 0;
    first_ = 1;
    in_flight_max_ = 0;
    stream_over_ = false;
    commands_.clear();
    results_.clear();
  }
  const auto stream = stub->StreamCallEvents(&context);
  v1::StreamCallEventsRequest hello;
  hello.mutable_hello()->set_client_name(options_.client_name);
  for (const v1::CallCommandKind kind : options_.abilities) {
    hello.mutable_hello()->add_commands(kind);
  }
  stream->Write(hello);
  std::thread reader([&] { ReadAll(*stream); });
  WriteAll(*stream);
  reader.join();
  const grpc::Status status = stream->Finish();
  absl::MutexLock lock(&mutex_);
  context_ = nullptr;  // It ends here, and the destructor may cancel what is there.
  return status;
}

// Until the stream or the publisher ends.
void EventPublisher::WriteAll(Stream& stream) {
  while (const auto message = NextMessage()) {
    if (!stream.Write(*message)) break;
  }
  if (ending()) stream.WritesDone();
  // A stream that the server has ended is not cancelled: that would hide why.
  absl::MutexLock lock(&mutex_);
  const absl::Time end = absl::Now() + kPingPause;
  while ((ending_ || !stopping_) && !stream_over_ && !changed_.WaitWithDeadline(&mutex_, end)) {
  }
  if (!stream_over_) context_->TryCancel();
}

// The next result or event, or a ping when there is none for a while. Nullopt: the stream is over.
std::optional<v1::StreamCallEventsRequest> EventPublisher::NextMessage() {
  absl::MutexLock lock(&mutex_);
  const absl::Time ping = absl::Now() + kPingPause;
  v1::StreamCallEventsRequest message;
  while (!stopping_ && !ending_ && !stream_over_) {
    if (!results_.empty()) {
      *message.mutable_command_result() = std::move(results_.front());
      results_.pop_front();
      return message;
    }
    if (sent_ < pending_.size() && sent_ < in_flight_max_) {
      v1::StreamedCallEvent& event = *message.mutable_event();
      event.set_stream_sequence(first_ + static_cast<std::int64_t>(sent_));
      *event.mutable_event() = pending_[sent_].event;
      ++sent_;
      return message;
    }
    if (changed_.WaitWithDeadline(&mutex_, ping)) {
      message.mutable_ping();
      return message;
    }
  }
  return std::nullopt;
}

void EventPublisher::ReadAll(Stream& stream) {
  v1::StreamCallEventsResponse response;
  while (stream.Read(&response)) {
    if (response.has_ready()) {
      absl::MutexLock lock(&mutex_);
      in_flight_max_ = static_cast<std::size_t>(std::max(1, response.ready().in_flight_max()));
      changed_.SignalAll();
    }
    if (response.has_command()) OnCommand(response.command());
    if (response.has_rejected()) OnRefused(response.rejected());
    if (response.has_ack()) OnAck(response.ack().stream_sequence());
  }
  absl::MutexLock lock(&mutex_);
  stream_over_ = true;
  changed_.SignalAll();
}

void EventPublisher::OnAck(std::int64_t sequence) {
  absl::MutexLock lock(&mutex_);
  while (sent_ > 0 && first_ <= sequence) {
    pending_.pop_front();
    --sent_;
    ++first_;
    ++counts_.acknowledged;
  }
  changed_.SignalAll();
}

void EventPublisher::OnCommand(const v1::CallCommand& command) {
  absl::MutexLock lock(&mutex_);
  if (commands_.size() < kCommandsMax) {
    commands_.push_back(command);
    changed_.SignalAll();
    return;
  }
  v1::CallCommandResult& refused = results_.emplace_back();
  refused.set_command_id(command.command_id());
  refused.set_outcome(v1::CallCommandResult::OUTCOME_REFUSED);
  refused.mutable_error()->set_reason("SOURCE_BUSY");
  changed_.SignalAll();
}

void EventPublisher::OnRefused(const v1::StreamRejected& rejected) {
  std::int64_t tag = 0;
  {
    absl::MutexLock lock(&mutex_);
    const std::int64_t index = rejected.stream_sequence() - first_;
    if (index < 0 || index >= static_cast<std::int64_t>(sent_)) return;
    tag = pending_[static_cast<std::size_t>(index)].tag;
    ++counts_.rejected;
  }
  on_rejected_(tag, rejected.error());
}

}  // namespace jackfield::simulate
