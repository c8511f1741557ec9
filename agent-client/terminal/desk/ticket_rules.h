#pragma once

#include "agent-client/terminal/desk/desk_step.h"

// The pages of tickets: the list, and one ticket with its history.
namespace jackfield::desk {

// The tickets of the agent; F goes on to others.
void OpenTicketList(Step& step);
// A ticket as it is known, and reads its history.
void OpenTicketPage(Step& step, Ticket ticket);
// Takes a ticket as it is now where it is shown. With a change of it, there is more history.
void RefreshTicket(Step& step, const Ticket& ticket);

// Keys of the two pages.
void WalkTickets(Step& step, const Key& key);
void WalkTicket(Step& step, const Key& key);

void Take(Step& step, const ListTickets& list, const Answer& answer);
void Take(Step& step, const ListTicketEntries& list, const Answer& answer);
void Take(Step& step, const TakeTicket& take, const Result<AnswerValue>& outcome);

}  // namespace jackfield::desk
