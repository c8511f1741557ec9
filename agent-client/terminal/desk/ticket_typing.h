#pragma once

#include <optional>
#include <string_view>

#include "agent-client/terminal/desk/desk_step.h"

// What is typed for tickets: comments, why one waits, how one was resolved, whom one is assigned
// to, how content the customer was, and a new one.
//
// Rules:
//  T1. What was typed stays until the server has it: an attempt that failed, a ring and Esc keep it
//      for the same ticket.
namespace jackfield::desk {

// "2 h", "1d 4h", "45m", "1w". nullopt: not readable, nothing, or longer than the 366 days that a
// reminder may be away.
//
// Thread safety: pure function.
std::optional<Duration> ReadSpan(std::string_view text);

// For the ticket whose page is open.
void OpenTicketPrompt(Step& step, TicketPrompt::Kind kind);
// A new ticket, of the call in focus when there is one.
void OpenTicketForm(Step& step);

void TypeTicketPrompt(Step& step, const Key& key);
void TypeTicketForm(Step& step, const Key& key);

void Take(Step& step, const CommentTicket& comment, const Answer& answer);
void Take(Step& step, const SetTicketState& set, const Answer& answer);
void Take(Step& step, const AssignTicket& assign, const Answer& answer);
void Take(Step& step, const RateTicket& rate, const Answer& answer);
void Take(Step& step, const CreateTicket& create, const Answer& answer);

}  // namespace jackfield::desk
