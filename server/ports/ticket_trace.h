#pragma once

#include <vector>

#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/ports/reservation_trace.h"

// What is kept of how a ticket was offered, so that it can be explained later. All else that
// happened to it is in its history.
namespace jackfield {

// The steps of one ticket that one commit adds.
struct TicketTraceRow {
  TicketId ticket;
  Sequence sequence;  // The last entry of the commit: with `ticket` the row's identity.
  WallTime at{};
  std::vector<ReservationTraceStep> steps;

  bool operator==(const TicketTraceRow&) const = default;
};

}  // namespace jackfield
