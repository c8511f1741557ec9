#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jackfield/v1/ticket_explanation.pb.h"

#include "server/base/time.h"
#include "server/exchange/routing/work_standing.h"
#include "server/ports/ticket_row.h"
#include "server/ports/ticket_trace.h"

namespace jackfield::grpc_api {

// What is known of a ticket that is to be explained.
struct TicketRecord {
  TicketRow row;
  std::vector<TicketEntryRow> entries;       // The oldest first; of many the newest.
  std::vector<ReservationTraceStep> offers;  // As these.
  std::optional<exchange::WorkStanding> wait;
  std::string policy;  // That fits the ticket now; empty: none.
};

// The explanation but for `ticket`. Holds nothing of the customer's.
//
// Thread safety: pure function.
v1::TicketExplanation ToExplanation(const TicketRecord& record, WallTime now);

}  // namespace jackfield::grpc_api
