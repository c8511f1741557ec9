#include "server/exchange/routing/routing_rules.h"

#include <algorithm>
#include <set>
#include <utility>
#include <variant>
#include <vector>

#include "server/base/check.h"
#include "server/exchange/callbacks/callback_rules.h"
#include "server/exchange/callbacks/callback_work.h"
#include "server/exchange/commands/command_rules.h"
#include "server/exchange/routing/call_work_rules.h"
#include "server/exchange/routing/overflow_rules.h"
#include "server/exchange/routing/reservation_rules.h"
#include "server/exchange/routing/routing_index.h"
#include "server/exchange/routing/working_hours.h"

namespace jackfield::exchange {
namespace {

// How the second word of a timer is made up: kind, leg, agent.
constexpr std::uint64_t kLegPlace = 8;
constexpr std::uint64_t kAgentPlace = 24;
constexpr std::uint64_t kKindMask = 0xff;
constexpr std::uint64_t kLegMask = 0xffff;

WorkItem* FindWork(Step& step, const WorkKey& key) {
  const auto found = step.state.work.find(key);
  return found == step.state.work.end() ? nullptr : &found->second;
}

std::int32_t ClampPriority(std::int32_t priority) {
  return std::clamp(priority, 0, kWorkPriorityMax);
}

// The item's place on the engine's time line, on which its timers run.
Moment EntryOf(const WorkItem& item) { return {item.entered.at, item.entered.wall, false}; }

// Takes over the ring that the item has reached by now, and waits for the next one.
void FollowRings(Step& step, WorkItem& item) {
  const std::vector<RoutingRing>& rings = PlanOf(step.state, item.queue).rings;
  const Duration waited = step.now.at - item.entered.at;
  const auto next = std::find_if(rings.begin(), rings.end(), [waited](const RoutingRing& ring) {
    return ring.after > waited && ring.after > Duration{0};
  });
  const auto reached = next == rings.begin() ? 0 : next - rings.begin() - 1;
  item.ring = static_cast<std::uint32_t>(std::max<std::ptrdiff_t>(reached, 0));
  const TimerKey timer = WorkTimer(TimerKind::kRingReached, item.key);
  step.state.timers.Cancel(timer);
  if (next != rings.end()) {
    step.state.timers.Set(timer, SourceId{}, EntryOf(item), next->after);
  }
}

// Whether the item is worth keeping for its preferred agent (W8).
bool IsWorthKeeping(const Step& step, const WorkItem& item) {
  const auto agent = step.state.agents.find(item.preferred);
  if (agent == step.state.agents.end() || !agent->second.configured) return false;
  if (agent->second.idle.state == IdleState::kLoggedOff) return false;
  if (agent->second.routing.off_hours) return false;  // W11.
  if (item.passed.contains(item.preferred)) return false;
  if (!CanReach(step.state, item, agent->second)) return false;
  return Qualifies(RoutedAgentOf(step.state, agent->second), RoutedItemOf(step.state, item));
}

void SetPreferredTimer(Step& step, const WorkItem& item) {
  const TimerKey timer = WorkTimer(TimerKind::kPreferredOver, item.key);
  step.state.timers.Set(timer, SourceId{}, step.now, *item.preferred_until - step.now.at);
}

// W8.
Duration PreferredLimitOf(const State& state, const WorkItem& item) {
  const Duration of_queue = PlanOf(state, item.queue).preferred_limit;
  if (item.key.kind != WorkKind::kCallback) return of_queue;
  return std::max(of_queue, CallbackPlanOf(state, item.queue).preferred_limit);
}

void KeepForPreferred(Step& step, WorkItem& item) {
  const Duration limit = PreferredLimitOf(step.state, item);
  item.preferred_until.reset();
  if (limit <= Duration{0} || !IsWorthKeeping(step, item)) return;
  item.preferred_until = step.now.at + limit;
  SetPreferredTimer(step, item);
}

void CancelTimers(Step& step, const WorkItem& item) {
  Timers& timers = step.state.timers;
  timers.Cancel(WorkTimer(TimerKind::kRingReached, item.key));
  timers.Cancel(WorkTimer(TimerKind::kPreferredOver, item.key));
  timers.Cancel(WorkTimer(TimerKind::kOverflow, item.key));
  for (const AgentId agent : item.passed) {
    timers.Cancel(WorkTimer(TimerKind::kPassPause, item.key, agent));
  }
}

// The agents that the effects since the last time have named.
std::set<AgentId> TakeChangedAgents(Step& step) {
  std::set<AgentId> changed;
  for (; step.routed < step.effects.size(); ++step.routed) {
    const auto* agent = std::get_if<AgentChanged>(&step.effects[step.routed]);
    if (agent != nullptr) changed.insert(agent->agent);
  }
  return changed;
}

void AdoptAgent(Step& step, const Agent& agent) {
  OnLeaseholderChanged(step, agent);
  EndUntenable(step, agent);
  if (agent.state == AgentState::kReady) {
    step.router.PutAgent(RoutedAgentOf(step.state, agent));
  } else {
    step.router.SetBusy(agent.id);
  }
  for (const WorkKey& key : step.router.KeptFor(agent.id)) {  // W8.
    if (!IsWorthKeeping(step, step.state.work.at(key))) OnPreferredOver(step, key);
  }
}

void AdoptAgents(Step& step) {
  for (auto changed = TakeChangedAgents(step); !changed.empty();
       changed = TakeChangedAgents(step)) {
    std::set<QueueId> left;  // By a member who is not signed in. Each is looked at once.
    for (const AgentId id : changed) {
      const Agent& agent = step.state.agents.at(id);
      AdoptAgent(step, agent);
      if (agent.configured && IsSignedInToWork(agent)) continue;
      for (const auto& [queue, rank] : agent.routing.ranks) left.insert(queue);
    }
    for (const QueueId queue : left) OverflowDeserted(step, queue);
  }
}

// The open reservation of a ticket or a callback, as the agent's to answer. Null: it has ended with
// `answered`, so that the answer is the same again.
Result<const Reservation*> ReservationFor(const Step& step, AgentId agent, ReservationId id,
                                          ReservationEnd answered) {
  const State& state = step.state;
  const auto open = state.reservations.find(id);
  const auto over = state.reservations_over.find(id);
  const bool is_open =
      open != state.reservations.end() && open->second.work.kind != WorkKind::kCall;
  if (!is_open && over == state.reservations_over.end()) {
    return Fail(ErrorCode::kNotFound, "RESERVATION_NOT_FOUND", "no such reservation");
  }
  const Reservation& reservation = is_open ? open->second : over->second;
  if (reservation.agent != agent) {
    return Fail(ErrorCode::kPermissionDenied, "RESERVATION_OF_ANOTHER_AGENT",
                "the reservation is another agent's");
  }
  if (is_open) return &reservation;
  if (reservation.end == answered) return nullptr;
  return Fail(ErrorCode::kFailedPrecondition, "RESERVATION_OVER", "the reservation has ended");
}

}  // namespace

void EnqueueWork(Step& step, WorkItem item) {
  if (step.state.work.size() >= kWorkItemsMax) {
    return step.Note(Noted::Kind::kLimit, "items of work");
  }
  const auto [made, is_new] = step.state.work.try_emplace(item.key, std::move(item));
  JACKFIELD_CHECK(is_new);
  WorkItem& waiting = made->second;
  waiting.priority = ClampPriority(waiting.priority);
  waiting.passed.clear();
  waiting.reserved.clear();
  waiting.offer_count = 0;
  FollowRings(step, waiting);
  FollowOverflow(step, waiting);
  KeepForPreferred(step, waiting);
  PlaceWork(step, waiting);
}

void WithdrawWork(Step& step, const WorkKey& key, ReservationEnd end) {
  WorkItem* item = FindWork(step, key);
  if (item == nullptr) return;
  EndReservationsOf(step, *item, end);
  CancelTimers(step, *item);
  step.router.RemoveItem(key);
  step.state.work.erase(key);
  step.Tell(WorkChanged{key});
}

void SetWorkPriority(Step& step, const WorkKey& key, std::int32_t priority) {
  WorkItem* item = FindWork(step, key);
  if (item == nullptr || item->priority == ClampPriority(priority)) return;
  item->priority = ClampPriority(priority);
  PlaceWork(step, *item);
}

void HoldWork(Step& step, const WorkKey& key, bool held) {
  WorkItem* item = FindWork(step, key);
  if (item == nullptr || item->held == held) return;
  item->held = held;
  if (held) EndReservationsOf(step, *item, ReservationEnd::kWithdrawn);
  if (!held) ReviewPreferred(step, *item);
  PlaceWork(step, *item);
}

void SetWorkPreferred(Step& step, const WorkKey& key, AgentId agent) {
  WorkItem* item = FindWork(step, key);
  if (item == nullptr || item->preferred == agent) return;
  step.state.timers.Cancel(WorkTimer(TimerKind::kPreferredOver, key));
  item->preferred = agent;
  KeepForPreferred(step, *item);
  PlaceWork(step, *item);
}

void PassWorkBy(Step& step, const WorkKey& key, AgentId agent) {
  WorkItem* item = FindWork(step, key);
  if (item == nullptr) return;
  PassBy(step, *item, agent);
  PlaceWork(step, *item);
}

void ReviewPreferred(Step& step, WorkItem& item) {
  if (!item.preferred_until || IsWorthKeeping(step, item)) return;
  item.preferred_until.reset();
  step.state.timers.Cancel(WorkTimer(TimerKind::kPreferredOver, item.key));
}

void MoveWork(Step& step, const WorkKey& from, const WorkKey& to) {
  WorkItem* const known = FindWork(step, from);
  if (known == nullptr) return;
  CancelTimers(step, *known);
  step.router.RemoveItem(from);
  auto node = step.state.work.extract(from);
  node.key() = to;
  node.mapped().key = to;
  WorkItem& item = step.state.work.insert(std::move(node)).position->second;
  for (const ReservationId id : item.reserved) step.state.reservations.at(id).work = to;
  for (auto& [id, command] : step.state.commands) {
    if (command.diverts == from) command.diverts = to;
  }
  FollowRings(step, item);
  FollowOverflow(step, item);
  if (item.preferred_until) SetPreferredTimer(step, item);
  for (const AgentId agent : item.passed) PassBy(step, item, agent);
  step.Tell(WorkChanged{from});
  PlaceWork(step, item);
}

void PlaceWork(Step& step, const WorkItem& item) {
  if (IsToBeGiven(step.state, item)) {
    step.router.PutItem(RoutedItemOf(step.state, item));
  } else {
    step.router.RemoveItem(item.key);
  }
  step.Tell(WorkChanged{item.key});
}

Status AcceptReservation(Step& step, AgentId agent, ReservationId id) {
  const auto reservation = ReservationFor(step, agent, id, ReservationEnd::kAccepted);
  if (!reservation) return Fail(reservation);
  if (*reservation != nullptr) TakeWork(step, id);
  return {};
}

Status DeclineReservation(Step& step, AgentId agent, ReservationId id) {
  const auto reservation = ReservationFor(step, agent, id, ReservationEnd::kDeclined);
  if (!reservation) return Fail(reservation);
  if (*reservation != nullptr) EndReservation(step, id, ReservationEnd::kDeclined);
  return {};
}

void FailRoute(Step& step, ReservationId first, std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i) {
    const ReservationId id{first.value + i};
    const auto open = step.state.reservations.find(id);
    if (open == step.state.reservations.end() || open->second.alerting) continue;
    EndReservation(step, id, ReservationEnd::kUndeliverable);
  }
}

void RouteAgentAnew(Step& step, const Agent& agent) { step.Tell(AgentChanged{agent.id}); }

void SettleWork(Step& step) {
  AdoptAgents(step);
  while (step.reservations_made < kReservationsPerEntryMax && HasRoomForCommand(step)) {
    const std::optional<Assignment> next = step.router.Next();
    if (!next) return;
    Reserve(step, step.state.work.at(next->key), next->agents);
    AdoptAgents(step);
  }
}

void AdoptRoutingPlans(Step& step) {
  std::vector<WorkKey> observed;
  for (const auto& [key, item] : step.state.work) {
    const bool directed = PlanOf(step.state, item.queue).mode == QueueMode::kDirected;
    if (key.kind == WorkKind::kCall && !directed) observed.push_back(key);
  }
  for (const WorkKey& key : observed) WithdrawWork(step, key, ReservationEnd::kWithdrawn);
  step.router = IndexWork(step.state);
  for (auto& [key, item] : step.state.work) {
    if (key.kind == WorkKind::kCall) PriceCaller(step, step.state.calls.at(CallId{key.id}));
    FollowRings(step, item);
    if (!item.diverted_by) item.overflow_tried = 0;  // They may be other rules.
    FollowOverflow(step, item);
    PlaceWork(step, item);
  }
  for (const auto& [id, queue] : step.state.queues) {
    for (const auto& [call_id, index] : queue.waiting) {
      const Call& call = step.state.calls.at(call_id);
      EnqueueLeg(step, call, call.legs.at(index));
    }
  }
  for (const auto& [id, agent] : step.state.agents) {
    if (!agent.configured) RouteAgentAnew(step, agent);
  }
  for (const auto& [id, queue] : step.state.queues) OverflowDeserted(step, id);
}

TimerKey WorkTimer(TimerKind kind, const WorkKey& key, AgentId agent) {
  const std::uint64_t detail = static_cast<std::uint64_t>(key.kind) |
                               std::uint64_t{key.leg} << kLegPlace | agent.value << kAgentPlace;
  return {kind, key.id, detail};
}

WorkKey WorkOfTimer(const TimerKey& timer) {
  return {static_cast<WorkKind>(timer.detail & kKindMask), timer.subject,
          static_cast<std::uint32_t>(timer.detail >> kLegPlace & kLegMask)};
}

AgentId AgentOfTimer(const TimerKey& timer) { return AgentId{timer.detail >> kAgentPlace}; }

void OnReservationDeadline(Step& step, ReservationId id) {
  const auto found = step.state.reservations.find(id);
  if (found == step.state.reservations.end()) return;
  const Reservation& due = found->second;
  const bool silent = due.work.kind == WorkKind::kCall && !due.alerting;
  EndReservation(step, id, silent ? ReservationEnd::kUndeliverable : ReservationEnd::kPassed);
}

void OnRingReached(Step& step, const WorkKey& key) {
  WorkItem* item = FindWork(step, key);
  if (item == nullptr) return;
  FollowRings(step, *item);
  ReviewPreferred(step, *item);
  PlaceWork(step, *item);
}

void OnPassPauseOver(Step& step, const WorkKey& key, AgentId agent) {
  WorkItem* item = FindWork(step, key);
  if (item == nullptr || item->passed.erase(agent) == 0) return;
  PlaceWork(step, *item);
}

void OnPreferredOver(Step& step, const WorkKey& key) {
  WorkItem* item = FindWork(step, key);
  if (item == nullptr || !item->preferred_until) return;
  item->preferred_until.reset();
  step.state.timers.Cancel(WorkTimer(TimerKind::kPreferredOver, key));
  PlaceWork(step, *item);
}

}  // namespace jackfield::exchange
