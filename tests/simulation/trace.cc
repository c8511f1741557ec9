#include "tests/simulation/trace.h"

#include <string_view>
#include <type_traits>
#include <variant>

namespace jackfield::sim {
namespace {

constexpr std::string_view kEvents[] = {"Originated",
                                        "CallInformation",
                                        "Queued",
                                        "Dequeued",
                                        "QueueRefused",
                                        "Delivered",
                                        "Established",
                                        "RingEnded",
                                        "LegCompleted",
                                        "Held",
                                        "Retrieved",
                                        "Parked",
                                        "Unparked",
                                        "Transferred",
                                        "Conferenced",
                                        "LegMoved",
                                        "ConnectionCleared",
                                        "CallCleared",
                                        "MemberAdded",
                                        "MemberRemoved",
                                        "MemberPaused",
                                        "QueueParameters",
                                        "LinkUp",
                                        "LinkDown",
                                        "SwitchSnapshot",
                                        "CommandResult"};
constexpr std::string_view kCommands[] = {
    "DeskOpened",         "DeskClosed",     "SetAgentState",        "PopShown",
    "SaveNote",           "CompleteWrapUp", "ExtendWrapUp",         "ChooseCaller",
    "AcknowledgeMissed",  "SetPopMode",     "AcknowledgeAlert",     "AnswerRing",
    "DeclineRing",        "HoldConnection", "RetrieveConnection",   "HangUp",
    "TransferBlind",      "Consult",        "CompleteConsultation", "Conference",
    "CancelConsultation", "Dial",           "AcknowledgeNotices",   "UpdateStanding"};
static_assert(std::size(kEvents) == std::variant_size_v<exchange::TelephonyEventBody>);
static_assert(std::size(kCommands) == std::variant_size_v<exchange::DeskCommand>);

std::string Text(const std::string& text) { return text.empty() ? "-" : text; }
template <typename Tag>
std::string Text(Id<Tag> id) {
  return std::to_string(id.value);
}

// The fields that tell the most, where the body has them.
template <typename Body>
std::string Fields(const Body& body) {
  std::string text;
  if constexpr (requires { body.agent; }) text += " agent=" + Text(body.agent);
  if constexpr (requires { body.call; }) text += " call=" + Text(body.call);
  if constexpr (requires { body.connection; }) text += " connection=" + Text(body.connection);
  if constexpr (requires { body.by_connection; }) text += " by=" + Text(body.by_connection);
  if constexpr (requires { body.device; }) text += " device=" + Text(body.device);
  if constexpr (requires { body.queue; }) text += " queue=" + Text(body.queue);
  if constexpr (requires { body.leg; }) text += " leg=" + Text(body.leg);
  if constexpr (requires { body.to_call; }) text += " to=" + body.to_call + " " + body.to_leg;
  if constexpr (requires { body.consultation; }) text += " consult=" + Text(body.consultation);
  if constexpr (requires { body.other; }) text += " other=" + Text(body.other);
  if constexpr (requires { body.epoch; }) text += " epoch=" + body.epoch;
  if constexpr (requires { body.offer; }) text += " offer=" + Text(body.offer);
  if constexpr (requires { body.paused; }) text += body.paused ? " paused" : "";
  if constexpr (requires { static_cast<int>(body.cause); }) {
    text += " cause=" + std::to_string(static_cast<int>(body.cause));
  }
  if constexpr (requires { body.calls; }) {
    for (const auto& call : body.calls) text += " " + call.call;
  }
  return text;
}

struct Body {
  std::string operator()(const exchange::TelephonyEvent& event) const {
    std::string text(event.source);
    if (!event.id.empty()) text += "#" + event.id;
    if (event.time)
      text += "@" + std::to_string(event.time->time_since_epoch().count() % 100'000'000);
    text.append(" ").append(kEvents[event.body.index()]);
    return text + std::visit([](const auto& body) { return Fields(body); }, event.body);
  }
  std::string operator()(const exchange::DeskCommand& command) const {
    return std::string(kCommands[command.index()]) +
           std::visit([](const auto& body) { return Fields(body); }, command);
  }
  std::string operator()(const exchange::Configuration&) const { return "Configuration"; }
  std::string operator()(const exchange::TimersDue&) const { return "TimersDue"; }
  std::string operator()(const exchange::TicketCommand& command) const {
    return "TicketCommand " + std::to_string(command.index()) +
           std::visit([](const auto& body) { return " by " + body.actor; }, command);
  }
  std::string operator()(const exchange::CallbackCommand& command) const {
    return "CallbackCommand " + std::to_string(command.index()) +
           std::visit([](const auto& body) { return " by " + body.actor; }, command);
  }
};

}  // namespace

std::string Describe(Sequence sequence, const exchange::Input& input) {
  return std::to_string(sequence.value) + " " +
         std::to_string(input.now.time_since_epoch().count()) + "ms " +
         std::visit(Body{}, input.body);
}

}  // namespace jackfield::sim
