#pragma once

#include <string>
#include <vector>

#include "server/exchange/step.h"

// Callers of directed queues as items of work: each of their stays is one, from entering the queue
// until leaving it.
//
// Rules:
//  W9. A caller is reserved by telling the switch to ring the agents. What the switch then says
//      decides: a ring makes the reservation alert, an answer accepts it, the end of the ring ends
//      it. A ring or an answer of somebody who is not reserved counts as ever.
//  W10. To ring the agents a switch may take the caller out of its queue, and bring them back when
//      nobody answered. While a reservation is open, that the queue does not have the caller is no
//      end of the stay.
namespace jackfield::exchange {

// Thread safety: pure function.
WorkKey WorkKeyOf(const Call& call, const Leg& leg);

// The leg waits from now on, or its queue has become a directed one. Nothing in an observed queue.
void EnqueueLeg(Step& step, const Call& call, const Leg& leg);

// Whether the switch was told to ring somebody for the leg, and that has not ended (W10).
// Thread safety: pure function.
bool IsBeingRouted(const State& state, const Call& call, const Leg& leg);

// The leg waits no more, and nobody answered it.
void WithdrawLeg(Step& step, const Call& call, const Leg& leg);

// `agent` (may be none) has answered the leg, which still counts as waiting.
void AcceptLeg(Step& step, const Call& call, const Leg& leg, AgentId agent);

// More is known of the caller: the priority of what waits, and whom it is kept for, follow.
void PriceCaller(Step& step, const Call& call);

// The priority alone.
void PriceLegs(Step& step, const Call& call);

// The directed queue by which the agent's connection rings, or is to ring: where a switch that does
// as it is told does not name it. nullptr: none.
Queue* DirectedBy(Step& step, const Call& call, const std::string& connection);

// The offer has begun, or has ended.
void OnOfferBegan(Step& step, const Call& call, const Offer& offer);
void OnOfferEnded(Step& step, const Call& call, const Offer& offer);

// The agent's devices at the source of the call.
// Thread safety: pure function.
std::vector<std::string> DevicesFor(const State& state, const Call& call, const Agent& agent);

// Whether the item can get to the agent: a caller, where the switch of the call can ring them.
// Thread safety: pure function.
bool CanReach(const State& state, const WorkItem& item, const Agent& agent);

// Tells the switch to ring the agents that were reserved; `first` is the first of their
// reservations, which follow each other.
void RouteCaller(Step& step, const WorkItem& item, const std::vector<AgentId>& agents,
                 ReservationId first);

// The link of the step's source, or what it can be told to do, has changed: its callers are given,
// or wait for it (W4).
void FollowRoutability(Step& step);

}  // namespace jackfield::exchange
