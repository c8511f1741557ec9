#pragma once

#include "server/exchange/step.h"

// Who gets what waits: one engine for callers of directed queues, tickets and callbacks.
//
// Rules:
//  W1. score = priority + ageing × time waited. As all age alike, the order of two items never
//      changes while they wait; equals go by entry, then by key. Who waits passes everybody who
//      comes later than (kWorkPriorityMax ÷ ageing) minutes after them: nobody starves.
//  W2. An agent who may take several items gets the one with the highest score, of all queues; a
//      ticket after all calls and callbacks (W6).
//  W3. An item goes to an agent of its queue, or of its ring's further queues, who is Ready, has
//      the skills of the ring and of the item, has capacity left, is within their working hours
//      (working_hours.h), and did not let it pass lately; of several to the one whom the queue's
//      strategy names.
//  W4. While any item that is not held can go to anybody, it is reserved: after each input nobody
//      free is left beside an item that they may have. A caller whose switch cannot be told to
//      route them, because its link is down or it does not route, waits until it can. While no more
//      commands can be issued nothing is reserved, until the next input after some have ended.
//  W5. A reservation ends once, by its deadline at the latest. What was not accepted keeps its
//      place, and goes to the next agent.
//  W6. A call comes before a ticket: while an agent is reserved or busy for a call, no ticket is
//      offered, and an open offer of one is taken back.
//  W7. Who lets `passes_max` offers in a row pass becomes Not Ready. A ring of an observed queue
//      counts as well (offer_rules.h, O6). A phone that was not rung is no pass. A decline is none
//      either, and ends the row, as accepting, answering a ring and becoming Ready do.
//  W8. An item is kept for its preferred agent for a while, as long as that agent is signed in and
//      does not let it pass. Not for one who would not get it by W3 when free.
namespace jackfield::exchange {

// Reservations that one journal entry may make; ReservationId is built from this.
constexpr std::uint64_t kReservationsPerEntryMax = 4'096;

// `item` waits from now on; its place is that of item.entered. Nothing, with a note, at
// kWorkItemsMax. Requires that its key does not wait already.
void EnqueueWork(Step& step, WorkItem item);

// The item waits no more; open reservations end with `end`. Nothing where there is no such item.
void WithdrawWork(Step& step, const WorkKey& key, ReservationEnd end);

// Changes what is known of a waiting item: its place follows. Nothing where there is none.
void SetWorkPriority(Step& step, const WorkKey& key, std::int32_t priority);
void HoldWork(Step& step, const WorkKey& key, bool held);
// Kept anew only where it is another agent (W8); none: for nobody.
void SetWorkPreferred(Step& step, const WorkKey& key, AgentId agent);
// Kept no longer where the agent would not get it any more (W8). To be called when the item is to
// be given again; its place is the caller's to see to.
void ReviewPreferred(Step& step, WorkItem& item);
// The agent does not get it for a while, as if they had let it pass (W3).
void PassWorkBy(Step& step, const WorkKey& key, AgentId agent);

// The agent's answer to an offer of a ticket or a callback. Calls are answered at the phone.
// Errors: kNotFound (RESERVATION_NOT_FOUND), kPermissionDenied (RESERVATION_OF_ANOTHER_AGENT),
// kFailedPrecondition (RESERVATION_OVER) when it has ended otherwise. The same again is OK.
Status AcceptReservation(Step& step, AgentId agent, ReservationId id);
Status DeclineReservation(Step& step, AgentId agent, ReservationId id);

// What can change who gets what: an agent's state, skills, capacity or membership.
void RouteAgentAnew(Step& step, const Agent& agent);

// Makes the reservations that are possible now (W4). To be called when an input, or a timer, has
// been applied.
void SettleWork(Step& step);

// The switch did not carry out the route of a caller: `count` reservations in a row, from `first`
// on, end as kUndeliverable, except those that have ended and those whose phone rings.
void FailRoute(Step& step, ReservationId first, std::uint32_t count);

// The item goes on under another name, with its place and its reservations. Requires that `to`
// does not wait already. Nothing where `from` does not.
void MoveWork(Step& step, const WorkKey& from, const WorkKey& to);

// The configuration was applied: waiting items follow their queues' plans.
void AdoptRoutingPlans(Step& step);

// Tells the router what the item is now. To be called after each change of a WorkItem.
void PlaceWork(Step& step, const WorkItem& item);

// Timers. Their keys: what the timer is about, and for kPassPause the agent.
// Thread safety: pure functions.
TimerKey WorkTimer(TimerKind kind, const WorkKey& key, AgentId agent = {});
WorkKey WorkOfTimer(const TimerKey& timer);
AgentId AgentOfTimer(const TimerKey& timer);

void OnReservationDeadline(Step& step, ReservationId id);
void OnRingReached(Step& step, const WorkKey& key);
void OnPassPauseOver(Step& step, const WorkKey& key, AgentId agent);
void OnPreferredOver(Step& step, const WorkKey& key);

}  // namespace jackfield::exchange
