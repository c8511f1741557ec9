#pragma once

#include "agent-client/terminal/desk/desk_step.h"

// Work that is offered, tickets, and what the agent is told of them.
//
// Rules:
//  W1. An offer of work opens once. One that was closed never comes back: not with a snapshot, not
//      late.
//  W2. Neither an offer nor a notice takes the keyboard: they are lines under the header, and the
//      bell. What was accepted, or a ticket that a program asks to show, opens only when nobody
//      types.
//  W3. What became of a command is said as it is: also that it is not known.
namespace jackfield::desk {

void Apply(Step& step, const WorkOffer& offer);
void Apply(Step& step, const WorkOfferClosed& closed);
void Apply(Step& step, const TicketChanged& changed);
void Apply(Step& step, const NoticeAdded& added);
void Apply(Step& step, const NoticesRemoved& removed);
void Apply(Step& step, const CommandEnded& ended);
void Apply(Step& step, const AllowedCommands& allowed);
// The part of a snapshot that is about work. Needs: the agent is the one of the snapshot.
void ApplyWork(Step& step, const Snapshot& snapshot);

// Keys: takes or leaves what is offered; was seen; opens the ticket that is told of.
void AcceptOffer(Step& step);
void DeclineOffer(Step& step);
void MarkNoticeSeen(Step& step);
void OpenTicketAtHand(Step& step);

// What requests gave.
void Take(Step& step, const AcceptWorkOffer& accept, const Result<AnswerValue>& outcome);
void Take(Step& step, const DeclineWorkOffer& decline, const Result<AnswerValue>& outcome);
void Take(Step& step, const AcknowledgeNotices& seen, const Result<AnswerValue>& outcome);

}  // namespace jackfield::desk
