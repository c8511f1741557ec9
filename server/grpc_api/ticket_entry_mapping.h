#pragma once

#include "jackfield/v1/ticket.pb.h"

#include "server/grpc_api/ticket_mapping.h"
#include "server/ports/ticket_row.h"

// Entries of a ticket's history on the wire. All are pure functions.
namespace jackfield::grpc_api {

v1::TicketEntry::Kind ToProto(exchange::TicketEntryKind kind);

// Everything but the name of who did it for people.
v1::TicketEntry ToEntry(const TicketEntryRow& row, const OpenText& open);

}  // namespace jackfield::grpc_api
