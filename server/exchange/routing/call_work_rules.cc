#include "server/exchange/routing/call_work_rules.h"

#include <algorithm>
#include <string_view>

#include "server/exchange/commands/command_rules.h"
#include "server/exchange/routing/last_agent.h"
#include "server/exchange/routing/reservation_rules.h"
#include "server/exchange/routing/routing_index.h"
#include "server/exchange/routing/routing_rules.h"
#include "server/exchange/tickets/ticket_rules.h"

namespace jackfield::exchange {
namespace {

TimerKey DeadlineTimer(ReservationId id) { return {TimerKind::kReservationDeadline, id.value, 0}; }

std::int32_t PriorityOf(const State& state, const Call& call, QueueId queue) {
  const Caller& caller = call.caller;
  const bool complains = caller.open_complaint || HasOpenComplaint(state, caller.customer);
  const std::int32_t of_customer =
      state.configuration.routing.PointsOf(caller.value_tier, complains);
  return std::clamp(PlanOf(state, queue).priority + of_customer, 0, kWorkPriorityMax);
}

AgentId PreferredOf(const State& state, const Call& call) {
  return PreferredAgent(state, call.caller.preferred_agent, call.caller.customer);
}

// The agent's open reservation for a stay of the call; nullptr: there is none.
Reservation* ReservationOf(Step& step, const Call& call, AgentId agent) {
  const auto known = step.state.agents.find(agent);
  if (known == step.state.agents.end()) return nullptr;
  for (const ReservationId id : known->second.routing.reserved_calls) {
    Reservation& reservation = step.state.reservations.at(id);
    const WorkKey& work = reservation.work;
    if (work.kind == WorkKind::kCall && work.id == call.id.value) return &reservation;
  }
  return nullptr;
}

Reservation* ReservationOf(Step& step, const Call& call, const Offer& offer) {
  Reservation* reservation = ReservationOf(step, call, offer.agent);
  const bool of_queue = reservation != nullptr && reservation->queue == offer.queue;
  return of_queue ? reservation : nullptr;
}

}  // namespace

WorkKey WorkKeyOf(const Call& call, const Leg& leg) {
  return {WorkKind::kCall, call.id.value, static_cast<std::uint32_t>(&leg - call.legs.data())};
}

void EnqueueLeg(Step& step, const Call& call, const Leg& leg) {
  if (PlanOf(step.state, leg.queue).mode != QueueMode::kDirected) return;
  const WorkKey key = WorkKeyOf(call, leg);
  if (step.state.work.contains(key)) return;
  EnqueueWork(step, WorkItem{.key = key,
                             .queue = leg.queue,
                             .entered = leg.place.value_or(leg.entered),
                             .priority = PriorityOf(step.state, call, leg.queue),
                             .preferred = PreferredOf(step.state, call)});
}

bool IsBeingRouted(const State& state, const Call& call, const Leg& leg) {
  const auto item = state.work.find(WorkKeyOf(call, leg));
  return item != state.work.end() && !item->second.reserved.empty();
}

void WithdrawLeg(Step& step, const Call& call, const Leg& leg) {
  WithdrawWork(step, WorkKeyOf(call, leg), ReservationEnd::kWithdrawn);
}

void AcceptLeg(Step& step, const Call& call, const Leg& leg, AgentId agent) {
  const WorkKey key = WorkKeyOf(call, leg);
  const Reservation* reservation = ReservationOf(step, call, agent);
  if (reservation != nullptr && reservation->work == key) {
    TakeWork(step, reservation->id);
  } else {
    WithdrawWork(step, key, ReservationEnd::kTaken);
  }
}

void PriceCaller(Step& step, const Call& call) {
  PriceLegs(step, call);
  const AgentId preferred = PreferredOf(step.state, call);
  for (const Leg& leg : call.legs) {
    if (leg.state == LegState::kWaiting) SetWorkPreferred(step, WorkKeyOf(call, leg), preferred);
  }
}

void PriceLegs(Step& step, const Call& call) {
  for (const Leg& leg : call.legs) {
    if (leg.state != LegState::kWaiting) continue;
    SetWorkPriority(step, WorkKeyOf(call, leg), PriorityOf(step.state, call, leg.queue));
  }
}

Queue* DirectedBy(Step& step, const Call& call, const std::string& connection) {
  const auto rang = std::find_if(call.offers.rbegin(), call.offers.rend(), [&](const Offer& offer) {
    return offer.connection == connection;
  });
  if (rang != call.offers.rend()) {
    const bool directed = PlanOf(step.state, rang->queue).mode == QueueMode::kDirected;
    return directed ? &step.state.queues.at(rang->queue) : nullptr;
  }
  const AgentId agent = call.connections.at(connection).agent;
  const Reservation* reservation = ReservationOf(step, call, agent);
  return reservation == nullptr ? nullptr : &step.state.queues.at(reservation->queue);
}

void FollowRoutability(Step& step) {
  for (auto& [key, item] : step.state.work) {
    if (key.kind != WorkKind::kCall) return;  // Callers come first.
    if (step.state.calls.at(CallId{key.id}).source != step.source->id) continue;
    if (IsToBeGiven(step.state, item)) ReviewPreferred(step, item);
    PlaceWork(step, item);
  }
}

void OnOfferBegan(Step& step, const Call& call, const Offer& offer) {
  Reservation* reservation = ReservationOf(step, call, offer);
  if (reservation == nullptr || reservation->alerting) return;
  const Duration limit = step.state.queues.at(offer.queue).configuration.offer_limit;
  reservation->alerting = true;
  reservation->deadline = step.now.at + limit;
  step.state.timers.Set(DeadlineTimer(reservation->id), SourceId{}, step.now, limit);
  step.Tell(WorkChanged{reservation->work});
}

void OnOfferEnded(Step& step, const Call& call, const Offer& offer) {
  Reservation* reservation = ReservationOf(step, call, offer);
  if (reservation == nullptr || !reservation->alerting) return;
  switch (offer.state) {
    case OfferState::kNoAnswer:
    case OfferState::kExpired:
      return EndReservation(step, reservation->id, ReservationEnd::kPassed);
    case OfferState::kCancelled:
    case OfferState::kLost:
      return EndReservation(step, reservation->id, ReservationEnd::kUndeliverable);
    case OfferState::kRinging:
    case OfferState::kAnswered:
    case OfferState::kAnsweredElsewhere:
    case OfferState::kCallerGone:
      // The caller is with somebody, or gone: the end of the stay says so, and must not come after
      // another agent was rung. Where it does not come, the deadline ends this, as no pass.
      reservation->alerting = false;
      return;
  }
}

std::vector<std::string> DevicesFor(const State& state, const Call& call, const Agent& agent) {
  const std::string own = state.sources.at(call.source).name + ":";
  std::vector<std::string> devices;
  for (const std::string& device : agent.devices) {
    const std::size_t colon = device.find(':');
    const bool of_source =
        colon != std::string::npos && state.source_names.contains(device.substr(0, colon));
    if (!of_source) {
      devices.push_back(device);
    } else if (device.starts_with(own)) {
      devices.push_back(device.substr(own.size()));
    }
  }
  return devices;
}

bool CanReach(const State& state, const WorkItem& item, const Agent& agent) {
  if (item.key.kind != WorkKind::kCall) return true;
  return !DevicesFor(state, state.calls.at(CallId{item.key.id}), agent).empty();
}

void RouteCaller(Step& step, const WorkItem& item, const std::vector<AgentId>& agents,
                 ReservationId first) {
  const Call& call = step.state.calls.at(CallId{item.key.id});
  RouteCall route{.call = call.switch_id, .leg = call.legs.at(item.key.leg).connection};
  for (const AgentId id : agents) {
    for (std::string& device : DevicesFor(step.state, call, step.state.agents.at(id))) {
      route.devices.push_back(std::move(device));
    }
  }
  const AgentId agent = agents.size() == 1 ? agents.front() : AgentId{};
  IssueCommand(step, {.source = call.source,
                      .agent = agent,
                      .reserved = first,
                      .reserved_count = static_cast<std::uint32_t>(agents.size()),
                      .body = std::move(route)});
}

}  // namespace jackfield::exchange
