#include "agent-client/terminal/session/desk_session.h"

#include <chrono>
#include <random>
#include <utility>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/support/proto_buffer_reader.h>

#include "jackfield/v1/call_control_service.pb.h"
#include "jackfield/v1/customer_service.pb.h"
#include "jackfield/v1/desk_service.grpc.pb.h"
#include "jackfield/v1/interaction_service.pb.h"
#include "jackfield/v1/supervision_service.pb.h"
#include "jackfield/v1/ticket_service.pb.h"

#include "agent-client/connection/rpc_error.h"
#include "agent-client/terminal/session/reconnect_pause.h"

namespace jackfield::client {
namespace {

constexpr const char* kClientName = "jackfield-agent";

// Cancels a stream that has been silent for too long (D1). One per stream.
class SilenceGuard {
 public:
  explicit SilenceGuard(grpc::ClientContext& stream)
      : stream_(stream), thread_([this] { Watch(); }) {}
  ~SilenceGuard() {
    {
      const std::lock_guard lock(mutex_);
      done_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }
  void Heard() {
    const std::lock_guard lock(mutex_);
    heard_ = true;
  }
  bool fired() {
    const std::lock_guard lock(mutex_);
    return fired_;
  }

 private:
  void Watch() {
    std::unique_lock lock(mutex_);
    while (!done_) {
      heard_ = false;
      if (changed_.wait_for(lock, DeskSession::kSilenceMax, [this] { return done_; })) return;
      if (heard_) continue;
      fired_ = true;
      stream_.TryCancel();
      return;
    }
  }

  grpc::ClientContext& stream_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool done_ = false;
  bool heard_ = false;
  bool fired_ = false;
  std::thread thread_;
};

// A service that nothing in the program names is left out by the linker, and would be unknown.
void LinkServices() {
  google::protobuf::LinkMessageReflection<v1::GetCustomerRequest>();
  google::protobuf::LinkMessageReflection<v1::GetInteractionRequest>();
  google::protobuf::LinkMessageReflection<v1::GetBoardRequest>();
  google::protobuf::LinkMessageReflection<v1::GetTicketRequest>();
  google::protobuf::LinkMessageReflection<v1::HoldCallRequest>();
}

const google::protobuf::MethodDescriptor* FindMethod(const std::string& full_name) {
  LinkServices();
  const auto* method =
      google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(full_name);
  if (method == nullptr || method->client_streaming() || method->server_streaming()) return nullptr;
  return method;
}

std::string PathOf(const google::protobuf::MethodDescriptor& method) {
  return "/" + method.service()->full_name() + "/" + method.name();
}

// One unary call without generated code, by completion queue.
grpc::Status Call(grpc::Channel& channel, const std::string& path, grpc::ClientContext& context,
                  const google::protobuf::Message& request, google::protobuf::Message* response) {
  grpc::GenericStub stub(std::shared_ptr<grpc::ChannelInterface>(&channel, [](auto*) {}));
  grpc::ByteBuffer bytes;
  bool own_buffer = false;
  const grpc::Status encoded =
      grpc::GenericSerialize<grpc::ProtoBufferWriter, google::protobuf::Message>(request, &bytes,
                                                                                 &own_buffer);
  if (!encoded.ok()) return encoded;
  grpc::CompletionQueue queue;
  const auto call = stub.PrepareUnaryCall(&context, path, bytes, &queue);
  call->StartCall();
  grpc::ByteBuffer answer;
  grpc::Status done;
  call->Finish(&answer, &done, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  if (!done.ok()) return done;
  grpc::ProtoBufferReader reader(&answer);
  if (!response->ParseFromZeroCopyStream(&reader)) {
    return {grpc::StatusCode::DATA_LOSS, "the server's answer cannot be read"};
  }
  return done;
}

bool IsFinal(LinkState state) {
  return state == LinkState::kReplaced || state == LinkState::kRefused;
}

LinkState StateAfter(const Error& error) {
  if (error.reason == "DESK_REPLACED") return LinkState::kReplaced;
  if (error.code == ErrorCode::kPermissionDenied) return LinkState::kRefused;
  if (error.reason == "PASSWORD_WRONG" || error.reason == "SIGN_IN_FAILED")
    return LinkState::kRefused;
  return LinkState::kReconnecting;
}

}  // namespace

DeskSession::DeskSession(std::shared_ptr<grpc::Channel> channel, Credentials credentials,
                         Callbacks callbacks)
    : channel_(std::move(channel)),
      credentials_(std::move(credentials)),
      callbacks_(std::move(callbacks)),
      token_(credentials_.token) {}

DeskSession::~DeskSession() { Stop(); }

void DeskSession::Start() {
  thread_ = std::thread([this] { Run(); });
}

void DeskSession::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    if (stream_ != nullptr) stream_->TryCancel();
  }
  stopped_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void DeskSession::Run() {
  std::random_device chance;
  callbacks_.on_link(LinkState::kConnecting, {});
  while (Wait(ReconnectPause(failures_, chance()))) {
    ++failures_;
    const Error ended = RunStream();
    if (ended.code == ErrorCode::kUnauthenticated) ForgetToken();
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
    const LinkState state = StateAfter(ended);
    callbacks_.on_link(state, Describe(ended));
    if (IsFinal(state)) return;
  }
}

Error DeskSession::RunStream() {
  const Result<std::string> token = Token();
  if (!token) return token.error();
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + *token);
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return {ErrorCode::kUnavailable, "stopping"};
    stream_ = &context;
  }
  v1::WatchDeskRequest request;
  request.set_resume_cursor(cursor_);
  request.set_client_name(kClientName);
  const auto stub = v1::DeskService::NewStub(channel_);
  const auto stream = stub->WatchDesk(&context, request);
  SilenceGuard guard(context);
  v1::WatchDeskResponse update;
  bool live = false;
  while (stream->Read(&update)) {
    guard.Heard();
    callbacks_.on_update(update);
    if (update.cursor_complete() && update.cursor() > 0) cursor_ = update.cursor();  // D2.
    if (!live && update.has_heartbeat()) {
      live = true;
      failures_ = 0;
      callbacks_.on_link(LinkState::kLive, {});
    }
  }
  const grpc::Status done = stream->Finish();
  {
    const std::lock_guard lock(mutex_);
    stream_ = nullptr;
  }
  if (guard.fired()) return {ErrorCode::kUnavailable, "no message for 10 s"};
  if (done.ok()) return {ErrorCode::kUnavailable, "the server ended the stream"};
  return ToError(done);
}

Result<std::string> DeskSession::Token() {
  {
    const std::lock_guard lock(mutex_);
    if (!token_.empty()) return token_;
  }
  Result<std::string> token = SignIn(channel_, credentials_.login, credentials_.password);
  if (!token) return token;
  const std::lock_guard lock(mutex_);
  token_ = *token;
  return token;
}

void DeskSession::ForgetToken() {
  const std::lock_guard lock(mutex_);
  token_.clear();
}

bool DeskSession::Wait(Duration pause) {
  std::unique_lock lock(mutex_);
  stopped_.wait_for(lock, pause, [this] { return stopping_ || at_once_; });
  at_once_ = false;
  return !stopping_;
}

void DeskSession::ReconnectNow() {
  {
    const std::lock_guard lock(mutex_);
    at_once_ = true;
  }
  stopped_.notify_all();
}

std::string DeskSession::token() {
  const std::lock_guard lock(mutex_);
  return token_;
}

Result<std::string> DeskSession::Invoke(const std::string& full_name,
                                        const std::string& request_json) {
  const auto* method = FindMethod(full_name);
  if (method == nullptr) {
    return FailField("METHOD_UNKNOWN", "method", "\"" + full_name + "\" is no unary method");
  }
  google::protobuf::DynamicMessageFactory factory;
  const std::unique_ptr<google::protobuf::Message> request(
      factory.GetPrototype(method->input_type())->New());
  const auto parsed = google::protobuf::util::JsonStringToMessage(request_json, request.get());
  if (!parsed.ok()) return FailField("REQUEST_MALFORMED", "request", parsed.ToString());

  const Result<std::string> token = Token();
  if (!token) return token;
  const std::unique_ptr<google::protobuf::Message> response(
      factory.GetPrototype(method->output_type())->New());
  grpc::ClientContext context;
  Prepare(context, *token);
  const grpc::Status done = Call(*channel_, PathOf(*method), context, *request, response.get());
  if (!done.ok()) return tl::unexpected<Error>(ToError(done));
  std::string json;
  const auto printed = google::protobuf::util::MessageToJsonString(*response, &json);
  if (!printed.ok()) return Fail(ErrorCode::kDataLoss, printed.ToString());
  return json;
}

}  // namespace jackfield::client
