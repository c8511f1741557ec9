#include "server/grpc_api/ticket_scope.h"

#include <algorithm>
#include <set>
#include <vector>

#include "server/exchange/tickets/ticket_sight.h"

namespace jackfield::grpc_api {
namespace {

using security::Role;

std::vector<std::string> QueuesOf(const exchange::State& state, const exchange::Agent& agent) {
  std::set<std::string> names;
  for (const QueueId id : exchange::QueuesSeenBy(agent)) {
    const auto queue = state.queues.find(id);
    if (queue != state.queues.end()) names.insert(queue->second.configuration.name);
  }
  std::vector<std::string> queues(names.begin(), names.end());
  if (queues.size() > TicketScope::kNamesMax) queues.resize(TicketScope::kNamesMax);
  return queues;
}

std::vector<CustomerId> CustomersOf(const exchange::State& state, const exchange::Agent& agent) {
  const std::set<CustomerId> all = exchange::CustomersSeenBy(state, agent);
  std::vector<CustomerId> customers(all.begin(), all.end());
  if (customers.size() > TicketScope::kNamesMax) customers.resize(TicketScope::kNamesMax);
  return customers;
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
