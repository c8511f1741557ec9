#pragma once

#include <cstddef>
#include <vector>

#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/ports/ticket_trace.h"
#include "server/storage/sqlite/connection.h"

// Traces of the offers of tickets. Functions throw SQLite::Exception; see Caught().
namespace jackfield::sqlite::ticket_trace_table {

constexpr std::size_t kTrimRowsMax = 500;

// Saving the same row twice leaves it once.
void Save(Connection& connection, const TicketTraceRow& row);

// In the order of their commits; of many the newest `steps_max`.
std::vector<ReservationTraceStep> OfTicket(Connection& connection, TicketId ticket,
                                           std::size_t steps_max);

// Deletes at most kTrimRowsMax rows from before `before`. Returns whether there may be more.
bool Trim(Connection& connection, WallTime before);

}  // namespace jackfield::sqlite::ticket_trace_table
