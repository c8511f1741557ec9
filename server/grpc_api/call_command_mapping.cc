#include "server/grpc_api/call_command_mapping.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <variant>

#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::size_t kReasonMax = 64;

// Fills in the one command.
struct Filler {
  v1::CallCommand& to;

  template <typename Message, typename Body>
  static void SetPart(Message& message, const Body& body) {
    message.set_call(body.call);
    message.set_connection(body.connection);
  }

  void operator()(const exchange::AnswerCall& b) const { SetPart(*to.mutable_answer(), b); }
  void operator()(const exchange::HoldCall& b) const { SetPart(*to.mutable_hold(), b); }
  void operator()(const exchange::RetrieveCall& b) const { SetPart(*to.mutable_retrieve(), b); }
  void operator()(const exchange::ClearCall& b) const { SetPart(*to.mutable_clear(), b); }
  void operator()(const exchange::DeclineCall& b) const { SetPart(*to.mutable_decline(), b); }
  void operator()(const exchange::CancelConsult& b) const {
    SetPart(*to.mutable_cancel_consult(), b);
  }
  void operator()(const exchange::TransferCall& b) const {
    SetPart(*to.mutable_transfer(), b);
    to.mutable_transfer()->set_target(b.target.bytes);
  }
  void operator()(const exchange::ConsultCall& b) const {
    SetPart(*to.mutable_consult(), b);
    to.mutable_consult()->set_target(b.target.bytes);
  }
  void operator()(const exchange::CompleteTransfer& b) const {
    to.mutable_complete_transfer()->set_call(b.call);
    to.mutable_complete_transfer()->set_consultation(b.consultation);
  }
  void operator()(const exchange::JoinConference& b) const {
    to.mutable_conference()->set_call(b.call);
    to.mutable_conference()->set_consultation(b.consultation);
  }
  void operator()(const exchange::DialNumber& b) const {
    to.mutable_dial()->set_device(b.device);
    to.mutable_dial()->set_number(b.number.bytes);
  }
  void operator()(const exchange::PauseQueueMember& b) const {
    v1::PauseMemberCommand& pause = *to.mutable_pause_member();
    pause.set_queue(b.queue);
    pause.set_device(b.device);
    pause.set_paused(b.paused);
    pause.set_reason(b.reason);
  }
  void operator()(const exchange::TakeSnapshot&) const { to.mutable_snapshot(); }
  void operator()(const exchange::RouteCall& b) const {
    v1::RouteCommand& route = *to.mutable_route();
    route.set_call(b.call);
    route.set_leg(b.leg);
    for (const std::string& device : b.devices) route.add_devices(device);
  }
  void operator()(const exchange::DivertCall& b) const {
    v1::DivertCommand& divert = *to.mutable_divert();
    divert.set_call(b.call);
    divert.set_leg(b.leg);
    divert.set_target(b.target.bytes);
  }
  void operator()(const exchange::AddQueueMember& b) const {
    to.mutable_add_member()->set_queue(b.queue);
    to.mutable_add_member()->set_device(b.device);
    to.mutable_add_member()->set_paused(b.paused);
  }
  void operator()(const exchange::RemoveQueueMember& b) const {
    to.mutable_remove_member()->set_queue(b.queue);
    to.mutable_remove_member()->set_device(b.device);
  }
};

CommandId CommandOf(std::string_view text) {
  CommandId id;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, id.value);
  return error == std::errc() && stopped == end ? id : CommandId{};
}

// UPPER_SNAKE_CASE, as it is stored and told; what is none is left out.
std::string ReasonOf(const std::string& reason) {
  const bool clean = std::all_of(reason.begin(), reason.end(), [](char letter) {
    return (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') || letter == '_';
  });
  return clean && reason.size() <= kReasonMax ? reason : std::string();
}

}  // namespace

std::string CommandName(CommandId id) { return std::to_string(id.value); }

v1::CallCommandKind ToProto(exchange::CommandKind kind) {
  return static_cast<v1::CallCommandKind>(kind);  // Both have the same numbers.
}

v1::CallCommand ToProto(const exchange::CallCommand& command, WallTime deadline) {
  v1::CallCommand to;
  to.set_command_id(CommandName(command.id));
  *to.mutable_deadline_time() = ToProto(deadline);
  std::visit(Filler{to}, command.body);
  return to;
}

Result<exchange::CommandResult> CommandResultOf(const v1::CallCommandResult& result) {
  exchange::CommandResult read;
  read.command = CommandOf(result.command_id());
  if (!read.command) {
    return FailField("COMMAND_RESULT_INVALID", "command_result.command_id",
                     "must be the id of a command that was given");
  }
  read.reason = ReasonOf(result.error().reason());
  const int outcome = result.outcome();  // Both have the same numbers.
  if (outcome >= static_cast<int>(exchange::CommandOutcome::kAccepted) &&
      outcome <= static_cast<int>(exchange::CommandOutcome::kUnknown)) {
    read.outcome = static_cast<exchange::CommandOutcome>(outcome);
    return read;
  }
  return FailField("COMMAND_RESULT_INVALID", "command_result.outcome", "must be stated");
}

std::set<exchange::CommandKind> CommandsOf(const v1::StreamHello& hello) {
  std::set<exchange::CommandKind> kinds;
  for (const int kind : hello.commands()) {
    if (kind < static_cast<int>(exchange::CommandKind::kAnswer)) continue;
    if (kind > static_cast<int>(exchange::CommandKind::kDivert)) continue;
    kinds.insert(static_cast<exchange::CommandKind>(kind));
  }
  return kinds;
}

}  // namespace jackfield::grpc_api
