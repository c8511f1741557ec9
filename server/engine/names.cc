#include "server/engine/names.h"

namespace jackfield::engine {

std::string AgentLogin(const exchange::State& state, AgentId id) {
  const auto found = state.agents.find(id);
  return found == state.agents.end() ? std::string() : found->second.login;
}

std::string AgentDisplayName(const exchange::State& state, AgentId id) {
  const auto found = state.agents.find(id);
  if (found == state.agents.end()) return {};
  const exchange::Agent& agent = found->second;
  return agent.display_name.empty() ? agent.login : agent.display_name;
}

std::string QueueName(const exchange::State& state, QueueId id) {
  const auto found = state.queues.find(id);
  return found == state.queues.end() ? std::string() : found->second.configuration.name;
}

std::string QueueDisplayName(const exchange::State& state, QueueId id) {
  const auto found = state.queues.find(id);
  if (found == state.queues.end()) return {};
  const exchange::QueueConfiguration& queue = found->second.configuration;
  return queue.display_name.empty() ? queue.name : queue.display_name;
}

std::string SourceName(const exchange::State& state, SourceId id) {
  const auto found = state.sources.find(id);
  return found == state.sources.end() ? std::string() : found->second.name;
}

}  // namespace jackfield::engine
