#pragma once

#include "jackfield/v1/configuration.pb.h"

#include "server/exchange/tickets/ticket_plan.h"
#include "server/grpc_api/configuration_check.h"

// What the administrator's document says about tickets. All are pure functions.
namespace jackfield::grpc_api {

// Whether the plan of tickets keeps what stands in ticket_plan.proto, names only what is declared,
// and has nothing that could never come into use.
void CheckTicketPlan(const v1::Configuration& configuration, DocumentCheck& check);

// Of a document that was checked. What it leaves open is set. Tiers have the numbers that
// ValueTierOf() gives them.
exchange::TicketPlan ToTicketPlan(const v1::Configuration& configuration);

}  // namespace jackfield::grpc_api
