#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "jackfield/v1/callback_service.pb.h"
#include "jackfield/v1/configuration.pb.h"

#include "server/base/result.h"
#include "server/exchange/callbacks/callback_command.h"
#include "server/exchange/callbacks/callback_plan.h"
#include "server/grpc_api/configuration_check.h"
#include "server/ports/callbacks.h"
#include "server/ports/customers.h"

// Callbacks on the wire. All are pure functions.
namespace jackfield::grpc_api {

// Everything but the number and who the customer is. `note` is in the clear.
v1::Callback ToCallback(const CallbackRow& row, const std::string& note);

// Without customer and scope. Errors: kInvalidArgument (FIELD_INVALID, TIME_RANGE_INVALID).
Result<CallbackFilter> FilterOf(const v1::CallbackFilter& filter);

// Errors: kInvalidArgument (FIELD_INVALID).
Result<exchange::CallbackOrigin> OriginOf(v1::Callback::Origin origin);
Result<exchange::AttemptOutcome> OutcomeOf(v1::CallbackAttempt::Outcome outcome);

// The calling code of a number of which both forms are known; 0: it is not.
std::uint32_t CallingCodeOf(const std::string& e164, const std::string& national_digits);

// Whether the customer has the flag `do_not_call`.
bool IsNotToBeCalled(const Customer& customer);

// Whether the plans of queues keep what stands in configuration.proto.
void CheckCallbackPlans(const v1::Configuration& configuration, DocumentCheck& check);

// Of a document that was checked. What it leaves open is set.
exchange::CallbackPlan ToCallbackPlan(const v1::QueueConfiguration& queue);

// What the exchange says of a command about callbacks, as the contract has it. `at`: where its
// fields stand in the request, "" or e.g. "callback.".
Error CallbackWireError(const Error& error, std::string_view at);

}  // namespace jackfield::grpc_api
