#include "server/exchange/commands/command_rules.h"

#include <string>
#include <utility>

#include "server/exchange/callbacks/callback_calls.h"
#include "server/exchange/commands/member_rules.h"
#include "server/exchange/routing/overflow_rules.h"
#include "server/exchange/routing/routing_rules.h"

namespace jackfield::exchange {
namespace {

// Closes the command: nothing that is told of it later changes anything.
void EndCommand(Step& step, const CallCommand& command, CommandOutcome outcome,
                std::string reason) {
  CommandEnded ended{command.id, command.agent, outcome, std::move(reason), KindOf(command.body)};
  step.state.timers.Cancel({TimerKind::kCommandDeadline, command.id.value, 0});
  step.state.commands.erase(ended.command);
  step.Tell(std::move(ended));
}

}  // namespace

Status CheckCommand(const State& state, const Source& source, CommandKind kind) {
  if (!source.linked) {
    return Fail(ErrorCode::kUnavailable, "SOURCE_NOT_CONNECTED",
                "the link to \"" + source.name + "\" is not up");
  }
  if (!source.capabilities.contains(kind)) {
    return Fail(ErrorCode::kFailedPrecondition, "COMMAND_NOT_SUPPORTED",
                "\"" + source.name + "\" cannot be told to do this; do it at the phone");
  }
  if (state.commands.size() >= kCommandsOpenMax) {
    return Fail(ErrorCode::kResourceExhausted, "COMMANDS_FULL",
                "too many commands have no outcome yet; try again in a few seconds");
  }
  return {};
}

bool HasRoomForCommand(const Step& step) {
  return step.state.commands.size() < kCommandsOpenMax && step.commands_made < kCommandsPerEntryMax;
}

CommandId IssueCommand(Step& step, CommandOrder order) {
  if (!HasRoomForCommand(step)) {
    step.Note(Noted::Kind::kLimit, "open commands");
    return {};
  }
  // By the engine's own clock, also where a timer fires late: nothing is sent that is over already.
  const Moment issued = step.clock;
  CallCommand command{
      .id = CommandId{step.sequence.value * kCommandsPerEntryMax + step.commands_made++},
      .source = order.source,
      .agent = order.agent,
      .issued = issued,
      .deadline = issued.at + kCommandLimit,
      .body = std::move(order.body),
      .reserved = order.reserved,
      .diverts = order.diverts,
      .reserved_count = order.reserved_count};
  const CommandId id = command.id;
  step.state.timers.Set({TimerKind::kCommandDeadline, id.value, 0}, SourceId{}, issued,
                        kCommandLimit);
  step.state.commands.emplace(id, command);
  step.Tell(CommandIssued{std::move(command)});
  return id;
}

void TakeCommandResult(Step& step, const CommandResult& result) {
  const auto open = step.state.commands.find(result.command);
  if (open == step.state.commands.end() || open->second.source != step.source->id) {
    return step.Ignore(IgnoreCause::kCommandNotOpen);  // K2, K4.
  }
  const ReservationId reserved = open->second.reserved;
  const std::uint32_t reserved_count = open->second.reserved_count;
  if (result.outcome == CommandOutcome::kRefused) {
    DropMemberAsk(step, open->second);
    OnDialRefused(step, open->second.agent, open->second.id);
  }
  const std::optional<WorkKey> diverts = open->second.diverts;
  EndCommand(step, open->second, result.outcome, result.reason);
  if (result.outcome == CommandOutcome::kRefused && reserved) {
    FailRoute(step, reserved, reserved_count);
  }
  if (result.outcome != CommandOutcome::kAccepted && diverts) FailDiversion(step, *diverts);
}

void OnCommandDeadline(Step& step, CommandId id) {
  const auto open = step.state.commands.find(id);
  if (open == step.state.commands.end()) return;
  const std::optional<WorkKey> diverts = open->second.diverts;
  EndCommand(step, open->second, CommandOutcome::kUnknown, "DEADLINE_PASSED");
  if (diverts) FailDiversion(step, *diverts);
}

}  // namespace jackfield::exchange
