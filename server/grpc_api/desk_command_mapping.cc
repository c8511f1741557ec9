#include "server/grpc_api/desk_command_mapping.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "server/exchange/commands/desk_call_rules.h"

namespace jackfield::grpc_api {
namespace {

using exchange::CommandKind;

constexpr std::size_t kMessageMax = 256;

struct Words {
  std::string_view reason;
  std::string_view words;
};
constexpr auto kWords = std::to_array<Words>({
    {"SOURCE_NOT_CONNECTED", "the telephone system is not connected"},
    {"LINK_LOST", "the link to the telephone system was lost"},
    {"COMMAND_NOT_SUPPORTED", "the telephone system cannot do this; do it at the phone"},
    {"TOO_MANY_COMMANDS", "the telephone system has too much to do; try again in a few seconds"},
    {"STORE_FULL", "the server's disk is full; do it at the phone"},
    {"STORE_UNAVAILABLE", "the server cannot save at present; do it at the phone"},
    {"DEADLINE_PASSED", "the telephone system did not say in time what became of it"},
    {"SWITCH_SILENT", "the telephone system did not say in time what became of it"},
    {"SWITCH_FORBIDS", "the telephone system does not let this server do it"},
    {"SWITCH_REFUSED", "the telephone system refused it"},
    {"CHANNEL_GONE", "the call is over at the telephone system"},
    {"CALL_NOT_RINGING", "the call does not ring any more"},
    {"DEVICE_DID_NOT_ANSWER", "the agent's phone was not picked up"},
    {"CONSULTATION_UNKNOWN", "nobody is being consulted in this call"},
    {"PARTIES_UNCLEAR", "it is not clear who is to be connected with whom"},
});

// Rings and answered parts of one call ask for different things.
std::set<CommandKind> Allowed(const CallView& call, AgentId agent, bool ringing) {
  std::set<CommandKind> kinds = exchange::AllowedCommands(call.call, agent, call.can);
  std::erase_if(kinds, [ringing](CommandKind kind) {
    return (kind == CommandKind::kAnswer || kind == CommandKind::kDecline) != ringing;
  });
  return kinds;
}

// A reason that is not known here is better than nothing.
std::string WordsFor(const std::string& reason) {
  const auto* const known = std::find_if(
      kWords.begin(), kWords.end(), [&reason](const Words& each) { return each.reason == reason; });
  return known == kWords.end() ? reason.substr(0, kMessageMax) : std::string(known->words);
}

}  // namespace

// Kinds have the same numbers on both sides, and outcomes, too.
KindList ToKinds(const std::set<exchange::CommandKind>& kinds) {
  KindList list;
  for (const CommandKind kind : kinds) list.Add(static_cast<int>(kind));
  return list;
}

KindList KindsForCall(const CallView& call, AgentId agent) {
  return ToKinds(Allowed(call, agent, false));
}

KindList KindsForRing(const CallView& call, AgentId agent) {
  return ToKinds(Allowed(call, agent, true));
}

v1::CommandEnded ToCommandEnded(const CommandEndedView& view) {
  v1::CommandEnded ended;
  ended.set_command_id(std::to_string(view.command.value));
  ended.set_kind(static_cast<v1::CallCommandKind>(view.kind));
  ended.set_outcome(static_cast<v1::CallCommandResult::Outcome>(view.outcome));
  ended.set_message(WordsFor(view.reason));
  return ended;
}

}  // namespace jackfield::grpc_api
