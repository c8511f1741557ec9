#pragma once

#include <optional>
#include <vector>

#include <google/protobuf/repeated_field.h>

#include "jackfield/v1/call_command.pb.h"
#include "jackfield/v1/callback.pb.h"
#include "jackfield/v1/callback_service.pb.h"
#include "jackfield/v1/desk_service.pb.h"
#include "jackfield/v1/ticket.pb.h"
#include "jackfield/v1/ticket_service.pb.h"
#include "jackfield/v1/work.pb.h"

#include "agent-client/terminal/desk/desk_command.h"
#include "agent-client/terminal/desk/desk_input.h"

// Work, tickets and commands of the contract as plain values, and what is typed for a ticket, or
// said of a callback, as a request. As in desk_mapping.h: values that a newer server added become
// what the contract says. All are pure functions.
namespace jackfield::client {

// nullopt: an update that is not about work, or that this client does not know.
std::optional<desk::Update> ToWorkUpdate(const v1::WatchDeskResponse& message);

desk::Ticket ToTicket(const v1::Ticket& ticket);
desk::TicketEntry ToEntry(const v1::TicketEntry& entry);
// Nothing: of work of a kind that this client does not know.
std::optional<desk::WorkOffer> ToWorkOffer(const v1::WorkOffer& offer);
desk::WorkOfferClosed ToWorkOfferClosed(const v1::WorkOfferClosed& closed);
desk::Callback ToCallback(const v1::Callback& callback);
// What a change of a callback was answered with. `Done`: the server could not read the callback
// after it, and the answer has nothing but its name.
desk::AnswerValue ToCallbackAnswer(const v1::Callback& callback);
desk::WorkNotice ToNotice(const v1::WorkNotice& notice);
desk::CommandEnded ToCommandEnded(const v1::CommandEnded& ended);
// Those that a desk can ask for; others, and newer ones, are left out.
std::vector<desk::CallCommand> ToCommands(const google::protobuf::RepeatedField<int>& kinds);
std::vector<desk::Ticket> ToTickets(const google::protobuf::RepeatedPtrField<v1::Ticket>& tickets);

v1::CreateTicketRequest FromDraft(const desk::CreateTicket& draft);
// With what is to be changed in the mask.
v1::UpdateTicketRequest FromEdit(const desk::UpdateTicket& update);
v1::ListTicketsRequest FromList(const desk::ListTickets& list);
v1::ListCallbacksRequest FromCallbackList(const desk::ListCallbacks& list);
v1::RescheduleCallbackRequest FromMove(const desk::RescheduleCallback& move);
v1::CompleteCallbackRequest FromOutcome(const desk::CompleteCallback& complete);
v1::SetTicketStateRequest FromChange(const desk::SetTicketState& change);

}  // namespace jackfield::client
