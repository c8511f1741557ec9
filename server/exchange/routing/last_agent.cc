#include "server/exchange/routing/last_agent.h"

namespace jackfield::exchange {
namespace {

void Forget(State& state, CustomerId customer) {
  const auto known = state.last_talks.find(customer);
  if (known == state.last_talks.end()) return;
  state.last_talks_by_time.erase({known->second.at, customer});
  state.last_talks.erase(known);
}

}  // namespace

void NoteTalk(Step& step, CustomerId customer, AgentId agent) {
  State& state = step.state;
  if (!customer || !agent) return;
  if (state.configuration.routing.last_agent_limit <= Duration{0}) return;  // N1.
  Forget(state, customer);
  state.last_talks[customer] = {agent, step.now.at};
  state.last_talks_by_time.emplace(step.now.at, customer);
  if (state.last_talks.size() <= kLastTalksMax) return;
  Forget(state, state.last_talks_by_time.begin()->second);  // N2.
}

void NoteTalksOf(Step& step, const Call& call) {
  for (const auto& [id, connection] : call.connections) {
    const bool talks = connection.state == ConnectionState::kConnected ||
                       connection.state == ConnectionState::kHold;
    if (talks) NoteTalk(step, call.caller.customer, connection.agent);
  }
}

AgentId PreferredAgent(const State& state, const std::string& login, CustomerId customer) {
  const auto named = state.agent_logins.find(login);
  if (named != state.agent_logins.end()) return named->second;
  const auto talk = state.last_talks.find(customer);
  if (talk == state.last_talks.end()) return {};
  const Duration ago = state.now - talk->second.at;
  return ago <= state.configuration.routing.last_agent_limit ? talk->second.agent : AgentId{};
}

}  // namespace jackfield::exchange
