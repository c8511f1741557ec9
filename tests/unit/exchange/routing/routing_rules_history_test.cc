// Any history of callers in directed queues keeps the rules, and a restart changes nothing.
#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/unit/exchange/routing/work_driver.h"

namespace jackfield::exchange {
namespace {

std::string AnyCall() { return "c" + std::to_string(*rc::gen::inRange(1, 6)); }
std::string AnyAgent() { return *rc::gen::element<std::string>("ana", "bo", "chen"); }
std::string AnyQueue() { return *rc::gen::element<std::string>("sales", "claims", "other"); }
std::string AnyDevice() {
  return *rc::gen::element<std::string>("PJSIP/1001", "PJSIP/1002", "Local/2001@agents");
}

TelephonyEventBody AnyEvent() {
  const std::string call = AnyCall();
  const std::string device = AnyDevice();
  const std::string ring = call + device;
  switch (*rc::gen::inRange(0, 14)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return Queued{call, call + "-caller", AnyQueue()};
    case 4:
      return Delivered{call, ring, device, {}, {}};
    case 5:
      return Established{call, ring, device, {}, {}};
    case 6:
      return RingEnded{call, ring, static_cast<RingEnd>(*rc::gen::inRange(0, 5))};
    case 7:
      return ConnectionCleared{call, ring};
    case 8:
      return Dequeued{call, call + "-caller", AnyQueue(), DequeueCause::kAbandoned};
    case 9:
      return LegMoved{call, call + "-caller", AnyQueue(), AnyCall(), "moved"};
    case 10:
      return Conferenced{call, AnyCall()};
    case 11:
      if (*rc::gen::inRange(0, 3) == 0) return LinkDown{};
      return LinkUp{"epoch", std::set{CommandKind::kRoute}};
    default:
      return CallCleared{call};
  }
}

Configuration AnySite() {
  Configuration site = DirectedSite();
  site.queues[0].routing.strategy = static_cast<RoutingStrategy>(*rc::gen::inRange(0, 6));
  if (*rc::gen::inRange(0, 4) == 0) site.queues[1].routing.mode = QueueMode::kObserved;
  site.queues[1].routing.rings = {{.skills = {{"english", 50}}},
                                  {.after = Duration{20'000}, .queues = {"sales"}}};
  site.queues[1].routing.priority = 1;
  site.agents[0].skills = {{"english", *rc::gen::inRange<std::uint32_t>(1, 100)}};
  if (*rc::gen::inRange(0, 2) == 0) site.agents[2].queues = {{"sales", 2}};
  return site;
}

// A change for several drivers.
struct Change {
  Duration wait{0};
  std::optional<TelephonyEventBody> event;
  std::optional<DeskCommand> command;
  std::optional<Configuration> site;

  void ApplyTo(ExchangeDriver& driver) const {
    driver.Advance(wait);
    if (event) driver.Tell(*event);
    if (command) static_cast<void>(driver.Command(*command));
    if (site) driver.Configure(*site);
    if (!event && !command && !site) driver.FireTimers();
  }
};

Change AnyChange() {
  Change change;
  change.wait = Duration{1'000 * *rc::gen::inRange(0, 15)};
  const int kind = *rc::gen::inRange(0, 20);
  if (kind < 12) {
    change.event = AnyEvent();
  } else if (kind < 15) {
    change.command = DeskOpened{AnyAgent(), "desk"};
  } else if (kind < 18) {
    change.command =
        SetAgentState{AnyAgent(), static_cast<AgentWish>(*rc::gen::inRange(0, 2)), {}, "chief"};
  } else if (kind == 18) {
    change.site = AnySite();
  }
  return change;
}

// The last ring of the queue that the wait has reached.
RoutingRing RingOf(const RoutingPlan& plan, Duration waited) {
  RoutingRing reached;
  for (const RoutingRing& ring : plan.rings) {
    if (ring.after <= waited) reached = ring;
  }
  return reached;
}

// The agent may have it as declared: a member of a queue that counts, with all skills (W3).
bool IsFor(const AgentConfiguration& agent, const std::string& queue, const RoutingRing& ring) {
  const auto& further = ring.queues;
  return std::any_of(agent.queues.begin(), agent.queues.end(),
                     [&](const QueueMember& member) {
                       return member.queue == queue ||
                              std::count(further.begin(), further.end(), member.queue) > 0;
                     }) &&
         std::all_of(ring.skills.begin(), ring.skills.end(), [&](const SkillRequirement& asked) {
           const auto level = agent.skills.find(asked.skill);
           return level != agent.skills.end() && level->second >= asked.level_min;
         });
}

// Signed in and Ready, with a phone, and neither busy nor reserved.
bool IsFree(const State& state, const Agent& agent, const AgentConfiguration& declared) {
  const bool reserved =
      std::any_of(state.reservations.begin(), state.reservations.end(),
                  [&agent](const auto& each) { return each.second.agent == agent.id; });
  return !reserved && !declared.devices.empty() && agent.idle.state == IdleState::kReady &&
         agent.busy.empty() && !agent.wrap_up;
}

bool IsReserved(const State& state, const WorkKey& key) {
  return std::any_of(state.reservations.begin(), state.reservations.end(),
                     [&key](const auto& each) { return each.second.work == key; });
}

// W4, by its words, from what was declared and who waits: the router's own helpers have no part in
// it. What is taken from it is who let what pass lately.
bool SomebodyFreeIsBesideAnItem(const State& state, const Configuration& site) {
  for (const auto& [key, item] : state.work) {
    const Call& call = state.calls.at(CallId{key.id});
    const Source& source = state.sources.at(call.source);
    const bool routes = source.linked && source.capabilities.contains(CommandKind::kRoute);
    if (!routes || IsReserved(state, key)) continue;
    const std::string& queue = state.queues.at(item.queue).configuration.name;
    const auto plan = std::find_if(site.queues.begin(), site.queues.end(),
                                   [&queue](const auto& each) { return each.name == queue; });
    const Leg& leg = call.legs.at(key.leg);
    const RoutingRing ring = RingOf(plan->routing, state.now - leg.place.value_or(leg.entered).at);
    for (const AgentConfiguration& declared : site.agents) {
      const Agent& agent = state.agents.at(state.agent_logins.at(declared.login));
      const bool passed = item.passed.contains(agent.id);
      if (!passed && IsFree(state, agent, declared) && IsFor(declared, queue, ring)) return true;
    }
  }
  return false;
}

std::size_t WaitingInDirectedQueues(const State& state) {
  std::size_t waiting = 0;
  for (const auto& [id, queue] : state.queues) {
    const bool directed = PlanOf(state, id).mode == QueueMode::kDirected;
    if (directed) waiting += queue.waiting.size();
  }
  return waiting;
}

void CheckReservations(const State& state) {
  std::size_t of_items = 0;
  for (const auto& [key, item] : state.work) {
    of_items += item.reserved.size();
    for (const ReservationId id : item.reserved) {
      RC_ASSERT(state.reservations.at(id).work == key);
    }
  }
  RC_ASSERT(of_items == state.reservations.size());
  std::size_t of_agents = 0;
  for (const auto& [id, agent] : state.agents) {
    const auto& reserved = agent.routing.reserved_calls;
    RC_ASSERT(reserved.size() <= 1U);  // Capacity.
    of_agents += reserved.size();
    RC_ASSERT((agent.state == AgentState::kReserved) <= !reserved.empty());
  }
  RC_ASSERT(of_agents == state.reservations.size());
  for (const auto& [id, reservation] : state.reservations) {
    RC_ASSERT(state.agents.at(reservation.agent).routing.reserved_calls.contains(id));
    RC_ASSERT(reservation.deadline > state.now);  // W5.
  }
}

RC_GTEST_PROP(RoutingRulesHistory, KeepsTheRulesAndARestartChangesNothing, ()) {
  ExchangeDriver driver;
  ExchangeDriver restarted;
  Configuration site = AnySite();
  driver.Configure(site);
  restarted.Configure(site);
  driver.Tell(LinkUp{"epoch", std::set{CommandKind::kRoute}});
  restarted.Tell(LinkUp{"epoch", std::set{CommandKind::kRoute}});
  const int changes = *rc::gen::inRange(1, 60);
  for (int i = 0; i < changes; ++i) {
    const Change change = AnyChange();
    change.ApplyTo(driver);
    change.ApplyTo(restarted);
    if (i % 3 == 0) restarted.Restart();
    site = change.site.value_or(site);

    const State& state = driver.state();
    RC_ASSERT(!SomebodyFreeIsBesideAnItem(state, site));
    RC_ASSERT(state.work.size() == WaitingInDirectedQueues(state));
    CheckReservations(state);
    RC_ASSERT(restarted.exchange().Save() == driver.exchange().Save());  // X1.
  }
}

}  // namespace
}  // namespace jackfield::exchange
