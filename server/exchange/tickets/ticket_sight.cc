#include "server/exchange/tickets/ticket_sight.h"

namespace jackfield::exchange {

std::set<QueueId> QueuesSeenBy(const Agent& agent) {
  std::set<QueueId> queues;
  for (const auto& [id, rank] : agent.routing.ranks) queues.insert(id);
  for (const auto& [id, membership] : agent.memberships) queues.insert(id);
  return queues;
}

std::set<CustomerId> CustomersSeenBy(const State& state, const Agent& agent) {
  std::set<CustomerId> customers;
  const auto add = [&](CallId id) {
    const auto call = state.calls.find(id);
    const bool known = call != state.calls.end() && call->second.caller.customer;
    if (known) customers.insert(call->second.caller.customer);
  };
  for (const auto& [call, connection] : agent.busy) add(call);
  if (agent.wrap_up) add(agent.wrap_up->call);
  for (const Missed& missed : agent.missed) add(missed.call);
  return customers;
}

bool MaySee(const State& state, const Agent& agent, const Ticket& ticket) {
  if (ticket.owner == agent.id || ticket.watchers.contains(agent.login)) return true;
  if (ticket.queue && QueuesSeenBy(agent).contains(ticket.queue)) return true;
  return ticket.customer && CustomersSeenBy(state, agent).contains(ticket.customer);
}

}  // namespace jackfield::exchange
