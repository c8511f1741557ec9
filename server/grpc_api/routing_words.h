#pragma once

#include <string>
#include <vector>

#include "server/base/time.h"
#include "server/exchange/routing/work_standing.h"
#include "server/ports/reservation_trace.h"

// What the routing did with an item of work, and how it stands, in English. All are pure functions,
// and none has anything of the customer's.
namespace jackfield::grpc_api {

// "45 s", "5 min", "1 h 5 min", "2 d 3 h". Never negative.
std::string RoughWords(Duration span);

// "english:50 and sales:1"; empty for none.
std::string WordsOf(const std::vector<exchange::SkillRequirement>& skills);

// A sentence about a step: who was offered the work and why it was them, or how that ended.
std::string WordsOf(const ReservationTraceStep& step);

// What keeps the work from the agent: "ana is not ready".
std::string WordsOf(const exchange::AgentStanding& standing);

// One or two sentences: how long it has waited, and why nobody has it, or whom it is offered to.
std::string WordsOf(const exchange::WorkStanding& standing, WallTime now);

}  // namespace jackfield::grpc_api
