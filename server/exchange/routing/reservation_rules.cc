#include "server/exchange/routing/reservation_rules.h"

#include <algorithm>
#include <utility>

#include "server/exchange/agent_rules.h"
#include "server/exchange/callbacks/callback_rules.h"
#include "server/exchange/routing/call_work_rules.h"
#include "server/exchange/routing/overflow_rules.h"
#include "server/exchange/routing/routing_index.h"
#include "server/exchange/routing/routing_rules.h"
#include "server/exchange/tickets/ticket_rules.h"

namespace jackfield::exchange {
namespace {

constexpr std::string_view kPassedReason = "offers passed";
constexpr Changer kTheRouting{StateCause::kDeadline, "routing"};

TimerKey DeadlineTimer(ReservationId id) { return {TimerKind::kReservationDeadline, id.value, 0}; }

std::set<ReservationId>& ReservedOf(Agent& agent, WorkKind kind) {
  return ChannelOf(kind) == Channel::kTicket ? agent.routing.reserved_tickets
                                             : agent.routing.reserved_calls;
}

// So that the same answer again can be told from another one.
void Remember(Step& step, Reservation over) {
  auto& kept = step.state.reservations_over;
  kept.emplace(over.id, std::move(over));
  if (kept.size() > kReservationsRememberedMax) kept.erase(kept.begin());
}

ReservationId Open(Step& step, WorkItem& item, Agent& agent, Duration limit) {
  const ReservationId id{step.sequence.value * kReservationsPerEntryMax + step.reservations_made++};
  const Reservation made{.id = id,
                         .work = item.key,
                         .agent = agent.id,
                         .queue = item.queue,
                         .began = step.now,
                         .deadline = step.now.at + limit};
  step.state.timers.Set(DeadlineTimer(id), SourceId{}, step.now, limit);
  step.state.reservations.emplace(id, made);
  item.reserved.insert(id);
  ++item.offer_count;
  ReservedOf(agent, item.key.kind).insert(id);
  agent.routing.last_offer = step.now.at;
  step.Tell(ReservationOpened{made});
  RefreshAgent(step, agent, StateCause::kCall);
  return id;
}

// The reservation as such is over; the item is the caller's to see to.
Reservation Close(Step& step, ReservationId id, ReservationEnd end) {
  Reservation over = std::move(step.state.reservations.extract(id).mapped());
  over.end = end;
  step.state.timers.Cancel(DeadlineTimer(id));
  Agent& agent = step.state.agents.at(over.agent);
  ReservedOf(agent, over.work.kind).erase(id);
  if (over.work.kind != WorkKind::kCall) Remember(step, over);
  step.Tell(ReservationEnded{over.agent, id, over.work, end});
  RefreshAgent(step, agent, StateCause::kCall);
  return over;
}

// What the way in which it ended says of the agent.
void NoteEnd(Step& step, WorkItem& item, Agent& agent, ReservationEnd end) {
  switch (end) {
    case ReservationEnd::kPassed:
      PassBy(step, item, agent.id);
      return CountPass(step, agent);
    case ReservationEnd::kDeclined:
      agent.routing.passes = 0;
      return PassBy(step, item, agent.id);
    case ReservationEnd::kUndeliverable:
      return PassBy(step, item, agent.id);
    case ReservationEnd::kNone:
    case ReservationEnd::kAccepted:
    case ReservationEnd::kTaken:
    case ReservationEnd::kWithdrawn:
    case ReservationEnd::kAgentGone:
    case ReservationEnd::kPreempted:
      return;
  }
}

Duration LimitOf(const Step& step, const WorkItem& item) {
  return item.key.kind == WorkKind::kCall ? step.state.configuration.routing.reserve_limit
                                          : PlanOf(step.state, item.queue).accept_limit;
}

// Those who can be reached; the others are passed by.
std::vector<AgentId> Reachable(Step& step, WorkItem& item, const std::vector<AgentId>& agents) {
  std::vector<AgentId> reachable;
  for (const AgentId id : agents) {
    if (CanReach(step.state, item, step.state.agents.at(id))) {
      reachable.push_back(id);
    } else {
      PassBy(step, item, id);
    }
  }
  return reachable;
}

void EndAll(Step& step, const std::set<ReservationId>& reserved, ReservationEnd end) {
  const std::set<ReservationId> open = reserved;
  for (const ReservationId id : open) EndReservation(step, id, end);
}

}  // namespace

void Reserve(Step& step, WorkItem& item, const std::vector<AgentId>& agents) {
  std::vector<AgentId> reserved = Reachable(step, item, agents);
  const std::uint64_t room = kReservationsPerEntryMax - step.reservations_made;
  if (reserved.size() > room) reserved.resize(room);
  ReservationId first;
  for (const AgentId id : reserved) {
    const ReservationId made = Open(step, item, step.state.agents.at(id), LimitOf(step, item));
    if (!first) first = made;
  }
  PlaceWork(step, item);
  if (first && item.key.kind == WorkKind::kCall) RouteCaller(step, item, reserved, first);
}

void EndReservation(Step& step, ReservationId id, ReservationEnd end) {
  if (!step.state.reservations.contains(id)) return;
  const Reservation over = Close(step, id, end);
  WorkItem& item = step.state.work.at(over.work);
  item.reserved.erase(id);
  NoteEnd(step, item, step.state.agents.at(over.agent), end);
  if (item.reserved.empty()) {
    ReviewPreferred(step, item);
    FollowOverflow(step, item);
  }
  PlaceWork(step, item);
}

void TakeWork(Step& step, ReservationId id) {
  const auto open = step.state.reservations.find(id);
  if (open == step.state.reservations.end()) return;
  WorkItem& item = step.state.work.at(open->second.work);
  Agent& agent = step.state.agents.at(open->second.agent);
  item.reserved.erase(id);
  Close(step, id, ReservationEnd::kAccepted);
  agent.routing.passes = 0;
  EndReservationsOf(step, item, ReservationEnd::kTaken);
  const WorkItem taken = item;
  WithdrawWork(step, taken.key, ReservationEnd::kTaken);
  OnWorkAccepted(step, taken, agent);
}

void EndReservationsOf(Step& step, WorkItem& item, ReservationEnd end) {
  const std::set<ReservationId> open = std::exchange(item.reserved, {});
  for (const ReservationId id : open) Close(step, id, end);
}

void EndUntenable(Step& step, const Agent& agent) {
  const AgentRouting& routing = agent.routing;
  const bool signed_in = agent.configured && agent.idle.state != IdleState::kLoggedOff;
  const bool on_call =
      !agent.busy.empty() || agent.wrap_up || !routing.reserved_calls.empty() || routing.callback;
  const bool ready = signed_in && agent.idle.state == IdleState::kReady;
  if (!ready || agent.desk.empty()) {
    EndAll(step, routing.reserved_tickets, ReservationEnd::kAgentGone);
  } else if (on_call) {
    EndAll(step, routing.reserved_tickets, ReservationEnd::kPreempted);  // W6.
  }
  const std::set<ReservationId> calls = routing.reserved_calls;
  for (const ReservationId id : calls) {
    const Reservation& reservation = step.state.reservations.at(id);
    const bool stands = reservation.alerting || (ready && agent.state == AgentState::kReserved);
    const bool no_desk = reservation.work.kind == WorkKind::kCallback && agent.desk.empty();
    if (!stands || no_desk) EndReservation(step, id, ReservationEnd::kAgentGone);
  }
}

void PassBy(Step& step, WorkItem& item, AgentId agent) {
  item.passed.insert(agent);
  const Duration pause = std::max(step.state.configuration.routing.pass_pause, kPassPauseMin);
  step.state.timers.Set(WorkTimer(TimerKind::kPassPause, item.key, agent), SourceId{}, step.now,
                        pause);
  if (item.preferred != agent || !item.preferred_until) return;
  item.preferred_until.reset();  // W8.
  step.state.timers.Cancel(WorkTimer(TimerKind::kPreferredOver, item.key));
}

void OnWorkAccepted(Step& step, const WorkItem& work, Agent& agent) {
  switch (work.key.kind) {
    case WorkKind::kCall:
      return;  // Counted where the leg is answered, as in observed queues.
    case WorkKind::kTicket:
      ++agent.routing.handled;
      CountTicket(step, agent, 1);
      return OnTicketAccepted(step, TicketId{work.key.id}, agent.id);
    case WorkKind::kCallback:
      ++agent.routing.handled;
      return OnCallbackAccepted(step, CallbackId{work.key.id}, agent.id);
  }
}

void CountPass(Step& step, Agent& agent) {
  ++agent.routing.passes;
  const std::uint32_t passes_max = step.state.configuration.routing.passes_max;
  if (passes_max == 0 || agent.routing.passes < passes_max) return;
  agent.routing.passes = 0;
  const bool stays = agent.idle.state == IdleState::kReady && !agent.pending;
  if (!stays) return;  // Somebody has chosen otherwise.
  WishIdle(step, agent, {IdleState::kNotReady, std::string(kPassedReason), {}}, kTheRouting);
}

void CountTicket(Step& step, Agent& agent, std::int32_t change) {
  const std::int64_t tickets = std::int64_t{agent.routing.tickets} + change;
  agent.routing.tickets = static_cast<std::uint32_t>(std::max<std::int64_t>(tickets, 0));
  step.Tell(AgentChanged{agent.id});
}

}  // namespace jackfield::exchange
