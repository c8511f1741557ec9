#pragma once

#include <functional>
#include <string>

#include "jackfield/v1/ticket.pb.h"

#include "server/exchange/personal_text.h"
#include "server/exchange/tickets/ticket.h"
#include "server/ports/customers.h"
#include "server/ports/ticket_row.h"

// Tickets on the wire, as they are shown. All are pure functions.
namespace jackfield::grpc_api {

// The clear text of a sealed one; empty where it cannot be had.
using OpenText = std::function<std::string(const exchange::PersonalText&)>;

v1::Ticket::State ToProto(exchange::TicketState state);
v1::Ticket::Type ToProto(exchange::TicketType type);
v1::Ticket::Priority ToProto(exchange::TicketPriority priority);
v1::TicketClock::Kind ToProto(exchange::SlaGoal goal);
v1::TicketEntry::Visibility ToProto(exchange::TicketVisibility visibility);

// A clock with a limit.
v1::TicketClock ToProto(exchange::SlaGoal goal, const exchange::SlaClock& clock);

// Everything but who the customer is.
v1::Ticket ToTicket(const TicketRow& row, const OpenText& open);
void SetCustomer(const Customer& customer, v1::Ticket& ticket);

// The etag of a ticket.
std::string EtagOf(const TicketRow& row);

}  // namespace jackfield::grpc_api
