#pragma once

#include "server/exchange/commands/call_command.h"
#include "server/exchange/step.h"
#include "server/exchange/telephony_event.h"

// Acting on the switch.
//
// Rules:
//  K1. A command is sent at most once, after the commit that holds it. Where the process ends
//      before its outcome is known, that is kUnknown, and nothing is sent again: only effects of
//      live inputs are delivered, never those of a replay, and the deadline (K2) ends what is open.
//  K2. A command has a deadline; past it the outcome is kUnknown. An outcome that comes later, or
//      again, changes nothing.
//  K3. That something happened is told by events only; an accepted command changes no call.
//  K4. Only the source that a command was sent to tells its outcome.
//
// Thread safety: pure functions of the step.
namespace jackfield::exchange {

// Commands that one journal entry may issue; CommandId is built from this.
constexpr std::uint64_t kCommandsPerEntryMax = 4'096;
constexpr Duration kCommandLimit{5'000};
constexpr std::size_t kCommandsOpenMax = 10'000;  // Of all sources.

// Who asks for a command, and about what.
struct CommandOrder {
  SourceId source;
  AgentId agent;                     // May be none.
  ReservationId reserved;            // For kRoute: what a refusal ends; otherwise none.
  std::uint32_t reserved_count = 1;  // So many in a row.
  CallCommandBody body;
  std::optional<WorkKey> diverts;  // For kDivert: the caller.
};

// Whether `source` can be told to do it now. To be asked where a person waits for the answer;
// IssueCommand() issues whatever it is given, and a source that cannot refuses.
// Errors: kUnavailable (SOURCE_NOT_CONNECTED) without a link; kFailedPrecondition
// (COMMAND_NOT_SUPPORTED) when the source has not said that it can; kResourceExhausted
// (COMMANDS_FULL) at kCommandsOpenMax.
Status CheckCommand(const State& state, const Source& source, CommandKind kind);

// Whether one more can be issued in this step.
bool HasRoomForCommand(const Step& step);

// Issues the command: the engine sends it once this step is committed. None, with a note, where too
// many are open already.
CommandId IssueCommand(Step& step, CommandOrder order);

// A source told what became of a command. `step.source` is set.
void TakeCommandResult(Step& step, const CommandResult& result);

// The deadline of an open command has come (K2).
void OnCommandDeadline(Step& step, CommandId id);

}  // namespace jackfield::exchange
