#include <algorithm>
#include <string>

#include "server/app/simulate/simulated_switch.h"

// What the switch is told to do.
namespace jackfield::simulate {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr Duration kHeldMax = minutes(10);  // Who holds for longer hangs up.
constexpr Duration kDialMin = seconds(3);
constexpr Duration kDialMax = seconds(12);
constexpr Duration kDialRingsMax = seconds(25);
constexpr double kFarEndAnswers = 0.8;
// Calls that agents make have numbers of their own, so that callers keep theirs.
constexpr std::int64_t kFirstDialled = 1'000'000'000'000;

constexpr std::string_view kDone;
constexpr std::string_view kNoCall = "CALL_UNKNOWN";
constexpr std::string_view kNotSo = "CALL_STATE";
constexpr std::string_view kBusy = "DEVICE_BUSY";
constexpr std::string_view kCannot = "COMMAND_UNKNOWN";

}  // namespace

std::vector<v1::CallCommandKind> SimulatedSwitch::Abilities() {
  return {
      v1::CALL_COMMAND_KIND_ANSWER,   v1::CALL_COMMAND_KIND_DECLINE, v1::CALL_COMMAND_KIND_HOLD,
      v1::CALL_COMMAND_KIND_RETRIEVE, v1::CALL_COMMAND_KIND_CLEAR,   v1::CALL_COMMAND_KIND_TRANSFER,
      v1::CALL_COMMAND_KIND_DIAL,     v1::CALL_COMMAND_KIND_ROUTE,   v1::CALL_COMMAND_KIND_DIVERT};
}

v1::CallCommandResult SimulatedSwitch::Obey(const v1::CallCommand& command, WallTime now) {
  now_ = std::max(now_, now);
  const Refusal refusal = Carry(command);
  Dispatch();
  v1::CallCommandResult result;
  result.set_command_id(command.command_id());
  result.set_outcome(refusal.empty() ? v1::CallCommandResult::OUTCOME_ACCEPTED
                                     : v1::CallCommandResult::OUTCOME_REFUSED);
  if (!refusal.empty()) result.mutable_error()->set_reason(std::string(refusal));
  return result;
}

SimulatedSwitch::Refusal SimulatedSwitch::Carry(const v1::CallCommand& command) {
  switch (command.command_case()) {
    case v1::CallCommand::kAnswer:
      return AnswerNow(command.answer());
    case v1::CallCommand::kDecline:
      return DeclineNow(command.decline());
    case v1::CallCommand::kHold:
      return HoldNow(command.hold());
    case v1::CallCommand::kRetrieve:
      return RetrieveNow(command.retrieve());
    case v1::CallCommand::kClear:
      return ClearNow(command.clear());
    case v1::CallCommand::kTransfer:
      return TransferNow(command.transfer());
    case v1::CallCommand::kDial:
      return DialNow(command.dial());
    case v1::CallCommand::kRoute:
      return RouteNow(command.route());
    case v1::CallCommand::kDivert:
      return DivertNow(command.divert());
    case v1::CallCommand::kConsult:
    case v1::CallCommand::kCompleteTransfer:
    case v1::CallCommand::kConference:
    case v1::CallCommand::kPauseMember:
    case v1::CallCommand::kSnapshot:
    case v1::CallCommand::kAddMember:
    case v1::CallCommand::kRemoveMember:
    case v1::CallCommand::kCancelConsult:
    case v1::CallCommand::COMMAND_NOT_SET:
      return kCannot;
  }
  return kCannot;
}

SimulatedSwitch::Refusal SimulatedSwitch::AnswerNow(const v1::AnswerCommand& command) {
  const Live found = Find(command.call());
  if (found == calls_.end()) return kNoCall;
  const auto agent = RingingAgent(found->second, command.connection());
  if (!agent) return kNotSo;
  Answer({.call = found->first, .agent = *agent}, found->second);
  return kDone;
}

SimulatedSwitch::Refusal SimulatedSwitch::DeclineNow(const v1::DeclineCommand& command) {
  const Live found = Find(command.call());
  if (found == calls_.end()) return kNoCall;
  const auto agent = RingingAgent(found->second, command.connection());
  if (!agent) return kNotSo;
  Miss({.call = found->first, .agent = *agent}, found->second);
  return kDone;
}

SimulatedSwitch::Refusal SimulatedSwitch::HoldNow(const v1::HoldCommand& command) {
  const Live found = FindTalk(command.call(), command.connection());
  if (found == calls_.end()) return kNoCall;
  auto& [number, call] = *found;
  if (call.held || call.dials || !call.consultation.empty()) return kNotSo;
  v1::HeldEvent& held = *Emit().mutable_held();
  held.set_call(call.id);
  held.set_connection(call.agent_connection);
  call.held = true;
  PlanAt(now_ + kHeldMax, Act::kHangUp, number, call.agent, ++call.stage);
  return kDone;
}

SimulatedSwitch::Refusal SimulatedSwitch::RetrieveNow(const v1::RetrieveCommand& command) {
  const Live found = FindTalk(command.call(), command.connection());
  if (found == calls_.end()) return kNoCall;
  auto& [number, call] = *found;
  if (!call.held) return kNotSo;
  Retrieve({.call = number, .agent = call.agent}, call);
  return kDone;
}

SimulatedSwitch::Refusal SimulatedSwitch::ClearNow(const v1::ClearCommand& command) {
  const Live found = FindTalk(command.call(), command.connection());
  if (found == calls_.end()) return kNoCall;
  auto& [number, call] = *found;
  if (!call.consultation.empty()) return kNotSo;
  HangUp({.call = number, .agent = call.agent}, call);
  return kDone;
}

SimulatedSwitch::Refusal SimulatedSwitch::TransferNow(const v1::TransferCommand& command) {
  const Live found = FindTalk(command.call(), command.connection());
  if (found == calls_.end()) return kNoCall;
  if (found->second.dials || !found->second.consultation.empty()) return kNotSo;
  if (IsBusyExtension(command.target())) return kBusy;
  TransferTo(found->first, found->second, command.target());
  return kDone;
}

SimulatedSwitch::Refusal SimulatedSwitch::DialNow(const v1::DialCommand& command) {
  const auto agent = FreeAgentAt(command.device());
  if (!agent) return kBusy;
  const std::int64_t number = kFirstDialled + ++dial_count_;
  CallNow call;
  call.id = "dialled-" + std::to_string(dial_count_);
  call.caller_connection = call.id + "-to";
  call.agent_connection = call.id + "-from";
  call.agent = *agent;
  call.dials = true;
  v1::OriginatedEvent& originated = *Emit().mutable_originated();
  originated.set_call(call.id);
  originated.set_direction(v1::DIRECTION_OUTBOUND);
  originated.set_dialled(command.number());
  originated.set_connection(call.agent_connection);
  originated.set_device(command.device());
  agents_[*agent].state = AgentState::kTalking;
  agents_[*agent].call = number;
  ++agents_[*agent].stage;
  const bool answers = prng_.Chance(kFarEndAnswers);
  PlanAt(now_ + (answers ? prng_.Between(kDialMin, kDialMax) : kDialRingsMax),
         answers ? Act::kFarEndAnswers : Act::kHangUp, number, *agent, call.stage);
  calls_.emplace(number, std::move(call));
  return kDone;
}

SimulatedSwitch::Refusal SimulatedSwitch::RouteNow(const v1::RouteCommand& command) {
  const Live found = Find(command.call());
  if (found == calls_.end()) return kNoCall;
  auto& [number, call] = *found;
  const bool waits = call.waiting && call.in_queue && call.rings.empty();
  if (!waits || !scenario_.queues[call.queue].directed) return kNotSo;
  for (const std::string& device : command.devices()) {
    if (const auto agent = FreeAgentAt(device)) RingAt(number, call, *agent);
  }
  return call.rings.empty() ? kBusy : kDone;
}

SimulatedSwitch::Refusal SimulatedSwitch::DivertNow(const v1::DivertCommand& command) {
  const Live found = Find(command.call());
  if (found == calls_.end()) return kNoCall;
  auto& [number, call] = *found;
  if (!call.waiting || !call.in_queue) return kNotSo;
  ++counts_.left;
  Leave(number, call, v1::DequeuedEvent::CAUSE_WITHDRAWN);
  return kDone;
}

SimulatedSwitch::Live SimulatedSwitch::Find(const std::string& call) {
  return std::find_if(calls_.begin(), calls_.end(),
                      [&call](const auto& each) { return each.second.id == call; });
}

SimulatedSwitch::Live SimulatedSwitch::FindTalk(const std::string& call,
                                                const std::string& connection) {
  const Live found = Find(call);
  if (found == calls_.end() || found->second.waiting) return calls_.end();
  const bool agents = connection.empty() || connection == found->second.agent_connection;
  return agents ? found : calls_.end();
}

std::optional<std::size_t> SimulatedSwitch::RingingAgent(const CallNow& call,
                                                         const std::string& connection) const {
  for (const Ring& ring : call.rings) {
    if (ring.connection == connection) return ring.agent;
  }
  return std::nullopt;
}

bool SimulatedSwitch::IsBusyExtension(const std::string& target) const {
  return std::any_of(scenario_.agents.begin(), scenario_.agents.end(),
                     [&](const ScenarioAgent& agent) {
                       return agent.extension == target && !FreeAgentAt(agent.device);
                     });
}

std::optional<std::size_t> SimulatedSwitch::FreeAgentAt(const std::string& device) const {
  for (std::size_t i = 0; i < agents_.size(); ++i) {
    const AgentState state = agents_[i].state;
    const bool free = state == AgentState::kIdle || state == AgentState::kWrapUp;
    if (free && scenario_.agents[i].device == device) return i;
  }
  return std::nullopt;
}

}  // namespace jackfield::simulate
