#pragma once

#include <vector>

#include "jackfield/v1/configuration.pb.h"

#include "server/base/time.h"
#include "server/exchange/calendar/opening_hours.h"
#include "server/grpc_api/configuration_check.h"

// The calendars of the administrator's document. All are pure functions.
namespace jackfield::grpc_api {

// Whether the calendars keep what stands in calendar.proto, and queues and agents name only those
// that are declared.
void CheckCalendars(const v1::Configuration& configuration, DocumentCheck& check);

// Of a document that was checked. The clocks are known for the years around `now`; a time zone that
// this machine does not know any more is UTC.
std::vector<exchange::Calendar> ToCalendars(const v1::Configuration& configuration, WallTime now);

}  // namespace jackfield::grpc_api
