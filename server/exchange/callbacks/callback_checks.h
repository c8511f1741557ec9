#pragma once

#include <optional>
#include <string>

#include "server/base/result.h"
#include "server/exchange/callbacks/callback_command.h"
#include "server/exchange/step.h"

// What commands about callbacks must be like. Errors of all: as callback_command.h says.
namespace jackfield::exchange {

// What the command makes; it is not taken up yet.
Result<Callback> NewCallback(const Step& step, const CreateCallback& command);

// Errors: kAlreadyExists (CALLBACK_EXISTS); kResourceExhausted (CALLBACKS_FULL),
// (CALLBACKS_OF_PARTY_FULL).
Status CheckRoom(const Step& step, const Callback& made);

Result<Callback*> LiveCallback(Step& step, CallbackId id);

// The same, where the agent has it and the lease has not run out (B7).
Result<Callback*> LeasedCallback(Step& step, CallbackId id, const std::string& login);

Result<AgentId> PreferredOf(const Step& step, const std::string& login);

// No other agent has it.
Status CheckNotOfAnother(const Step& step, const Callback& callback, const std::string& login);
// Nobody has it.
Status CheckFree(const Step& step, const Callback& callback);
// No call came of the attempt.
Status CheckNotDialled(const Callback& callback);
// Somebody may call now.
Status CheckDue(const Step& step, const Callback& callback);
Status CheckHours(const Step& step, const Callback& callback);

Status CheckAhead(const Step& step, const char* field, const std::optional<WallTime>& time);
Status CheckOutcome(AttemptOutcome outcome);
// The time that the customer asked for may be kept. Nothing for other outcomes than kLater.
Status CheckWish(const Step& step, const Callback& callback, const CompleteAttempt& command);
// The switch was not told to call for the attempt, or a call came of it, or long ago.
// Errors: kFailedPrecondition (CALLBACK_DIALLED_ALREADY).
Status CheckNotDialling(const Callback& callback);

}  // namespace jackfield::exchange
