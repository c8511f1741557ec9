#pragma once

#include <string>

#include "jackfield/v1/supervision_service.pb.h"

#include "server/base/result.h"
#include "server/grpc_api/explanation_mapping.h"
#include "server/grpc_api/parts.h"
#include "server/grpc_api/unary_call.h"
#include "server/ports/desk_view.h"

namespace jackfield::grpc_api {

// Answers `SupervisionService.ExplainCall`: looks up what is kept of the call, then the call itself
// where the engine still has it.
//
// Lifetime: outlives the calls that it answers.
//
// Thread safety: thread-safe.
class CallExplainer {
 public:
  explicit CallExplainer(const ServiceParts& parts) : parts_(parts) {}

  // On a worker: blocks on the store. Finishes `call`, which owns `response`.
  void Explain(const UnaryCallPtr& call, const v1::ExplainCallRequest& request,
               v1::ExplainCallResponse& response) const;

 private:
  // On a worker. `view`: the call as the engine has it; null: it is no longer held.
  void Answer(const CallRecord& record, const SharedCall& view,
              v1::CallExplanation& explanation) const;
  Result<CallRecord> Find(const std::string& name) const;
  Result<CallRecord> FindByName(const std::string& name) const;
  // The numbers of the caller, for whoever may see calls.
  void AddNumbers(const InteractionRow& row, v1::IdentificationExplanation& known) const;

  const ServiceParts parts_;
};

}  // namespace jackfield::grpc_api
