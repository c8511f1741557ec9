#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "jackfield/v1/configuration.pb.h"
#include "jackfield/v1/ticket_service.pb.h"

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/exchange/tickets/ticket_command.h"
#include "server/ports/ticket_row.h"

// What is asked of tickets, as the exchange takes it. Texts are in the clear, to be sealed; who
// asks, and which customer is meant, is left to the caller. All are pure functions.
//
// Errors of all: kInvalidArgument (FIELD_INVALID) with the field of the request.
namespace jackfield::grpc_api {

// Without interaction.
Result<exchange::CreateTicket> NewTicketOf(const v1::CreateTicketRequest& request);

// What the mask names, but the customer. `before` is the ticket as it is: of a complaint of which
// only fields are given the others stay, if the ticket is still that.
// Errors also: kInvalidArgument (UPDATE_MASK_INVALID); kAborted (ETAG_MISMATCH).
Result<exchange::UpdateTicket> ChangesOf(const v1::UpdateTicketRequest& request,
                                         const TicketRow& before);
bool ChangesCustomer(const v1::UpdateTicketRequest& request);

Result<exchange::AddComment> CommentOf(const v1::CommentTicketRequest& request);

// `now` is what reminders are compared with.
// Errors also: kInvalidArgument (RESOLUTION_REQUIRED); kAborted (ETAG_MISMATCH).
Result<exchange::SetTicketState> StateChangeOf(const v1::SetTicketStateRequest& request,
                                               const TicketRow& before, WallTime now);

Result<exchange::AttachReference> AttachmentOf(const v1::AttachToTicketRequest& request);

// Which state of a ticket an etag stands for; empty: none in particular.
// Errors: kAborted (ETAG_MISMATCH) for what is no etag of a ticket.
Result<std::optional<std::uint64_t>> RevisionOf(const std::string& etag);

// The value tier of customers of that tier: its place among the site's tier_bonuses, from 1; 0: it
// is none of them.
std::uint32_t ValueTierOf(const v1::Configuration& configuration, const std::string& tier);

}  // namespace jackfield::grpc_api
