#include "server/grpc_api/audit.h"

#include <utility>

#include "server/ports/accounts.h"
#include "server/ports/clock.h"

namespace jackfield::grpc_api {

Status Audit(const ServiceParts& parts, const UnaryCallPtr& call, Act act) {
  return parts.ports.accounts.Audit({parts.ports.clock.WallNow(), call->principal().name(),
                                     std::move(act.action), std::move(act.object),
                                     std::move(act.detail)});
}

}  // namespace jackfield::grpc_api
