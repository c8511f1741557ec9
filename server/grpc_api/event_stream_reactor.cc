#include "server/grpc_api/event_stream_reactor.h"

#include <algorithm>
#include <utility>

#include <grpc/grpc.h>
#include <grpcpp/server_context.h>

#include "server/grpc_api/call_command_mapping.h"
#include "server/grpc_api/gate.h"
#include "server/grpc_api/publisher.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/status_mapping.h"
#include "server/grpc_api/stream_links.h"
#include "server/grpc_api/time_mapping.h"
#include "server/grpc_api/worker_pool.h"
#include "server/ports/api_figures.h"
#include "server/ports/clock.h"
#include "server/ports/intake.h"
#include "server/ports/metrics.h"
#include "server/ports/vault.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::string_view kMethod = "TelephonyService/StreamCallEvents";
constexpr Duration kPingInterval{2'000};

// Whether the event will never be taken; otherwise it may be later.
bool IsForEver(const Error& error) {
  return error.code != ErrorCode::kUnavailable && error.code != ErrorCode::kResourceExhausted &&
         error.code != ErrorCode::kDeadlineExceeded && error.code != ErrorCode::kDataLoss;
}

Status StatusOf(const Result<Receipt>& receipt) {
  if (receipt) return {};
  return FailWithin("event", receipt);
}

Status TooSlow() {
  return Fail(ErrorCode::kResourceExhausted, "SUBSCRIBER_TOO_SLOW",
              "the stream was not read for 10 s");
}

}  // namespace

EventStreamReactor* EventStreamReactor::Start(const ServiceParts& parts,
                                              grpc::CallbackServerContext& context) {
  auto reactor = std::make_shared<EventStreamReactor>(parts, context);
  reactor->self_ = reactor;
  parts.pulse.Add(reactor);
  reactor->Admit();
  return reactor.get();
}

EventStreamReactor::EventStreamReactor(const ServiceParts& parts,
                                       grpc::CallbackServerContext& context)
    : parts_(parts), call_(context), secret_hash_(Gate::SecretHashOf(context)) {
  heard_ = heartbeat_at_ = write_began_ = rechecked_ = parts_.ports.clock.Now();
}

void EventStreamReactor::Admit() {
  if (!secret_hash_) return Close(parts_.gate.Counted(Fail(secret_hash_)));
  const bool posted = parts_.gate.Admit(
      *secret_hash_, kMethod, [weak = weak_from_this()](const Result<SharedIdentity>& identity) {
        if (const auto reactor = weak.lock()) reactor->OnAdmitted(identity);
      });
  if (!posted) Close(Fail(ErrorCode::kResourceExhausted, "STORE_BUSY", "too many calls wait"));
}

void EventStreamReactor::OnAdmitted(const Result<SharedIdentity>& identity) {
  if (!identity) return Close(Fail(identity));
  {
    const absl::MutexLock lock(&mutex_);
    identity_ = *identity;
  }
  PumpReads();
}

void EventStreamReactor::OnReadDone(bool ok) {
  {
    const absl::MutexLock lock(&mutex_);
    heard_ = parts_.ports.clock.Now();
    if (!ok) {
      reading_ = false;
      half_closed_ = true;
    }
    if (closing_) return;
  }
  if (!ok) return PumpWrites();
  const Status handled = Handle();
  {
    // Not before: a commit that is told meanwhile would read over the message.
    const absl::MutexLock lock(&mutex_);
    reading_ = false;
  }
  if (!handled) return Close(handled);
  PumpWrites();
  PumpReads();
}

Status EventStreamReactor::Handle() {
  {
    const absl::MutexLock lock(&mutex_);
    const bool hello = read_.message_case() == v1::StreamCallEventsRequest::kHello;
    if (hello != source_.empty()) {
      return Fail(ErrorCode::kInvalidArgument, "HELLO_REQUIRED", "hello comes first, and once");
    }
  }
  switch (read_.message_case()) {
    case v1::StreamCallEventsRequest::kHello:
      return HandleHello(read_.hello());
    case v1::StreamCallEventsRequest::kEvent:
      return HandleEvent(read_.event());
    case v1::StreamCallEventsRequest::kCommandResult:
      return HandleResult(read_.command_result());
    case v1::StreamCallEventsRequest::kPing:
    case v1::StreamCallEventsRequest::MESSAGE_NOT_SET:
      return {};
  }
  return {};
}

Status EventStreamReactor::HandleHello(const v1::StreamHello& hello) {
  const absl::MutexLock lock(&mutex_);
  Result<std::string> source = SourceOf(identity_->principal, hello.source());
  if (!source) return FailWithin("hello", source);
  source_ = *std::move(source);
  link_ = parts_.links.Open(source_, {CommandsOf(hello), weak_from_this()});
  counted_.emplace(parts_.streams.publishers);
  ready_due_ = true;
  return {};
}

Status EventStreamReactor::HandleEvent(const v1::StreamedCallEvent& event) {
  SharedIdentity identity;
  const std::int64_t sequence = event.stream_sequence();
  {
    const absl::MutexLock lock(&mutex_);
    if (const Status taken = in_flight_.Take(sequence); !taken) return taken;
    identity = identity_;
  }
  Result<exchange::TelephonyEvent> mapped = PublishedEvent(identity->principal, event.event());
  if (!mapped) {
    const absl::MutexLock lock(&mutex_);
    in_flight_.Finish(sequence, Fail(mapped));
    return {};
  }
  parts_.ports.intake.Accept(*std::move(mapped),
                             [weak = weak_from_this(), sequence](const Result<Receipt>& receipt) {
                               if (const auto reactor = weak.lock()) {
                                 reactor->OnCommitted(sequence, StatusOf(receipt));
                               }
                             });
  return {};
}

// One that is not open, or of another source, changes nothing: the exchange knows.
Status EventStreamReactor::HandleResult(const v1::CallCommandResult& result) {
  const Result<exchange::CommandResult> read = CommandResultOf(result);
  if (!read) return Fail(read);
  exchange::TelephonyEvent event;
  {
    const absl::MutexLock lock(&mutex_);
    event.source = source_;
  }
  event.body = *read;
  parts_.ports.intake.Accept(std::move(event), {});
  return {};
}

void EventStreamReactor::Deliver(const exchange::CallCommand& command, Duration left) {
  {
    const absl::MutexLock lock(&mutex_);
    if (closing_ || finished_ || commands_.size() >= kCommandsMax) return;  // R6.
    commands_.push_back({command, parts_.ports.clock.Now() + left, false});
  }
  OpenCommands();
}

void EventStreamReactor::OpenCommands() {
  {
    const absl::MutexLock lock(&mutex_);
    const bool waits = std::any_of(commands_.begin(), commands_.end(),
                                   [](const Command& each) { return !each.opened; });
    if (opening_ || !waits) return;
    opening_ = true;
  }
  const bool posted = parts_.delivery.Post([weak = weak_from_this()] {
    if (const auto reactor = weak.lock()) reactor->OpenNext();
  });
  if (posted) return;
  const absl::MutexLock lock(&mutex_);
  opening_ = false;  // The next pulse tries again.
}

void EventStreamReactor::OpenNext() {
  exchange::CallCommandBody body;
  CommandId id;
  const auto sealed = [](const Command& each) { return !each.opened; };
  {
    const absl::MutexLock lock(&mutex_);
    const auto next = std::find_if(commands_.begin(), commands_.end(), sealed);
    if (next != commands_.end()) {
      id = next->command.id;
      body = next->command.body;
    }
  }
  // A text that cannot be opened, of a person who was erased, is left out.
  for (exchange::PersonalText* text : exchange::TextsOf(body)) {
    *text = exchange::PersonalText(parts_.ports.vault.Open(*text).value_or(""));
  }
  {
    const absl::MutexLock lock(&mutex_);
    opening_ = false;
    for (Command& each : commands_) {
      if (each.command.id != id) continue;
      each.command.body = std::move(body);
      each.opened = true;
      break;
    }
  }
  OpenCommands();
  PumpWrites();
}

bool EventStreamReactor::WriteCommand() {
  while (!commands_.empty() && commands_.front().opened) {
    const Command next = std::move(commands_.front());
    commands_.pop_front();
    const Duration left = next.until - parts_.ports.clock.Now();
    if (left <= Duration{0}) continue;  // R6.
    *response_.mutable_command() = ToProto(next.command, parts_.ports.clock.WallNow() + left);
    return true;
  }
  return false;
}

void EventStreamReactor::OnCommitted(std::int64_t sequence, const Status& status) {
  if (!status && !IsForEver(status.error())) return Close(status);  // R3
  {
    const absl::MutexLock lock(&mutex_);
    in_flight_.Finish(sequence, status);
  }
  PumpWrites();
  PumpReads();
}

void EventStreamReactor::PumpReads() {
  {
    const absl::MutexLock lock(&mutex_);
    const bool due = identity_ != nullptr && !reading_ && !half_closed_ && !closing_ &&
                     !in_flight_.full();  // R1
    if (!due) return;
    reading_ = true;
  }
  StartRead(&read_);
}

bool EventStreamReactor::NextWrite() {
  response_.Clear();
  if (ready_due_) {
    ready_due_ = false;
    v1::StreamReady& ready = *response_.mutable_ready();
    ready.set_source(NameOf("sources", source_));
    ready.set_in_flight_max(static_cast<int>(InFlight::kMax));
    *ready.mutable_ping_interval() = ToProto(kPingInterval);
  } else if (WriteCommand()) {
    return true;
  } else if (const auto refusal = in_flight_.TakeRefusal()) {  // R2
    parts_.ports.metrics.Count(figures::kEventsRejectedTotal,
                               "source=" + source_ + ",reason=" + refusal->error.reason);
    response_.mutable_rejected()->set_stream_sequence(refusal->sequence);
    *response_.mutable_rejected()->mutable_error() = ToRejection(refusal->error);
  } else if (const auto ack = in_flight_.TakeAck()) {
    response_.mutable_ack()->set_stream_sequence(*ack);
  } else if (heartbeat_due_) {
    heartbeat_due_ = false;
    *response_.mutable_heartbeat()->mutable_server_time() = ToProto(parts_.ports.clock.WallNow());
  } else {
    return false;
  }
  return true;
}

void EventStreamReactor::PumpWrites() {
  std::optional<Status> finish;
  {
    const absl::MutexLock lock(&mutex_);
    if (writing_ || finished_) return;
    if (closing_) {
      finish = closing_;
    } else if (!NextWrite()) {
      if (!half_closed_ || !in_flight_.idle()) return;
      finish.emplace();
      said_all_ = true;
    }
    if (finish) {
      finished_ = true;
    } else {
      writing_ = true;
      write_began_ = parts_.ports.clock.Now();
    }
  }
  if (finish) {
    Finish(ToGrpcStatus(*finish));
  } else {
    StartWrite(&response_);
  }
}

void EventStreamReactor::OnWriteDone(bool ok) {
  {
    const absl::MutexLock lock(&mutex_);
    writing_ = false;
  }
  if (!ok) Close(Fail(ErrorCode::kUnavailable, "SERVER_STOPPING", "the stream is broken"));
  PumpWrites();
  PumpReads();
}

void EventStreamReactor::OnPulse() {
  const Instant now = parts_.ports.clock.Now();
  bool silent = false;
  bool stuck = false;
  bool recheck = false;
  {
    const absl::MutexLock lock(&mutex_);
    if (closing_ || finished_) return;
    const bool waits = reading_ && !half_closed_;
    silent = waits && now - heard_ >= kSilenceMax;  // R5
    stuck = writing_ && now - write_began_ >= kUnreadMax;
    if (now - heartbeat_at_ >= kHeartbeatInterval && !source_.empty()) {
      heartbeat_at_ = now;
      heartbeat_due_ = true;
    }
    recheck = identity_ != nullptr && now - rechecked_ >= kRecheckInterval;
    if (recheck) rechecked_ = now;
  }
  if (stuck) {
    parts_.ports.metrics.Count(figures::kStreamDroppedTotal, "kind=telephony");
    Close(TooSlow());
    // The write in flight never ends while the peer does not read.
    call_.CutOff();
    return;
  }
  if (silent) {
    return Close(Fail(ErrorCode::kDeadlineExceeded, "CLIENT_SILENT", "nothing came for 10 s"));
  }
  if (recheck) Admit();
  OpenCommands();
  PumpWrites();
}

void EventStreamReactor::OnStop() {
  Close(Fail(ErrorCode::kUnavailable, "SERVER_STOPPING", "come back with jitter"));
}

// Also when the end of a broken connection looked like that of a client who had said all.
void EventStreamReactor::OnCancel() {
  {
    const absl::MutexLock lock(&mutex_);
    cancelled_ = true;
  }
  Close(Fail(ErrorCode::kUnavailable, "SERVER_STOPPING", "cancelled"));
}

void EventStreamReactor::OnDone() {
  std::string source;
  StreamLinks::Ticket link = 0;
  StreamEnd end = StreamEnd::kBroken;
  {
    const absl::MutexLock lock(&mutex_);
    source = source_;
    link = link_;
    if (said_all_ && !cancelled_) end = StreamEnd::kSaidAll;
  }
  if (!source.empty()) parts_.links.Close(source, link, end);
  self_.reset();
}

void EventStreamReactor::Close(const Status& status) {
  {
    const absl::MutexLock lock(&mutex_);
    if (closing_) return;
    closing_ = status;
  }
  PumpWrites();
}

}  // namespace jackfield::grpc_api
