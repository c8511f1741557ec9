#pragma once

#include <set>
#include <string>

#include "jackfield/v1/call_command.pb.h"
#include "jackfield/v1/telephony_service.pb.h"

#include "server/base/ids.h"
#include "server/base/result.h"
#include "server/base/time.h"
#include "server/exchange/commands/call_command.h"
#include "server/exchange/telephony_event.h"

namespace jackfield::grpc_api {

// As clients know it, IssuedCommand.command_id. Thread safety: pure function.
std::string CommandName(CommandId id);

// Thread safety: pure function.
v1::CallCommandKind ToProto(exchange::CommandKind kind);

// A command whose texts are in the clear. Thread safety: pure function.
v1::CallCommand ToProto(const exchange::CallCommand& command, WallTime deadline);

// What became of a command. Errors: kInvalidArgument (COMMAND_RESULT_INVALID) when it names no
// command or no outcome. Thread safety: pure function.
Result<exchange::CommandResult> CommandResultOf(const v1::CallCommandResult& result);

// The commands that a client carries out; kinds that are not known here are left out. Thread
// safety: pure function.
std::set<exchange::CommandKind> CommandsOf(const v1::StreamHello& hello);

}  // namespace jackfield::grpc_api
