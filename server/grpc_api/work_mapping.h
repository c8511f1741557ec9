#pragma once

#include <string>

#include "jackfield/v1/work.pb.h"

#include "server/base/ids.h"
#include "server/base/result.h"
#include "server/exchange/routing/work.h"
#include "server/exchange/tickets/ticket.h"
#include "server/ports/desk_view.h"

// Work that is offered, and what is told of it, on the wire. All are pure functions.
namespace jackfield::grpc_api {

// "workOffers/{work_offer}".
std::string WorkOfferName(ReservationId reservation);
// Errors: kInvalidArgument (FIELD_INVALID) for `name`.
Result<ReservationId> WorkOfferIdOf(const std::string& name);

// Everything but the work itself.
v1::WorkOffer ToWorkOffer(const WorkOfferView& view);

v1::WorkOfferClosed::Reason ToReason(exchange::ReservationEnd end);

// "workNotices/{work_notice}".
std::string NoticeName(NoticeId notice);
// Errors: kInvalidArgument (FIELD_INVALID) for `names`.
Result<NoticeId> NoticeIdOf(const std::string& name);

// Everything but the ticket.
v1::WorkNotice ToNotice(const NoticeView& view);

// What the exchange says of an answer to an offer, as the contract has it: an offer to somebody
// else is none.
Error WorkOfferWireError(const Error& error);

}  // namespace jackfield::grpc_api
