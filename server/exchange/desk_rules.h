#pragma once

#include <string>

#include "server/base/result.h"
#include "server/exchange/step.h"

namespace jackfield::exchange {

// What a desk's command does. Errors: those in desk_command.h; nothing is changed then.
//
// Thread safety: pure function of the step.
Status ApplyDeskCommand(Step& step, const DeskCommand& command);

// The agent of that login. Errors: kNotFound (AGENT_NOT_FOUND).
Result<Agent*> AgentOf(Step& step, const std::string& login);

// The call, if the agent has or had a part in it. Errors: kNotFound (CALL_NOT_FOUND);
// kPermissionDenied (CALL_OF_ANOTHER_AGENT).
Result<Call*> CallOf(Step& step, const Agent& agent, CallId id);

// The desk was away for the grace period.
void OnDeskGrace(Step& step, Agent& agent);

// Takes over what the administrator has declared (configure_rules.cc).
void ApplyConfiguration(Step& step, const Configuration& configuration);

}  // namespace jackfield::exchange
