#pragma once

#include "jackfield/v1/supervision_service.pb.h"

#include "server/grpc_api/parts.h"
#include "server/grpc_api/request_log.h"
#include "server/grpc_api/unary_call.h"
#include "server/ports/alerts.h"

namespace jackfield::grpc_api {

// The methods of `SupervisionService` about alerts. Each finishes its call once.
//
// Rules:
//  R1. A kiosk is listed the alerts of its token's queues only, and no logins.
//  R2. An alert that was cleared, or that somebody takes care of, stays as it is.
//  R3. Alerts about tickets are listed to supervisors and admins only.
//
// Thread safety: thread-safe.
class AlertCalls {
 public:
  explicit AlertCalls(const ServiceParts& parts) : parts_(parts) {}

  // Does not block.
  void List(const UnaryCallPtr& call, const v1::ListAlertsRequest& request,
            v1::ListAlertsResponse& response) const;

  // Blocks on the store.
  void Acknowledge(const UnaryCallPtr& call, const v1::AcknowledgeAlertRequest& request,
                   v1::AcknowledgeAlertResponse& response) const;

 private:
  // The alert as it is now is the answer. Blocks on the store.
  void Answer(const UnaryCallPtr& call, AlertId id, v1::AcknowledgeAlertResponse& response,
              const RequestLog::ClaimPtr& claim) const;

  const ServiceParts parts_;
};

}  // namespace jackfield::grpc_api
