#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "server/exchange/step.h"
#include "server/exchange/tickets/ticket.h"

// What agents are told of their work, and is kept until they have seen it.
//
// Rules:
//  N1. Of one thing about one ticket (kind and goal) only the latest is kept. Why: a customer who
//      writes ten times is one thing to look at.
//  N2. An agent is not told what they did themselves.
//  N3. A notice goes when it was seen; when the ticket is not the agent's any more, nor watched by
//      them; when the ticket is forgotten; and when kNoticesMax newer ones have come.
//
// Thread safety: pure functions of the step.
namespace jackfield::exchange {

// Tells the agent, if they are declared.
void Notify(Step& step, AgentId agent, const Ticket& ticket, TicketNoticeKind what,
            std::optional<SlaGoal> goal = {});

// Somebody of the staff, `who`, commented the ticket: its owner and its watchers are told (N2).
void TellOfComment(Step& step, const Ticket& ticket, std::string_view who);

// The agent does not have, or watch, the ticket any more (N3). Nothing where they still do.
void DropNotices(Step& step, AgentId agent, const Ticket& ticket);

// The ticket is forgotten (N3).
void DropAllNotices(Step& step, TicketId ticket);

// The agent has seen them; all where `notices` is empty.
void TakeNoticesAsSeen(Step& step, Agent& agent, const std::vector<NoticeId>& notices);

// The agent of that login; none: nobody declared.
AgentId DeclaredAgent(const State& state, std::string_view login);

}  // namespace jackfield::exchange
