#pragma once

#include "server/exchange/commands/call_command.h"
#include "server/exchange/step.h"

// Acting on the switch.
//
// Rules:
//  K1. A command is sent at most once, after the commit that holds it. Where the process ends
//      before its outcome is known, that is kUnknown, and nothing is sent again.
//  K2. A command has a deadline; past it the outcome is kUnknown. An outcome that comes later, or
//      again, changes nothing.
//  K3. That something happened is told by events only; an accepted command changes no call.
namespace jackfield::exchange {

// Commands that one journal entry may issue; CommandId is built from this.
constexpr std::uint64_t kCommandsPerEntryMax = 4'096;
constexpr Duration kCommandLimit{5'000};

// Who asks for a command, and about what.
struct CommandOrder {
  SourceId source;
  AgentId agent;           // May be none.
  ReservationId reserved;  // For kRoute: what a refusal ends; otherwise none.
  CallCommandBody body;
};

// Issues the command: the engine sends it once this step is committed. None, with a note, where too
// many are open already.
CommandId IssueCommand(Step& step, CommandOrder order);

}  // namespace jackfield::exchange
