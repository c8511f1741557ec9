#pragma once

#include <vector>

#include "server/base/ids.h"
#include "server/grpc_api/parts.h"

namespace jackfield::grpc_api {

// Tells the routing what the customers are to it, as stored now; of one who was merged away, what
// the other is. The records that were merged into one of them are told with it: what is open may
// carry the id of each. What waits of theirs follows. To be called after customers_changed(): a
// call that comes later has the same then. Where it cannot be read, or the engine does not take it,
// that is left to what is next known of each. Blocks on the store.
//
// Of two changes at once the newer is told last, whoever tells it.
//
// Thread safety: thread-safe.
void TellStandings(const ServiceParts& parts, const std::vector<CustomerId>& customers);

// The same for many at once: of their records only those are told that something is open of. Waits
// for the engine, which is asked that; where it does not answer, nobody is told.
void TellStandingsOfOpenWork(const ServiceParts& parts, const std::vector<CustomerId>& customers);

}  // namespace jackfield::grpc_api
