#pragma once

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

}  // namespace jackfield::exchange
