#pragma once

#include <string>
#include <string_view>

#include "agent-client/terminal/desk/desk_step.h"

// The form that changes the fields of a ticket.
//
// Rules:
//  E1. Only what the agent made another is sent, and only for the ticket as the form has seen it.
//  E2. One that was changed meanwhile is read again: what the agent did not touch follows it, what
//      they typed stays, and the next attempt is for the ticket as it is now.
//  E3. What was typed stays until the server has it, as T1 of ticket_typing.h.
namespace jackfield::desk {

// For the ticket whose page is open.
void OpenTicketEdit(Step& step);
// Whether the form holds something that the server has not.
bool HasEdits(const DeskState& state);
void TypeTicketEdit(Step& step, const Key& key);

void Take(Step& step, const UpdateTicket& update, const Answer& answer);
void Take(Step& step, const ReadTicket& read, const Answer& answer);

// Why a change is refused for a ticket that was changed meanwhile; says so, and reads it again
// (E2).
inline constexpr std::string_view kMeanwhile = "ETAG_MISMATCH";
void TellMeanwhile(Step& step, const std::string& ticket);

}  // namespace jackfield::desk
