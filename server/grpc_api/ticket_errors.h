#pragma once

#include "server/base/result.h"
#include "server/ports/ticket_row.h"

namespace jackfield::grpc_api {

// What the exchange says of a command about tickets that the store knows, as the contract has it:
// reasons that it does not list become those that it does, and fields have the names of the
// request. A ticket that the exchange does not know any more is closed.
//
// Thread safety: pure function.
Error TicketWireError(const Error& error);

// Whether the ticket may still be changed. Errors: kFailedPrecondition (TICKET_MERGED,
// TICKET_CLOSED).
//
// Thread safety: pure functions.
Status CheckNotMerged(const TicketRow& row);
Status CheckNotClosed(const TicketRow& row);

}  // namespace jackfield::grpc_api
