#pragma once

#include <string>

#include "server/base/ids.h"
#include "server/exchange/state.h"

namespace jackfield::engine {

// The names that ids stand for; empty for none and for unknown ones. Pure functions.

std::string AgentLogin(const exchange::State& state, AgentId id);
std::string AgentDisplayName(const exchange::State& state, AgentId id);  // Else the login.
std::string QueueName(const exchange::State& state, QueueId id);
std::string QueueDisplayName(const exchange::State& state, QueueId id);  // Else the name.
std::string SourceName(const exchange::State& state, SourceId id);

}  // namespace jackfield::engine
