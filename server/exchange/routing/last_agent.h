#pragma once

#include "server/exchange/step.h"

// Who talked with a customer last: for whom their work is kept where the directory names nobody.
//
// Rules:
//  N1. A talk counts from its beginning, whoever called, for RoutingRules::last_agent_limit.
//  N2. At kLastTalksMax the longest ago is forgotten first.
namespace jackfield::exchange {

inline constexpr std::size_t kLastTalksMax = 50'000;

// The agent has begun to talk with the customer, or the customer is now known with whom the agent
// talks. Nothing without a customer, and where no talk counts.
void NoteTalk(Step& step, CustomerId customer, AgentId agent);

// Agents talk with the caller, who is known better now.
void NoteTalksOf(Step& step, const Call& call);

// The agent of that login; else, who talked with the customer last; else none.
//
// Thread safety: pure function.
AgentId PreferredAgent(const State& state, const std::string& login, CustomerId customer);

}  // namespace jackfield::exchange
