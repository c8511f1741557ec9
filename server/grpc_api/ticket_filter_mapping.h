#pragma once

#include <string>

#include "jackfield/v1/ticket_service.pb.h"

#include "server/base/result.h"
#include "server/ports/tickets.h"

// Which tickets somebody asks for. All are pure functions.
namespace jackfield::grpc_api {

// `login` is of who asks. The customer is left out: who that is, a directory knows.
// Errors: kInvalidArgument (FIELD_INVALID, TIME_RANGE_INVALID).
Result<TicketFilter> FilterOf(const v1::TicketFilter& filter, const std::string& login);

// Errors: kInvalidArgument (FIELD_INVALID).
Result<TicketOrder> OrderOf(v1::ListTicketsRequest::Order order);

}  // namespace jackfield::grpc_api
