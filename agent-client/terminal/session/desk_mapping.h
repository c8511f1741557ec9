#pragma once

#include <optional>

#include "jackfield/v1/agent.pb.h"
#include "jackfield/v1/caller.pb.h"
#include "jackfield/v1/desk_service.pb.h"
#include "jackfield/v1/interaction.pb.h"
#include "jackfield/v1/phone_number.pb.h"
#include "jackfield/v1/pop.pb.h"
#include "jackfield/v1/wrap_up.pb.h"

#include "agent-client/terminal/desk/desk_input.h"

// The contract's messages of a desk as plain values. Values that a newer server added become what
// the contract says an older client takes them for. All are pure functions.
namespace jackfield::client {

// nullopt: an update that this client does not know.
std::optional<desk::Update> ToUpdate(const v1::WatchDeskResponse& message);

desk::Agent ToAgent(const v1::Agent& agent);
// Only the state.
desk::Agent ToAgent(const v1::AgentStatus& status);
desk::Number ToNumber(const v1::PhoneNumber& number);
desk::Caller ToCaller(const v1::Caller& caller);
desk::Pop ToPop(const v1::Pop& pop);
desk::WrapUp ToWrapUp(const v1::WrapUp& wrap_up);
desk::Brief ToBrief(const v1::InteractionBrief& brief);

WallTime ToWallTime(const google::protobuf::Timestamp& time);
Duration ToDuration(const google::protobuf::Duration& duration);

}  // namespace jackfield::client
