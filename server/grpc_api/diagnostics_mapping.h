#pragma once

#include "jackfield/v1/diagnostics.pb.h"

#include "server/ports/diagnostics.h"
#include "server/ports/numbers.h"

// What administrators ask of the server, on the wire. All are pure functions.
namespace jackfield::grpc_api {

// Without version, time and streams, which are the API's.
v1::ServerStatus ToProto(const ServerFacts& facts);
v1::ServerSetting ToProto(const SettingInForce& setting);

// Texts are cut to what the contract promises.
v1::CheckResult ToProto(const CheckFinding& finding);

v1::NumberReading ToReading(const Numbers& numbers, const NumberTrial& trial);

}  // namespace jackfield::grpc_api
