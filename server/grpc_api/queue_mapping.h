#pragma once

#include <string>

#include "jackfield/v1/figures.pb.h"
#include "jackfield/v1/queue.pb.h"

#include "server/exchange/counters.h"
#include "server/exchange/queue.h"
#include "server/grpc_api/configuration_book.h"

// Queues and figures on the wire. All are pure functions.
namespace jackfield::grpc_api {

// What only the document of the administrator says of the queue; a queue that it does not name
// keeps what it has.
void SetConfigured(const std::string& queue, const SiteDocument& site, v1::Queue& proto);

v1::Queue ToQueue(const exchange::Queue& queue, const SiteDocument& site);

v1::QueueCounts ToCounts(const exchange::QueueCounters& counters);
v1::AgentCounts ToCounts(const exchange::AgentCounters& counters);

// Absent where there is no data, that is 0 / 0.
v1::QueueRatios ToRatios(const exchange::QueueCounters& counters);
v1::AgentRatios ToRatios(const exchange::AgentCounters& counters);

}  // namespace jackfield::grpc_api
