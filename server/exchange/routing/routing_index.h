#pragma once

#include "server/exchange/routing/router.h"
#include "server/exchange/state.h"

// What the router is told of the state.
namespace jackfield::exchange {

// Rank of who is a member by the switch only: after all who were declared.
constexpr std::uint32_t kUndeclaredRank = 1'000'000;

// How the queue's work is distributed. A queue that is not declared (any more) is observed.
// Thread safety: pure function.
const RoutingPlan& PlanOf(const State& state, QueueId queue);

// Who is outside their working hours is free for nothing (working_hours.h). Tickets and callbacks
// are offered at desks: who has none gets none. In a directed queue only
// declared members count, in others those of the switch as well. Who is paused in a queue at the
// switch is no member of it meanwhile.
// Thread safety: pure function.
RoutedAgent RoutedAgentOf(const State& state, const Agent& agent);

// Thread safety: pure function.
RoutedItem RoutedItemOf(const State& state, const WorkItem& item);

// Whether the switch that has the item can be told to give it to somebody: a caller, where the link
// is up and the source has said that it routes. Others need no switch.
// Thread safety: pure function.
bool IsRoutable(const State& state, const WorkKey& key);

// Whether the item waits for a reservation that can be made.
// Thread safety: pure function.
bool IsToBeGiven(const State& state, const WorkItem& item);

// Whether the agent, once free, may have the item.
// Thread safety: pure function.
bool Qualifies(const RoutedAgent& agent, const RoutedItem& item);

// A router that knows all agents and items of `state`.
// Thread safety: pure function.
Router IndexWork(const State& state);

}  // namespace jackfield::exchange
