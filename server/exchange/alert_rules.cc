#include "server/exchange/alert_rules.h"

#include <algorithm>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "server/exchange/each_once.h"
#include "server/exchange/shares.h"

namespace jackfield::exchange {
namespace {

constexpr std::int64_t kMillion = 1'000'000;
constexpr std::int64_t kMillionthsOfMillisecond = 1'000;  // In a figure of seconds.

TimerKey AlertTimer(const Queue& queue) { return {TimerKind::kAlerts, queue.id.value, 0}; }

// The engine's wall time at the step's time.
WallTime WallOf(const Step& step) { return step.clock.wall - (step.clock.at - step.now.at); }

// The rules that hold; a queue that is not declared any more has none.
std::span<const AlertRule> RulesOf(const Queue& queue) {
  if (!queue.configured) return {};
  const auto& rules = queue.configuration.alert_rules;
  return std::span(rules).first(std::min(rules.size(), kAlertRulesMax));
}

bool IsOfInterval(AlertFigure figure) {
  return figure == AlertFigure::kServiceLevel || figure == AlertFigure::kAbandonedRatio;
}

bool IsBeyondBelow(AlertFigure figure) {
  switch (figure) {
    case AlertFigure::kServiceLevel:
    case AlertFigure::kReadyCount:
    case AlertFigure::kStaffedCount:
      return true;
    case AlertFigure::kWaitingCount:
    case AlertFigure::kLongestWait:
    case AlertFigure::kAbandonedRatio:
      return false;
  }
  return false;
}

// When the caller came who waits longest; nullopt: nobody waits.
std::optional<Instant> LongestSince(const Step& step, const Queue& queue) {
  std::optional<Instant> longest;
  for (const auto& [call, index] : queue.waiting) {
    const Instant entered = step.state.calls.at(call).legs.at(index).entered.at;
    if (!longest || entered < *longest) longest = entered;
  }
  return longest;
}

QueueCounters PresentCounters(const Step& step, const Queue& queue) {
  const auto present = queue.intervals.find(IntervalOf(WallOf(step)));
  return present == queue.intervals.end() ? QueueCounters() : present->second;
}

// The figure as part and whole; no whole: no data.
Share FigureOf(const Step& step, const Queue& queue, AlertFigure figure) {
  const auto count = [](std::size_t number) { return static_cast<std::int64_t>(number); };
  switch (figure) {
    case AlertFigure::kWaitingCount:
      return {count(queue.waiting.size()), 1};
    case AlertFigure::kLongestWait: {
      const std::optional<Instant> since = LongestSince(step, queue);
      if (!since) return {};
      return {std::max(step.now.at - *since, Duration{0}).count(), 1'000};
    }
    case AlertFigure::kServiceLevel:
      return ServiceLevelOf(PresentCounters(step, queue),
                            queue.configuration.service_level_formula);
    case AlertFigure::kAbandonedRatio:
      return AbandonedOf(PresentCounters(step, queue));
    case AlertFigure::kReadyCount:
      return {count(step.staffing.Of(queue.id).ready), 1};
    case AlertFigure::kStaffedCount:
      return {count(step.staffing.Of(queue.id).staffed() + queue.foreign_members.size()), 1};
  }
  return {};
}

bool IsBeyond(const AlertRule& rule, const Share& figure) {
  if (figure.whole <= 0) return false;  // W1.
  const std::int64_t value = figure.part * kMillion;
  const std::int64_t limit = rule.limit_millionths * figure.whole;
  return IsBeyondBelow(rule.figure) ? value < limit : value > limit;
}

void Raise(Step& step, const Queue& queue, AlertWatch& watch, const Share& figure) {
  Alert alert{.id = AlertId{step.sequence.value * kAlertsPerEntryMax + step.alerts_made++},
              .queue = queue.id,
              .rule = watch.rule,
              .raised_value_millionths = figure.part * kMillion / figure.whole,
              .raised = WallOf(step),
              .revision = 1};
  watch.raised = alert.id;
  step.Tell(AlertChanged{alert});
  step.state.alerts.emplace(alert.id, std::move(alert));
}

void Clear(Step& step, AlertWatch& watch) {
  auto raised = step.state.alerts.extract(std::exchange(watch.raised, AlertId{}));
  if (raised.empty()) return;
  Alert& alert = raised.mapped();
  alert.cleared = WallOf(step);
  ++alert.revision;
  step.Tell(AlertChanged{std::move(alert)});
}

// W1.
void Judge(Step& step, const Queue& queue, AlertWatch& watch) {
  const Share figure = FigureOf(step, queue, watch.rule.figure);
  const bool raised = static_cast<bool>(watch.raised);
  if (IsBeyond(watch.rule, figure) == raised) {
    watch.differs_since.reset();
    return;
  }
  if (!watch.differs_since) watch.differs_since = step.now.at;
  const Duration span = raised ? watch.rule.clear_after : watch.rule.raise_after;
  if (step.now.at - *watch.differs_since < span) return;
  watch.differs_since.reset();
  if (raised) {
    Clear(step, watch);
  } else {
    Raise(step, queue, watch, figure);
  }
}

// W2: when time alone may change how `watch` stands.
std::optional<Instant> NextLook(const Step& step, const Queue& queue, const AlertWatch& watch) {
  std::optional<Instant> next;
  const auto look = [&](Instant at) {
    if (at > step.now.at && (!next || at < *next)) next = at;
  };
  if (watch.differs_since) {
    look(*watch.differs_since + (watch.raised ? watch.rule.clear_after : watch.rule.raise_after));
  }
  if (IsOfInterval(watch.rule.figure)) {
    const WallTime wall = WallOf(step);
    look(step.now.at + (IntervalOf(wall) + kIntervalLength - wall));
  }
  if (watch.rule.figure == AlertFigure::kLongestWait) {
    const Duration limit{watch.rule.limit_millionths / kMillionthsOfMillisecond};
    const std::optional<Instant> since = LongestSince(step, queue);
    if (since) look(*since + limit + Duration{1});
  }
  return next;
}

void SetTimer(Step& step, Queue& queue, std::optional<Instant> due) {
  if (queue.alerts_due == due) return;
  queue.alerts_due = due;
  if (!due) return step.state.timers.Cancel(AlertTimer(queue));
  const Moment now{step.now.at, WallOf(step), false};
  step.state.timers.Set(AlertTimer(queue), SourceId{}, now, *due - now.at);
}

void LookAt(Step& step, Queue& queue) {
  const std::span<const AlertRule> rules = RulesOf(queue);
  if (rules.empty()) return;
  std::optional<Instant> next;
  for (const AlertRule& rule : rules) {
    AlertWatch& watch = queue.alerts[rule.figure];
    watch.rule = rule;
    Judge(step, queue, watch);
    const std::optional<Instant> look = NextLook(step, queue, watch);
    if (look && (!next || *look < *next)) next = look;
  }
  SetTimer(step, queue, next);
}

}  // namespace

void SettleAlerts(Step& step) {
  std::vector<QueueId> queues;
  std::vector<AgentId> agents;
  for (; step.settled < step.effects.size(); ++step.settled) {
    const Effect& effect = step.effects[step.settled];
    if (const auto* changed = std::get_if<QueueChanged>(&effect)) {
      queues.push_back(changed->queue);
    } else if (const auto* agent = std::get_if<AgentChanged>(&effect)) {
      agents.push_back(agent->agent);
    }
  }
  // What an input changes it mostly changes several times.
  for (const AgentId id : EachOnce(std::move(agents))) {
    const std::set<QueueId> recounted = step.staffing.Recount(step.state, id);
    queues.insert(queues.end(), recounted.begin(), recounted.end());
  }
  for (const QueueId id : EachOnce(std::move(queues))) {
    const auto queue = step.state.queues.find(id);
    if (queue != step.state.queues.end()) LookAt(step, queue->second);
  }
}

void OnAlertsDue(Step& step, Queue& queue) {
  queue.alerts_due.reset();
  LookAt(step, queue);
}

void AdoptAlertRules(Step& step) {
  for (auto& [id, queue] : step.state.queues) {
    const std::span<const AlertRule> rules = RulesOf(queue);
    for (auto watch = queue.alerts.begin(); watch != queue.alerts.end();) {
      const auto rule = std::find_if(rules.begin(), rules.end(), [&](const AlertRule& each) {
        return each.figure == watch->first;
      });
      if (rule == rules.end()) {
        Clear(step, watch->second);
        watch = queue.alerts.erase(watch);
        continue;
      }
      if (rule->limit_millionths != watch->second.rule.limit_millionths) {
        watch->second.differs_since.reset();
      }
      ++watch;
    }
    if (rules.empty()) SetTimer(step, queue, std::nullopt);
  }
}

Status Acknowledge(Step& step, const AcknowledgeAlert& command) {
  const auto raised = step.state.alerts.find(command.alert);
  if (raised == step.state.alerts.end()) {
    return Fail(ErrorCode::kNotFound, "ALERT_NOT_FOUND", "no such alert is raised");
  }
  Alert& alert = raised->second;
  if (alert.acknowledged) return {};  // W4.
  alert.acknowledged = step.now.wall;
  alert.acknowledged_by = command.actor;
  ++alert.revision;
  step.Tell(AlertChanged{alert});
  return {};
}

}  // namespace jackfield::exchange
