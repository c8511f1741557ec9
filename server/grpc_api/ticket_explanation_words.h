#pragma once

#include <string>

#include "server/exchange/tickets/ticket.h"
#include "server/exchange/tickets/ticket_plan.h"
#include "server/ports/ticket_row.h"

// What a ticket's history and its clocks say, in English. Both are pure functions, and have nothing
// of the customer's.
namespace jackfield::grpc_api {

// A sentence about an entry of the history, without its text.
std::string WordsOf(const TicketEntryRow& entry);

// How a clock stands, with its goal. `policy`: the one that fits the ticket; empty: none.
std::string WordsOf(exchange::SlaGoal goal, const exchange::SlaClock& clock,
                    const std::string& policy);

}  // namespace jackfield::grpc_api
