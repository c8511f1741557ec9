#pragma once

#include <set>
#include <vector>

#include "server/base/ids.h"
#include "server/engine/call_views.h"
#include "server/exchange/state.h"
#include "server/ports/desk_view.h"

namespace jackfield::engine {

// What a desk shows, made from the state. Agents, calls and offers are of that state.

// nullptr: the call has no such offer (any more).
const exchange::Offer* FindOffer(const exchange::Call& call, OfferId id);

// The agents on whose desks the call stands: connected to it, or in wrap-up after it. Not those at
// whom it only rings.
std::set<AgentId> AgentsShowing(const exchange::Call& call);

PopView MakePop(const exchange::State& state, const SharedCall& call, const exchange::Offer& offer);
AgentView MakeAgentView(const exchange::State& state, const exchange::Agent& agent,
                        CallViews& views);
// Without the calls of those that the desk was `told` of.
std::vector<MissedView> MakeMissed(const exchange::State& state, const exchange::Agent& agent,
                                   const std::vector<exchange::Missed>& told, CallViews& views);
// `tickets`: those that the agent has to work on.
DeskSnapshotView MakeDeskSnapshot(const exchange::State& state, const exchange::Agent& agent,
                                  const std::set<TicketId>& tickets, CallViews& views);

}  // namespace jackfield::engine
