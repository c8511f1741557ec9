#pragma once

#include <string>

#include "server/base/result.h"
#include "server/grpc_api/parts.h"
#include "server/grpc_api/unary_call.h"

namespace jackfield::grpc_api {

// What somebody did, to what. No secrets and no personal data of callers stand in it.
struct Act {
  std::string action;  // "users.create".
  std::string object;  // "users/ana".
  std::string detail;
};

// Writes the act of whoever calls into the audit trail, before it is done. Blocks on the store.
// Errors: those of Accounts; the act must not be done then.
//
// Thread safety: thread-safe.
Status Audit(const ServiceParts& parts, const UnaryCallPtr& call, Act act);

}  // namespace jackfield::grpc_api
