#pragma once

#include <string>

#include "jackfield/v1/agent.pb.h"

#include "server/base/result.h"
#include "server/exchange/agent.h"
#include "server/exchange/desk_command.h"
#include "server/ports/desk_view.h"

namespace jackfield::v1 {
class Configuration;
}  // namespace jackfield::v1

// Agents on the wire. All are pure functions.
namespace jackfield::grpc_api {

v1::AgentStatus::State ToProto(exchange::AgentState state);
v1::AgentStatus::State ToProto(exchange::IdleState state);
v1::AgentStatus::Cause ToProto(exchange::StateCause cause);

v1::PopMode ToProto(exchange::PopMode mode);

v1::Agent ToAgent(const AgentView& view);

// The state as the exchange holds it; names of calls are not known to it.
v1::AgentStatus ToStatus(const exchange::Agent& agent);

// Errors: kInvalidArgument (AGENT_STATE_INVALID): only ready, not ready and logged off can be set.
Result<exchange::AgentWish> WishOf(v1::AgentStatus::State state);

// Errors: kInvalidArgument (NOT_READY_REASON_UNKNOWN): a reason is given, and `site` has no such
// one.
Status CheckReason(const std::string& reason, const v1::Configuration& site);

// Errors: kInvalidArgument (FIELD_INVALID): not one of the listed.
Result<exchange::PopMode> PopModeOf(v1::PopMode mode);

}  // namespace jackfield::grpc_api
