#pragma once

#include <string>

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/exchange/calendar/zone_offsets.h"

namespace date {
class time_zone;
}  // namespace date

// What this machine's tz database says. It may say something else tomorrow, and on another machine.
//
// Thread safety: thread-safe.
namespace jackfield::grpc_api {

// An IANA time zone, which lives as long as the program. Its file can be read.
// Errors: kInvalidArgument (FIELD_INVALID) when there is no such zone.
Result<const date::time_zone*> FindZone(const std::string& time_zone);

// The offsets of an IANA time zone from a year before `from` to 20 years after it; "" is UTC.
// Before and after that they are those of its ends. Errors: kInvalidArgument (FIELD_INVALID) when
// there is no such zone.
Result<exchange::ZoneOffsets> OffsetsOf(const std::string& time_zone, WallTime from);

}  // namespace jackfield::grpc_api
