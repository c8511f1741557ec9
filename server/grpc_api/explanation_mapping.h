#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jackfield/v1/explanation.pb.h"

#include "server/base/time.h"
#include "server/exchange/routing/work_standing.h"
#include "server/ports/call_trace.h"
#include "server/ports/interaction_row.h"

namespace jackfield::grpc_api {

// What is known of a call that is to be explained.
struct CallRecord {
  std::optional<InteractionRow> row;  // Absent: this server never had the call.
  std::vector<TraceStep> steps;       // Those of the call, then strays.
  std::optional<exchange::WorkStanding> wait;
};

// The explanation but for `call` and the caller's numbers: all of it may be seen by whoever may see
// calls at all.
//
// Thread safety: pure function.
v1::CallExplanation ToExplanation(const CallRecord& record, WallTime now);

}  // namespace jackfield::grpc_api
