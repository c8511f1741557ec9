#pragma once

#include <cstdint>
#include <vector>

#include "jackfield/v1/configuration.pb.h"

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/exchange/configuration.h"
#include "server/ports/numbers.h"

// The administrator's document. All are pure functions.
namespace jackfield::grpc_api {

// Whether the document keeps the rules that stand in configuration.proto.
// Errors: kInvalidArgument (CONFIGURATION_INVALID) with every field at fault, up to a limit.
Status CheckConfiguration(const v1::Configuration& configuration);

// What the exchange has to know of a document that was checked. What it leaves open is set.
exchange::Configuration ToExchange(const v1::Configuration& configuration);

// How the numbers of its sources are read.
std::vector<SourceNumberRules> ToNumberRules(const v1::Configuration& configuration);

// By how much, and how often, a wrap-up may be extended.
struct ExtensionLimits {
  Duration step{60'000};
  std::uint32_t times_max = 10;
};
ExtensionLimits ExtensionLimitsOf(const v1::Configuration& configuration);

}  // namespace jackfield::grpc_api
