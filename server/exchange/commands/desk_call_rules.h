#pragma once

#include <set>
#include <string>

#include "server/base/result.h"
#include "server/exchange/desk_command.h"
#include "server/exchange/step.h"

// What agents ask to be done with their calls. Each issues one command to the source of the call,
// or is refused and changes nothing: errors as desk_command.h says.
//
// Thread safety: pure functions of the step.
namespace jackfield::exchange {

Status Ask(Step& step, const AnswerRing& wish);
Status Ask(Step& step, const DeclineRing& wish);
Status Ask(Step& step, const HoldConnection& wish);
Status Ask(Step& step, const RetrieveConnection& wish);
Status Ask(Step& step, const HangUp& wish);
Status Ask(Step& step, const TransferBlind& wish);
Status Ask(Step& step, const Consult& wish);
Status Ask(Step& step, const CompleteConsultation& wish);
Status Ask(Step& step, const Conference& wish);
Status Ask(Step& step, const CancelConsultation& wish);
Status Ask(Step& step, const Dial& wish);

// Where a call of the agent's would begin.
struct DialPlace {
  SourceId source;
  std::string device;  // The source's own name.
};

// `device`: as in Dial. Errors: kNotFound (DEVICE_NOT_FOUND), those of CheckCommand().
Result<DialPlace> DialPlaceOf(const State& state, const Agent& agent, const std::string& device);

// What follows is for those who show what can be asked for. Thread safety: pure functions.

// What the source can be told to do now: nothing without a link.
std::set<CommandKind> CommandsOf(const Source& source);

// Of what the source of the call `can` be told, what the state of the agent's part lets them ask
// for. Whether there is a consultation to be completed or cancelled is not told: a switch may keep
// both in one call. Where there is none, the switch refuses.
std::set<CommandKind> AllowedCommands(const Call& call, AgentId agent,
                                      const std::set<CommandKind>& can);

// Whether a device of the agent can be told to dial now.
bool CanDial(const State& state, const Agent& agent);

// Whether agents ask for such commands; the others are given by the rules themselves.
bool IsAskedAtDesks(CommandKind kind);

}  // namespace jackfield::exchange
