#pragma once

#include <string>
#include <vector>

#include "server/base/time.h"
#include "server/exchange/routing/work_standing.h"
#include "server/exchange/tickets/ticket.h"
#include "server/exchange/tickets/ticket_plan.h"
#include "server/ports/ticket_row.h"
#include "server/ports/ticket_trace.h"

// What a ticket's history, its offers and its clocks say, in English. All are pure functions, and
// none has anything of the customer's.
namespace jackfield::grpc_api {

// "45 s", "5 min", "1 h 5 min", "2 d 3 h". Never negative.
std::string RoughWords(Duration span);

// "english:50 and sales:1"; empty for none.
std::string WordsOf(const std::vector<exchange::SkillRequirement>& skills);

// A sentence about an entry of the history, without its text.
std::string WordsOf(const TicketEntryRow& entry);

// A sentence about a step: who was offered the ticket and why it was them, or how that ended.
std::string WordsOf(const TicketTraceStep& step);

// What keeps the ticket from the agent: "ana is not ready".
std::string WordsOf(const exchange::AgentStanding& standing);

// How a clock stands, with its goal. `policy`: the one that fits the ticket; empty: none.
std::string WordsOf(exchange::SlaGoal goal, const exchange::SlaClock& clock,
                    const std::string& policy);

}  // namespace jackfield::grpc_api
