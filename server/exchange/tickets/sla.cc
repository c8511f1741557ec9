#include "server/exchange/tickets/sla.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "server/exchange/calendar/business_time.h"
#include "server/exchange/tickets/ticket_alerts.h"
#include "server/exchange/tickets/ticket_changes.h"
#include "server/exchange/tickets/ticket_words.h"

namespace jackfield::exchange {
namespace {

enum class Stance : std::uint8_t { kRuns, kStands, kStopped };

// What is the next to come of all clocks.
struct Event {
  WallTime at{};
  SlaGoal goal = SlaGoal::kFirstResponse;
  bool breach = false;

  auto operator<=>(const Event&) const = default;
};

const Calendar* CalendarOf(const Configuration& configuration, const std::string& name) {
  const auto& all = configuration.calendars;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Calendar& each) { return each.name == name; });
  return found == all.end() ? nullptr : &*found;
}

bool Fits(const SlaPolicy& policy, const Ticket& ticket, const std::string& queue) {
  return (policy.queues.empty() || policy.queues.contains(queue)) &&
         (policy.types.empty() || policy.types.contains(ticket.type)) &&
         (policy.priorities.empty() || policy.priorities.contains(ticket.priority)) &&
         ticket.value_tier >= policy.tier_min;
}

Duration GoalOf(const SlaPolicy& policy, SlaGoal goal) {
  switch (goal) {
    case SlaGoal::kFirstResponse:
      return policy.first_response.value_or(Duration{0});
    case SlaGoal::kNextResponse:
      return policy.next_response.value_or(Duration{0});
    case SlaGoal::kResolution:
      return policy.resolution.value_or(Duration{0});
  }
  return Duration{0};
}

bool IsDone(const Ticket& ticket) {
  return ticket.state == TicketState::kResolved || ticket.state == TicketState::kClosed;
}

Stance StanceOf(const Ticket& ticket, SlaGoal goal, const SlaClock& clock) {
  if (IsDone(ticket)) return Stance::kStopped;  // S5.
  switch (goal) {
    case SlaGoal::kFirstResponse:
      return ticket.times.first_response ? Stance::kStopped : Stance::kRuns;
    case SlaGoal::kNextResponse:
      return clock.stopped ? Stance::kStopped : Stance::kRuns;
    case SlaGoal::kResolution:
      return ticket.state == TicketState::kPending ? Stance::kStands : Stance::kRuns;
  }
  return Stance::kStands;
}

void Take(const Step& step, SlaClock& clock, Stance stance) {
  const WallTime now = TicketMoment(step).wall;
  if (stance != Stance::kRuns && clock.running_since) {
    const Calendar* calendar = CalendarOf(step.state.configuration, clock.calendar);
    clock.used += OpenTimeBetween(calendar, *clock.running_since, now);
    clock.running_since.reset();
  }
  if (stance == Stance::kRuns && !clock.running_since) clock.running_since = now;
  if (stance != Stance::kStopped) {
    clock.stopped.reset();
  } else if (!clock.stopped) {
    clock.stopped = now;
  }
}

void SetGoal(const Step& step, SlaClock& clock, const SlaPolicy* policy, Duration goal) {
  clock.goal = goal;
  clock.calendar = policy == nullptr ? std::string() : policy->calendar;
  clock.warn_percent = policy == nullptr ? 0 : std::min(policy->warn_percent, 100U);
  clock.warn_at.reset();
  clock.due.reset();
  if (goal <= Duration{0} || !clock.running_since) return;
  const Calendar* calendar = CalendarOf(step.state.configuration, clock.calendar);
  const auto after = [&](Duration amount) {
    return AfterOpenTime(calendar, *clock.running_since,
                         std::max(amount - clock.used, Duration{0}));
  };
  clock.due = clock.passed ? clock.passed : after(goal);  // S6.
  if (clock.warn_percent > 0) clock.warn_at = after(goal * clock.warn_percent / 100);
}

std::optional<Event> NextEvent(const Ticket& ticket) {
  std::optional<Event> next;
  const auto consider = [&next](const Event& event) {
    if (!next || event < *next) next = event;
  };
  for (const auto& [goal, clock] : ticket.clocks) {
    if (clock.warn_at && !clock.warned) consider({*clock.warn_at, goal, false});
    if (clock.due && !clock.breached) consider({*clock.due, goal, true});
  }
  return next;
}

void SetTimer(Step& step, const Ticket& ticket) {
  if (const std::optional<Event> next = NextEvent(ticket)) {
    return SetTicketTimer(step, ticket, TicketTimer::kSla, next->at);
  }
  CancelTicketTimer(step, ticket, TicketTimer::kSla);
}

TicketPriority Raised(TicketPriority priority) {
  switch (priority) {
    case TicketPriority::kLow:
      return TicketPriority::kNormal;
    case TicketPriority::kNormal:
      return TicketPriority::kHigh;
    case TicketPriority::kHigh:
    case TicketPriority::kUrgent:
      return TicketPriority::kUrgent;
  }
  return priority;
}

void MoveTo(Step& step, Ticket& ticket, const std::string& name) {
  const auto queue = step.state.queue_names.find(name);
  if (queue == step.state.queue_names.end()) return;
  ChangeQueue(step, ticket, queue->second, kBySla);
}

void HandToSupervisors(Step& step, Ticket& ticket, const Event& event) {
  if (!std::exchange(ticket.with_supervisors, true)) {
    NoteEntry(step, ticket,
              {.what = TicketEntryKind::kHandedToSupervisors, .who = std::string(kBySla)});
  }
  RaiseTicketAlert(step, ticket,
                   event.breach ? TicketAlertCause::kSlaBreach : TicketAlertCause::kSlaWarning);
}

void Do(Step& step, Ticket& ticket, const Event& event, const EscalationStep& escalation) {
  const TicketNoticeKind what =
      event.breach ? TicketNoticeKind::kSlaBreach : TicketNoticeKind::kSlaWarning;
  switch (escalation.kind) {
    case EscalationKind::kRaisePriority:
      return ChangePriority(step, ticket, Raised(ticket.priority), kBySla);
    case EscalationKind::kMoveQueue:
      return MoveTo(step, ticket, escalation.queue);
    case EscalationKind::kNotifyOwner:
      return TellOwner(step, ticket, what, event.goal);
    case EscalationKind::kNotifyWatchers:
      return TellWatchers(step, ticket, what, event.goal);
    case EscalationKind::kHandToSupervisors:
      return HandToSupervisors(step, ticket, event);
  }
}

// S6. The mark comes first: what the steps change fits the clocks anew.
void Escalate(Step& step, Ticket& ticket, const Event& event) {
  SlaClock& clock = ticket.clocks.at(event.goal);
  (event.breach ? clock.breached : clock.warned) = true;
  if (event.breach) clock.passed = event.at;
  const TicketPlan& plan = step.state.configuration.tickets;
  const SlaPolicy* policy = PolicyFor(plan, ticket, NameOf(step, ticket.queue));
  NoteEntry(step, ticket,
            {.what = event.breach ? TicketEntryKind::kSlaBreached : TicketEntryKind::kSlaWarned,
             .who = std::string(kBySla),
             .after = std::string(WordOf(event.goal))});
  if (policy == nullptr) return;
  const auto& steps = event.breach ? policy->on_breach : policy->on_warning;
  const std::size_t count = std::min(steps.size(), kEscalationStepsMax);
  for (std::size_t i = 0; i < count; ++i) Do(step, ticket, event, steps[i]);
}

}  // namespace

const SlaPolicy* PolicyFor(const TicketPlan& plan, const Ticket& ticket, const std::string& queue) {
  const auto& all = plan.sla_policies;
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const SlaPolicy& each) { return Fits(each, ticket, queue); });
  return found == all.end() ? nullptr : &*found;
}

void FitClocks(Step& step, Ticket& ticket) {
  for (const SlaGoal goal : {SlaGoal::kFirstResponse, SlaGoal::kResolution}) {
    if (ticket.clocks.contains(goal)) continue;
    ticket.clocks[goal].started = TicketMoment(step).wall;
  }
  const TicketPlan& plan = step.state.configuration.tickets;
  const SlaPolicy* policy = PolicyFor(plan, ticket, NameOf(step, ticket.queue));
  for (auto& [goal, clock] : ticket.clocks) {
    Take(step, clock, StanceOf(ticket, goal, clock));
    SetGoal(step, clock, policy, policy == nullptr ? Duration{0} : GoalOf(*policy, goal));
  }
  SetTimer(step, ticket);
}

// At most two events for each clock: each leaves its mark.
void CatchUpClocks(Step& step, Ticket& ticket) {
  const WallTime now = TicketMoment(step).wall;
  for (std::optional<Event> next = NextEvent(ticket); next && next->at <= now;
       next = NextEvent(ticket)) {
    Escalate(step, ticket, *next);
  }
  SetTimer(step, ticket);
}

void BeginNextResponse(Step& step, Ticket& ticket) {
  const auto known = ticket.clocks.find(SlaGoal::kNextResponse);
  if (known != ticket.clocks.end() && known->second.running_since) return;  // S3.
  ticket.clocks[SlaGoal::kNextResponse] = SlaClock{.started = TicketMoment(step).wall};
  FitClocks(step, ticket);
  Touch(step, ticket);
}

void Answer(Step& step, Ticket& ticket) {
  if (!ticket.times.first_response) ticket.times.first_response = TicketMoment(step);
  EndNextResponse(step, ticket);
  FitClocks(step, ticket);
  Touch(step, ticket);
}

void EndNextResponse(Step& step, Ticket& ticket) {
  const auto clock = ticket.clocks.find(SlaGoal::kNextResponse);
  if (clock == ticket.clocks.end() || clock->second.stopped) return;
  Take(step, clock->second, Stance::kStopped);
  FitClocks(step, ticket);
  Touch(step, ticket);
}

}  // namespace jackfield::exchange
