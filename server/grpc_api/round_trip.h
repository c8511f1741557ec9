#pragma once

#include <string>

#include "server/grpc_api/parts.h"

namespace google::protobuf {
class Duration;
}  // namespace google::protobuf

namespace jackfield::grpc_api {

// Takes a round trip that a client measured: counts it, and tells it to boards where it is of the
// desk of `agent`; empty: it is not an agent's. One that is negative is left out.
//
// Thread safety: thread-safe.
void TakeRoundTrip(const ServiceParts& parts, const std::string& agent,
                   const google::protobuf::Duration& measured);

}  // namespace jackfield::grpc_api
