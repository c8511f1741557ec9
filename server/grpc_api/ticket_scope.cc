#include "server/grpc_api/ticket_scope.h"

#include <algorithm>
#include <set>
#include <vector>

namespace jackfield::grpc_api {
namespace {

using security::Role;

std::vector<std::string> QueuesOf(const exchange::State& state, const exchange::Agent& agent) {
  std::set<std::string> names;
  const auto add = [&](QueueId id) {
    const auto queue = state.queues.find(id);
    if (queue != state.queues.end()) names.insert(queue->second.configuration.name);
  };
  for (const auto& [id, rank] : agent.routing.ranks) add(id);
  for (const auto& [id, membership] : agent.memberships) add(id);
  std::vector<std::string> queues(names.begin(), names.end());
  if (queues.size() > TicketScope::kNamesMax) queues.resize(TicketScope::kNamesMax);
  return queues;
}

std::vector<CustomerId> CustomersOf(const exchange::State& state, const exchange::Agent& agent) {
  std::set<CustomerId> customers;
  const auto add = [&](CallId id) {
    const auto call = state.calls.find(id);
    const bool known = call != state.calls.end() && call->second.caller.customer;
    if (known && customers.size() < TicketScope::kNamesMax) {
      customers.insert(call->second.caller.customer);
    }
  };
  for (const auto& [call, connection] : agent.busy) add(call);
  if (agent.wrap_up) add(agent.wrap_up->call);
  for (const exchange::Missed& missed : agent.missed) add(missed.call);
  return {customers.begin(), customers.end()};
}

template <typename List, typename Value>
bool Has(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

bool SeesAllTickets(const security::Principal& principal) {
  return principal.roles.Meets({Role::kSupervisor, Role::kAdmin, Role::kIntegration});
}

Result<TicketScope> ScopeOf(const exchange::State& state, const std::string& login) {
  const auto id = state.agent_logins.find(login);
  const auto agent =
      id == state.agent_logins.end() ? state.agents.end() : state.agents.find(id->second);
  if (agent == state.agents.end()) {
    return Fail(ErrorCode::kPermissionDenied, "NOT_AN_AGENT", "no agent has the login " + login);
  }
  return TicketScope{login, QueuesOf(state, agent->second), CustomersOf(state, agent->second)};
}

bool IsInScope(const TicketRow& row, const TicketScope& scope) {
  return row.owner == scope.login || row.watchers.contains(scope.login) ||
         (!row.queue.empty() && Has(scope.queues, row.queue)) ||
         (row.customer && Has(scope.customers, row.customer));
}

}  // namespace jackfield::grpc_api
