#pragma once

#include <string>
#include <string_view>

#include "jackfield/v1/alert.pb.h"

#include "server/base/result.h"
#include "server/exchange/alert.h"
#include "server/grpc_api/configuration_check.h"
#include "server/ports/alerts.h"

// Alerts and their rules on the wire. All are pure functions.
namespace jackfield::grpc_api {

// Who acknowledged is told to those who may see the logins of supervisors.
enum class AlertPeople { kShown, kHidden };

// All fields are set.
v1::AlertRule ToProto(const exchange::AlertRule& rule);

v1::Alert ToProto(const AlertRow& row, AlertPeople people);

// Whether the rules at `field` of a queue keep what stands in alert.proto.
void CheckAlertRules(const std::string& field,
                     const google::protobuf::RepeatedPtrField<v1::AlertRule>& rules,
                     DocumentCheck& check);

// A rule that was checked. What it leaves open is set.
exchange::AlertRule ToExchange(const v1::AlertRule& rule);

// Errors: kInvalidArgument (FIELD_INVALID) for `field`.
Result<AlertId> AlertIdOf(std::string_view field, std::string_view name);

}  // namespace jackfield::grpc_api
