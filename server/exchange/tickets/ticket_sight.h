#pragma once

#include <set>

#include "server/base/ids.h"
#include "server/exchange/state.h"

// Which tickets an agent may see: those of their queues, their own, those that they watch, and
// those of a customer whose call they have, wrap up, or missed. A customer is the one whom the call
// and the ticket name: that two are one by now is not known here.
//
// Thread safety: pure functions.
namespace jackfield::exchange {

// Queues that have the agent as a member, as declared or in the switch.
std::set<QueueId> QueuesSeenBy(const Agent& agent);

std::set<CustomerId> CustomersSeenBy(const State& state, const Agent& agent);

bool MaySee(const State& state, const Agent& agent, const Ticket& ticket);

}  // namespace jackfield::exchange
