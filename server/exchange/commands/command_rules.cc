#include "server/exchange/commands/command_rules.h"

#include <utility>

namespace jackfield::exchange {
namespace {

constexpr std::size_t kCommandsOpenMax = 10'000;

void ForgetOverdue(Step& step) {
  auto& commands = step.state.commands;
  while (!commands.empty() && commands.begin()->second.deadline <= step.now.at) {
    commands.erase(commands.begin());
  }
}

}  // namespace

CommandId IssueCommand(Step& step, CommandOrder order) {
  ForgetOverdue(step);
  const bool full =
      step.state.commands.size() >= kCommandsOpenMax || step.commands_made >= kCommandsPerEntryMax;
  if (full) {
    step.Note(Noted::Kind::kLimit, "commands");
    return {};
  }
  const CommandId id{step.sequence.value * kCommandsPerEntryMax + step.commands_made++};
  CallCommand command{.id = id,
                      .source = order.source,
                      .agent = order.agent,
                      .issued = step.now,
                      .deadline = step.now.at + kCommandLimit};
  command.body = std::move(order.body);
  step.state.commands.emplace(id, std::move(command));
  return id;
}

}  // namespace jackfield::exchange
