#include "agent-client/terminal/headless/headless_desk.h"

#include <chrono>
#include <iostream>
#include <istream>
#include <ostream>
#include <string_view>
#include <utility>

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>

#include "agent-client/connection/rpc_error.h"
#include "agent-client/terminal/session/desk_mapping.h"

namespace jackfield::client {
namespace {

using google::protobuf::Struct;
using google::protobuf::util::MessageToJsonString;

constexpr std::size_t kShownMax = 10'000;  // Offers remembered as reported.
constexpr int kExitReplaced = 1;
constexpr int kExitRefused = 4;

std::string_view NameOf(LinkState state) {
  switch (state) {
    case LinkState::kConnecting:
      return "connecting";
    case LinkState::kLive:
      return "live";
    case LinkState::kReconnecting:
      return "reconnecting";
    case LinkState::kReplaced:
      return "replaced";
    case LinkState::kRefused:
      return "refused";
  }
  return "connecting";
}

std::string ToJson(const google::protobuf::Message& message) {
  std::string json;
  if (!MessageToJsonString(message, &json).ok()) return "{}";
  return json;
}

std::string FullName(const std::string& method) {
  return "jackfield.v1." +
         (method.find('.') == std::string::npos ? "DeskService." + method : method);
}

std::string LastSegment(const std::string& name) { return name.substr(name.rfind('/') + 1); }

Struct DescribeError(const Error& error) {
  Struct described;
  (*described.mutable_fields())["reason"].set_string_value(error.reason);
  (*described.mutable_fields())["message"].set_string_value(Describe(error));
  return described;
}

}  // namespace

HeadlessDesk::HeadlessDesk(std::shared_ptr<grpc::Channel> channel,
                           DeskSession::Credentials credentials, std::ostream& out,
                           std::unique_ptr<PopCommand> on_pop)
    : out_(out),
      on_pop_(std::move(on_pop)),
      session_(std::move(channel), std::move(credentials),
               {[this](const v1::WatchDeskResponse& update) { OnUpdate(update); },
                [this](LinkState state, const std::string& detail) { OnLink(state, detail); }}) {}

int HeadlessDesk::Run(std::istream& in, bool stay) {
  session_.Start();
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) Obey(line);
  }
  {
    std::unique_lock lock(mutex_);
    if (stay) ended_.wait(lock, [this] { return over_; });
  }
  session_.Stop();
  const std::lock_guard lock(mutex_);
  return exit_code_;
}

void HeadlessDesk::Interrupt() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  ended_.notify_all();
}

void HeadlessDesk::OnUpdate(const v1::WatchDeskResponse& update) {
  if (update.has_heartbeat()) return;
  WriteLine(ToJson(update));
  if (update.has_snapshot()) pop_mode_ = update.snapshot().agent().pop_mode();
  if (update.has_agent_changed()) pop_mode_ = update.agent_changed().pop_mode();
  if (update.has_pop_opened()) ReportShown(update.pop_opened());
  for (const v1::Pop& pop : update.snapshot().pops()) ReportShown(pop);
}

void HeadlessDesk::OnLink(LinkState state, const std::string& detail) {
  Struct link;
  (*link.mutable_fields())["state"].set_string_value(std::string(NameOf(state)));
  if (!detail.empty()) (*link.mutable_fields())["detail"].set_string_value(detail);
  WriteLine("{\"link\":" + ToJson(link) + "}");
  if (state != LinkState::kReplaced && state != LinkState::kRefused) return;
  {
    const std::lock_guard lock(mutex_);
    exit_code_ = state == LinkState::kReplaced ? kExitReplaced : kExitRefused;
  }
  Interrupt();
}

void HeadlessDesk::ReportShown(const v1::Pop& pop) {
  const std::string offer = LastSegment(pop.offer());
  if (shown_.size() >= kShownMax) shown_.erase(shown_.begin());
  if (!shown_.insert(offer).second) return;
  RunOnPop(pop);
  v1::ReportPopShownRequest request;
  request.set_offer(pop.offer());
  *request.mutable_painted_time() = google::protobuf::util::TimeUtil::GetCurrentTime();
  // An offer that ended meanwhile is not known any more; there is nobody to tell.
  static_cast<void>(session_.Invoke(FullName("ReportPopShown"), ToJson(request)));
}

void HeadlessDesk::RunOnPop(const v1::Pop& pop) {
  const bool wanted = pop_mode_ != v1::POP_MODE_CARD_ONLY && pop_mode_ != v1::POP_MODE_OFF;
  if (on_pop_ == nullptr || !wanted || pop.state() != v1::Pop::STATE_RINGING) return;
  if (const Status run = on_pop_->Run(ToPop(pop)); !run) {
    std::cerr << "jackfield-agent: " << run.error().message << '\n';
  }
}

void HeadlessDesk::Obey(const std::string& line) {
  Struct command;
  const auto& fields = command.fields();
  const bool readable = line.size() <= kCommandBytesMax &&
                        google::protobuf::util::JsonStringToMessage(line, &command).ok() &&
                        fields.contains("method");
  Struct result;
  auto& out = *result.mutable_fields();
  if (!readable) {
    *out["error"].mutable_struct_value() = DescribeError(
        {ErrorCode::kInvalidArgument,
         R"(a command is one JSON object of at most 64 KiB with "method" and "request")",
         "COMMAND_MALFORMED"});
    return WriteLine("{\"result\":" + ToJson(result) + "}");
  }
  if (fields.contains("id")) out["id"] = fields.at("id");
  const std::string request =
      fields.contains("request") ? ToJson(fields.at("request").struct_value()) : "{}";
  const Result<std::string> response =
      session_.Invoke(FullName(fields.at("method").string_value()), request);
  if (response) {
    const bool parsed = google::protobuf::util::JsonStringToMessage(
                            *response, out["response"].mutable_struct_value())
                            .ok();
    if (!parsed) out.erase("response");
  } else {
    *out["error"].mutable_struct_value() = DescribeError(response.error());
  }
  WriteLine("{\"result\":" + ToJson(result) + "}");
}

void HeadlessDesk::WriteLine(const std::string& line) {
  const std::lock_guard lock(mutex_);
  out_ << line << '\n' << std::flush;
}

}  // namespace jackfield::client
