#pragma once

#include <set>

#include <google/protobuf/repeated_field.h>

#include "jackfield/v1/call_command.pb.h"
#include "jackfield/v1/desk_service.pb.h"

#include "server/exchange/commands/call_command.h"
#include "server/ports/desk_view.h"

// What agents can ask of the switch, and what became of it, on the wire. All are pure functions.
namespace jackfield::grpc_api {

using KindList = google::protobuf::RepeatedField<int>;

KindList ToKinds(const std::set<exchange::CommandKind>& kinds);

// Of the call, for the agent who talks in it, or holds it, or dials.
KindList KindsForCall(const CallView& call, AgentId agent);
// Of the call, for the agent at whom it rings.
KindList KindsForRing(const CallView& call, AgentId agent);

v1::CommandEnded ToCommandEnded(const CommandEndedView& view);

}  // namespace jackfield::grpc_api
