#include "server/engine/command_dispatch.h"

#include <utility>

namespace jackfield::engine {
namespace {

exchange::TelephonyEvent Refusal(const std::string& source, CommandId command, std::string reason) {
  return {source, "", std::nullopt,
          exchange::CommandResult{command, exchange::CommandOutcome::kRefused, std::move(reason)}};
}

}  // namespace

void CommandDispatch::Send(const std::string& source, std::weak_ptr<CallCommandSink> sink) {
  sinks_[source] = std::move(sink);
}

std::vector<exchange::TelephonyEvent> CommandDispatch::Deliver(
    const exchange::State& state, const std::vector<exchange::CallCommand>& commands, Instant now,
    const std::optional<Error>& unsaved) {
  std::vector<exchange::TelephonyEvent> refusals;
  for (const exchange::CallCommand& command : commands) {
    const std::string& source = state.sources.at(command.source).name;
    const Duration left = command.deadline - now;
    const auto known = sinks_.find(source);
    const auto sink = known == sinks_.end() ? nullptr : known->second.lock();
    if (unsaved) {
      refusals.push_back(Refusal(source, command.id, unsaved->reason));
    } else if (sink == nullptr) {
      refusals.push_back(Refusal(source, command.id, "SOURCE_NOT_CONNECTED"));
    } else if (left > Duration{0}) {
      sink->Deliver(command, left);
    }
  }
  return refusals;
}

}  // namespace jackfield::engine
