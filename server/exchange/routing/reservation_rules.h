#pragma once

#include <vector>

#include "server/exchange/step.h"

// The life of a reservation: two phases, and one end (W5).
namespace jackfield::exchange {

// An agent who let an item pass is not asked for it again for at least this long. Why: with no
// pause at all they would be asked again at once, for ever.
constexpr Duration kPassPauseMin{1'000};

// The item goes to these agents: one, or several of whom the first who accepts has it. A caller
// whose switch cannot reach an agent passes them by.
void Reserve(Step& step, WorkItem& item, const std::vector<AgentId>& agents);

// The reservation is over, and was not accepted: the item goes on to the next agent, from its
// place. Nothing where it has ended.
void EndReservation(Step& step, ReservationId id, ReservationEnd end);

// The agent has the item; it waits no more, and others who were reserved for it are free.
void TakeWork(Step& step, ReservationId id);

// All open reservations of the item end; it is not offered anew by that.
void EndReservationsOf(Step& step, WorkItem& item, ReservationEnd end);

// Ends the reservations of the agent that cannot stand any more, by the agent's state (W3, W6).
void EndUntenable(Step& step, const Agent& agent);

// The agent is not asked for the item again for a while.
void PassBy(Step& step, WorkItem& item, AgentId agent);

// The item now belongs to the agent. The one place where what waits becomes work that is done.
// `work` is what waited; it does not any more.
void OnWorkAccepted(Step& step, const WorkItem& work, Agent& agent);

// The agent has let an offer, or a ring, pass (W7).
void CountPass(Step& step, Agent& agent);

// So many more (or fewer) accepted tickets are the agent's. A ticket that was accepted by
// OnWorkAccepted() is counted there; the rules of tickets count those that come or go otherwise.
void CountTicket(Step& step, Agent& agent, std::int32_t change);

}  // namespace jackfield::exchange
