#pragma once

#include <memory>
#include <vector>

#include "jackfield/v1/ticket_service.pb.h"

#include "server/base/result.h"
#include "server/exchange/state.h"
#include "server/grpc_api/parts.h"
#include "server/grpc_api/ticket_explanation_mapping.h"
#include "server/grpc_api/ticket_views.h"
#include "server/grpc_api/unary_call.h"

namespace jackfield::grpc_api {

// Answers `TicketService.ExplainTicket`: looks up what is kept of the ticket, then how it stands
// with the engine.
//
// Lifetime: outlives the calls that it answers.
//
// Thread safety: thread-safe.
class TicketExplainer {
 public:
  TicketExplainer(const ServiceParts& parts, TicketViews& views) : parts_(parts), views_(views) {}

  // On a worker: blocks on the store. Finishes `call`, which owns `response`. For those who see all
  // tickets.
  void Explain(const UnaryCallPtr& call, const v1::ExplainTicketRequest& request,
               v1::ExplainTicketResponse& response);

 private:
  // All but what the engine knows.
  Result<TicketRecord> Find(const std::string& name);
  Result<std::vector<TicketEntryRow>> EntriesOf(TicketId ticket);
  // On a worker.
  void Answer(const UnaryCallPtr& call, const TicketRecord& record,
              v1::TicketExplanation& explanation);

  const ServiceParts parts_;
  TicketViews& views_;
};

}  // namespace jackfield::grpc_api
