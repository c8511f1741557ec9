// Any history of callers whom rules send elsewhere keeps the rules, and a restart changes nothing.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "server/exchange/counter_sums.h"
#include "server/exchange/routing/routing_index.h"
#include "tests/unit/exchange/routing/work_driver.h"

namespace jackfield::exchange {
namespace {

std::string AnyCall() { return "c" + std::to_string(*rc::gen::inRange(1, 6)); }
std::string AnyAgent() { return *rc::gen::element<std::string>("ana", "bo", "chen"); }
std::string AnyQueue() { return *rc::gen::element<std::string>("sales", "claims", "other"); }

OverflowRule AnyRule(const std::string& queue) {
  OverflowRule rule;
  rule.cause = static_cast<OverflowCause>(*rc::gen::inRange(1, 6));
  rule.limit = Duration{1'000 * *rc::gen::inRange(1, 60)};
  rule.callers = *rc::gen::inRange<std::uint32_t>(1, 3);
  if (*rc::gen::inRange(0, 3) == 0) {
    rule.number = "98";
  } else {
    rule.queue = queue;
  }
  return rule;
}

// From "sales" to "claims", "claims" to "sales", and "other" as well.
Configuration AnySite() {
  Configuration site = DirectedSite();
  site.queues.push_back({.name = "other"});
  site.queues[2].routing.mode = QueueMode::kDirected;
  site.calendars = {{.name = "never"}};
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string next = site.queues[(i + 1) % 3].name;
    const int rules = *rc::gen::inRange(0, 3);
    for (int n = 0; n < rules; ++n) site.queues[i].routing.overflow.push_back(AnyRule(next));
    if (*rc::gen::inRange(0, 4) == 0) site.queues[i].calendar = "never";
  }
  return site;
}

LinkUp AnyLink() {
  std::set<CommandKind> kinds = {CommandKind::kRoute};
  if (*rc::gen::inRange(0, 3) != 0) kinds.insert(CommandKind::kDivert);
  return LinkUp{"epoch", kinds};
}

TelephonyEventBody AnyEvent(const State& state) {
  const std::string call = AnyCall();
  const std::string caller = call + "-caller";
  const std::string device = *rc::gen::element<std::string>("PJSIP/1001", "PJSIP/1002");
  const int kind = *rc::gen::inRange(0, 13);
  switch (kind) {
    case 0:
    case 1:
    case 2:
    case 3:
      return Queued{call, caller, AnyQueue()};
    case 4:
      return Delivered{call, call + device, device, {}, {}};
    case 5:
      return Established{call, call + device, device, {}, {}};
    case 6:
      return RingEnded{call, call + device, RingEnd::kNoAnswer};
    case 7:
      return Dequeued{call, caller, AnyQueue(), static_cast<DequeueCause>(*rc::gen::inRange(0, 7))};
    case 8:
      return LegMoved{call, caller, AnyQueue(), AnyCall(), "moved"};
    case 9:
      return CallCleared{call};
    case 10:
      return AnyLink();
    default:
      break;
  }
  if (state.commands.empty()) return Dequeued{call, caller, "sales", DequeueCause::kUnknown};
  return CommandResult{
      state.commands.begin()->first, static_cast<CommandOutcome>(*rc::gen::inRange(1, 4)), {}};
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

Change AnyChange(const State& state) {
  Change change;
  change.wait = Duration{1'000 * *rc::gen::inRange(0, 15)};
  const int kind = *rc::gen::inRange(0, 20);
  if (kind < 12) {
    change.event = AnyEvent(state);
  } else if (kind < 14) {
    change.command = DeskOpened{AnyAgent(), "desk"};
  } else if (kind < 17) {
    change.command =
        SetAgentState{AnyAgent(), static_cast<AgentWish>(*rc::gen::inRange(0, 3)), {}, "chief"};
  } else if (kind == 17) {
    change.site = AnySite();
  }
  return change;
}

// L1, with those who went elsewhere.
void CheckCounts(const State& state) {
  for (const auto& [id, queue] : state.queues) {
    QueueCounters sum;
    for (const auto& [interval, each] : queue.intervals) AddTo(sum, each);
    const std::uint64_t left = sum.answered + sum.abandoned + sum.timed_out + sum.exit_key +
                               sum.exit_empty + sum.withdrawn + sum.lost + sum.overflowed;
    RC_ASSERT(sum.offered == left + queue.waiting.size());
  }
}

// A party waits in one place, and came to no queue twice on the way that rules sent it.
void CheckStays(const State& state) {
  for (const auto& [id, call] : state.calls) {
    std::set<std::string> waiting;
    std::map<std::string, std::set<QueueId>> ways;
    std::set<std::string> sent;  // Whose last stay ended by a rule.
    for (const Leg& leg : call.legs) {
      if (!leg.connection.ends_with("-caller")) continue;  // Several may have moved here.
      if (leg.state == LegState::kWaiting) RC_ASSERT(waiting.insert(leg.connection).second);
      std::set<QueueId>& way = ways[leg.connection];
      if (!leg.kept_in || !sent.contains(leg.connection)) way.clear();
      RC_ASSERT(way.insert(leg.queue).second);
      sent.erase(leg.connection);
      if (leg.cause == DequeueCause::kOverflowed) sent.insert(leg.connection);
    }
  }
}

void CheckWork(const State& state) {
  std::size_t waiting = 0;
  for (const auto& [id, queue] : state.queues) {
    if (PlanOf(state, id).mode == QueueMode::kDirected) waiting += queue.waiting.size();
  }
  RC_ASSERT(state.work.size() == waiting);
  for (const auto& [key, item] : state.work) {
    const Leg& leg = state.calls.at(CallId{key.id}).legs.at(key.leg);
    RC_ASSERT(item.entered == leg.place.value_or(leg.entered));  // V2.
    RC_ASSERT(item.queue == leg.queue);
    RC_ASSERT(item.held == item.diverted_by.has_value());  // V3.
    RC_ASSERT(!item.held || item.reserved.empty());
  }
}

RC_GTEST_PROP(OverflowRulesHistory, KeepsTheRulesAndARestartChangesNothing, ()) {
  ExchangeDriver driver;
  ExchangeDriver restarted;
  const Configuration site = AnySite();
  const LinkUp link = AnyLink();
  for (ExchangeDriver* each : {&driver, &restarted}) {
    each->Configure(site);
    each->Tell(link);
  }
  const int changes = *rc::gen::inRange(1, 60);
  for (int i = 0; i < changes; ++i) {
    const Change change = AnyChange(driver.state());
    change.ApplyTo(driver);
    change.ApplyTo(restarted);
    if (i % 3 == 0) restarted.Restart();

    CheckCounts(driver.state());
    CheckStays(driver.state());
    CheckWork(driver.state());
    RC_ASSERT(restarted.exchange().Save() == driver.exchange().Save());  // X1.
  }
}

}  // namespace
}  // namespace jackfield::exchange
