#pragma once

#include <string>
#include <vector>

#include "server/base/result.h"
#include "server/grpc_api/parts.h"
#include "server/ports/customers.h"

namespace jackfield::grpc_api {

// Ends the callbacks of these customers, who do not want to be called, but those that they asked
// for themselves. One that is known by its number alone ends where nobody else has the number.
// To be called before the customers are stored as they are here. Why: where it fails nothing is
// half done, and it may be asked for again. Twice is as once.
// Errors: those of Customers and of Engine::ChangeCallback(); kUnavailable (SERVER_STOPPING) when
// the engine does not answer for 5 s.
//
// Thread safety: thread-safe; blocks on the store, and on the engine for at most 5 s.
Status EndUnwantedCallbacks(const ServiceParts& parts, const std::vector<Customer>& customers,
                            const std::string& actor);

}  // namespace jackfield::grpc_api
