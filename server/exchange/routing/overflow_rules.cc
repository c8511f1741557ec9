#include "server/exchange/routing/overflow_rules.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "server/exchange/calendar/business_time.h"
#include "server/exchange/commands/command_rules.h"
#include "server/exchange/expected_wait.h"
#include "server/exchange/leg_rules.h"
#include "server/exchange/routing/call_work_rules.h"
#include "server/exchange/routing/routing_index.h"
#include "server/exchange/routing/routing_rules.h"
#include "server/exchange/routing/working_hours.h"

namespace jackfield::exchange {
namespace {

// What has led to asking (V1).
enum class Occasion : std::uint8_t { kArrival, kWaiting, kDeserted };

// What is asked about a rule.
struct Stay {
  Call& call;
  std::uint32_t index = 0;
  Queue& queue;

  const Leg& leg() const { return call.legs[index]; }
};

WorkItem* FindWork(Step& step, const WorkKey& key) {
  const auto found = step.state.work.find(key);
  return found == step.state.work.end() ? nullptr : &found->second;
}

bool IsTried(const WorkItem& item, std::size_t rule) {
  return (item.overflow_tried >> rule & 1U) != 0;
}

void MarkTried(WorkItem& item, std::size_t rule) { item.overflow_tried |= 1U << rule; }

const Calendar* CalendarOf(const State& state, const Queue& queue) {
  const auto& all = state.configuration.calendars;
  const auto found = std::find_if(all.begin(), all.end(), [&queue](const Calendar& calendar) {
    return calendar.name == queue.configuration.calendar;
  });
  return found == all.end() ? nullptr : &*found;
}

bool IsDeserted(const State& state, QueueId queue) {
  return std::none_of(state.agents.begin(), state.agents.end(), [queue](const auto& each) {
    const Agent& agent = each.second;
    return agent.configured && IsSignedInToWork(agent) && agent.routing.ranks.contains(queue);
  });
}

bool IsExpected(const Step& step, const Stay& stay, Duration limit) {
  const std::size_t ahead = stay.queue.waiting.size() - 1;
  const auto expected = ExpectWait(LoadOf(step.staffing, stay.queue.id, ahead), stay.queue.handled);
  return expected && expected->p50 >= limit;
}

Duration WaitOf(const Step& step, const Leg& leg) {
  return step.now.at - leg.place.value_or(leg.entered).at;
}

bool Holds(const Step& step, const Stay& stay, const OverflowRule& rule, Occasion occasion) {
  const bool arrives = occasion == Occasion::kArrival;
  switch (rule.cause) {
    case OverflowCause::kClosed:
      return arrives && !IsOpen(CalendarOf(step.state, stay.queue), stay.leg().entered.wall);
    case OverflowCause::kNobodySignedIn:
      return occasion != Occasion::kWaiting && IsDeserted(step.state, stay.queue.id);
    case OverflowCause::kLength:
      return arrives && stay.queue.waiting.size() > rule.callers;
    case OverflowCause::kExpectedWait:
      return arrives && IsExpected(step, stay, rule.limit);
    case OverflowCause::kWait:
      return occasion != Occasion::kDeserted && WaitOf(step, stay.leg()) >= rule.limit;
  }
  return false;
}

// V4. The legs of another call, from which the caller has been moved, are not at hand: of them the
// first queue alone is known.
bool WasThere(const Stay& stay, QueueId queue) {
  if (stay.leg().kept_in == queue) return true;
  const auto& legs = stay.call.legs;
  return std::any_of(legs.begin(), legs.end(), [&](const Leg& leg) {
    const bool same = leg.queue == queue && leg.connection == stay.leg().connection;
    return same && (leg.state == LegState::kWaiting || leg.cause == DequeueCause::kOverflowed);
  });
}

bool MoveTo(Step& step, const Stay& stay, const OverflowRule& rule) {
  const auto named = step.state.queue_names.find(rule.queue);
  if (named == step.state.queue_names.end() || WasThere(stay, named->second)) return false;
  if (PlanOf(step.state, named->second).mode != QueueMode::kDirected) return false;
  if (stay.call.legs.size() >= kLegsPerCallMax) {
    step.Note(Noted::Kind::kLimit, "legs of a call");
    return false;
  }
  step.Tell(CallOverflowed{stay.call.id, stay.queue.id, rule});
  OverflowLeg(step, stay.call, stay.index, step.state.queues.at(named->second));
  return true;
}

bool Divert(Step& step, const Stay& stay, std::size_t index, const OverflowRule& rule) {
  const Source& source = step.state.sources.at(stay.call.source);
  if (!CheckCommand(step.state, source, CommandKind::kDivert)) return false;
  const WorkKey key = WorkKeyOf(stay.call, stay.leg());
  DivertCall divert{stay.call.switch_id, stay.leg().connection, PersonalText(rule.number)};
  const CommandId told =
      IssueCommand(step, {.source = source.id, .body = std::move(divert), .diverts = key});
  if (!told) return false;
  WorkItem& item = step.state.work.at(key);
  item.diverted_by = static_cast<std::uint32_t>(index);
  HoldWork(step, key, true);
  FollowOverflow(step, item);
  step.Tell(CallOverflowed{stay.call.id, stay.queue.id, rule});
  return true;
}

// V1.
void Ask(Step& step, const WorkKey& key, Occasion occasion) {
  WorkItem* item = FindWork(step, key);
  if (item == nullptr || item->diverted_by || !item->reserved.empty()) return;  // V3, V5.
  const Stay stay{step.state.calls.at(CallId{key.id}), key.leg, step.state.queues.at(item->queue)};
  const std::vector<OverflowRule> rules = PlanOf(step.state, item->queue).overflow;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (IsTried(*item, i) || !Holds(step, stay, rules[i], occasion)) continue;
    const bool done =
        rules[i].number.empty() ? MoveTo(step, stay, rules[i]) : Divert(step, stay, i, rules[i]);
    if (done) return;
    MarkTried(*item, i);
  }
  FollowOverflow(step, *item);
}

}  // namespace

void OverflowOnArrival(Step& step, Call& call, std::uint32_t index) {
  Ask(step, WorkKeyOf(call, call.legs[index]), Occasion::kArrival);
}

void FollowOverflow(Step& step, const WorkItem& item) {
  if (item.key.kind != WorkKind::kCall) return;
  const TimerKey timer = WorkTimer(TimerKind::kOverflow, item.key);
  step.state.timers.Cancel(timer);
  if (item.diverted_by) {
    return step.state.timers.Set(timer, SourceId{}, step.now, kDiversionLimit);
  }
  std::optional<Duration> first;
  const std::vector<OverflowRule>& rules = PlanOf(step.state, item.queue).overflow;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (rules[i].cause != OverflowCause::kWait || IsTried(item, i)) continue;
    first = std::min(first.value_or(rules[i].limit), rules[i].limit);
  }
  if (!first || !item.reserved.empty()) return;  // V5.
  const Duration waited = step.now.at - item.entered.at;
  step.state.timers.Set(timer, SourceId{}, step.now, std::max(*first - waited, Duration{0}));
}

void OnOverflowDue(Step& step, const WorkKey& key) {
  FailDiversion(step, key);
  Ask(step, key, Occasion::kWaiting);
}

void OverflowDeserted(Step& step, QueueId queue) {
  const std::vector<OverflowRule>& rules = PlanOf(step.state, queue).overflow;
  const bool ruled = std::any_of(rules.begin(), rules.end(), [](const OverflowRule& rule) {
    return rule.cause == OverflowCause::kNobodySignedIn;
  });
  if (!ruled || !IsDeserted(step.state, queue)) return;
  const auto waiting = step.state.queues.at(queue).waiting;
  for (const auto& [call, leg] : waiting) {
    Ask(step, {WorkKind::kCall, call.value, leg}, Occasion::kDeserted);
  }
}

void FailDiversion(Step& step, const WorkKey& key) {
  WorkItem* item = FindWork(step, key);
  if (item == nullptr || !item->diverted_by) return;
  MarkTried(*item, *item->diverted_by);
  item->diverted_by.reset();
  HoldWork(step, key, false);
  FollowOverflow(step, *item);
  Ask(step, key, Occasion::kDeserted);  // Nobody may have signed in meanwhile.
}

DequeueCause LeaveCauseOf(const Step& step, const WorkKey& key, DequeueCause told) {
  const auto item = step.state.work.find(key);
  const bool diverted = item != step.state.work.end() && item->second.diverted_by;
  return IsOpenCause(told) && diverted ? DequeueCause::kOverflowed : told;
}

}  // namespace jackfield::exchange
