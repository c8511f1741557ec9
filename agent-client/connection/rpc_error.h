#pragma once

#include <string>
#include <vector>

#include <grpcpp/support/status.h>

#include "server/base/result.h"

namespace jackfield::client {

// What the server's status says: its code, the reason for programs, and the fields that break a
// rule, from the details of google.rpc.Status.
//
// Thread safety: pure function.
Error ToError(const grpc::Status& status);

// For people: "DISPOSITION_UNKNOWN: disposition: no disposition "x" is declared".
std::string Describe(const Error& error);

}  // namespace jackfield::client
