#include "tests/simulation/routing/sla_book.h"

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

namespace jackfield::sim {
namespace {

using exchange::EscalationKind;
using exchange::SlaGoal;
using exchange::SlaPolicy;
using exchange::Ticket;
using exchange::TicketNoticeKind;
using exchange::TicketState;

constexpr SlaGoal kGoals[] = {SlaGoal::kFirstResponse, SlaGoal::kNextResponse,
                              SlaGoal::kResolution};
const std::map<std::string, SlaGoal> kGoalsByWord{{"first response", SlaGoal::kFirstResponse},
                                                  {"next response", SlaGoal::kNextResponse},
                                                  {"resolution", SlaGoal::kResolution}};

bool IsDone(TicketState state) {
  return state == TicketState::kResolved || state == TicketState::kClosed;
}

// The ticket that the command answers, of which this was the state (S2); none: it answers nothing.
TicketId AnsweredBy(const exchange::Input& input, TicketState before) {
  const auto* command = std::get_if<exchange::TicketCommand>(&input.body);
  if (command == nullptr) return {};
  const auto* comment = std::get_if<exchange::AddComment>(command);
  if (comment != nullptr && comment->author == exchange::CommentAuthor::kStaff &&
      comment->visibility == exchange::TicketVisibility::kPublic) {
    return comment->ticket;
  }
  const auto* state = std::get_if<exchange::SetTicketState>(command);
  const bool tells = state != nullptr && !state->text.empty() && state->state != before &&
                     state->visibility == exchange::TicketVisibility::kPublic;
  return tells ? state->ticket : TicketId{};
}

// The ticket of which the customer asks (S3).
TicketId AskedBy(const exchange::Input& input) {
  const auto* command = std::get_if<exchange::TicketCommand>(&input.body);
  const auto* comment = command == nullptr ? nullptr : std::get_if<exchange::AddComment>(command);
  const bool asks = comment != nullptr && comment->author == exchange::CommentAuthor::kCustomer;
  return asks ? comment->ticket : TicketId{};
}

// So often the entry was made in the history.
int CountEntries(const exchange::Effects& effects, TicketId ticket,
                 exchange::TicketEntryKind what) {
  return static_cast<int>(
      std::count_if(effects.begin(), effects.end(), [&](const exchange::Effect& effect) {
        const auto* noted = std::get_if<exchange::TicketNoted>(&effect);
        return noted != nullptr && noted->ticket == ticket && noted->what == what;
      }));
}

}  // namespace

void SlaBook::Take(const exchange::Input& input, const exchange::Effects& effects,
                   const exchange::State& after) {
  state_ = &after;
  now_ = after.now;
  wall_ = input.wall;
  NoteEvents(effects);
  for (const auto& [id, events] : events_) {
    const auto known = known_.find(id);
    if (known == known_.end()) {
      Fail(id, "is late before it is there");
      continue;
    }
    const Known before = known->second;
    for (const Event& event : events) JudgeEvent(id, known->second, event);
    const bool by_timer = std::holds_alternative<exchange::TimersDue>(input.body);
    const bool by_time = events.size() == 1 && by_timer && !HasOpened(id, before);
    for (const Event& event : events) JudgeTime(id, before, event, by_time);
    if (by_time) JudgeSteps(id, before, events.front(), effects);
  }
  if (const auto* declared = std::get_if<exchange::Configuration>(&input.body)) {
    configuration_ = *declared;
  }
  for (const auto& [id, ticket] : after.tickets) {
    if (!known_.contains(id)) JudgeComplaint(ticket);
    Known& known = known_[id];
    if (known.state == TicketState::kClosed && ticket.state == TicketState::kClosed) continue;
    Follow(input, ticket, known);
    JudgeRuns(ticket, known);
  }
}

void SlaBook::Fail(TicketId ticket, const std::string& what) {
  if (!wrong_.empty()) return;
  wrong_ = "at " + std::to_string(now_.time_since_epoch().count()) + " ms: ticket " +
           std::to_string(ticket.value) + " " + what;
}

void SlaBook::NoteEvents(const exchange::Effects& effects) {
  events_.clear();
  for (const exchange::Effect& effect : effects) {
    const auto* noted = std::get_if<exchange::TicketNoted>(&effect);
    if (noted == nullptr) continue;
    const bool breach = noted->what == exchange::TicketEntryKind::kSlaBreached;
    if (!breach && noted->what != exchange::TicketEntryKind::kSlaWarned) continue;
    const auto goal = kGoalsByWord.find(noted->after);
    if (goal == kGoalsByWord.end()) {
      Fail(noted->ticket, "is late, and nobody knows for what");
    } else {
      events_[noted->ticket].push_back({goal->second, breach});
    }
  }
}

// S6.
void SlaBook::JudgeEvent(TicketId id, Known& known, const Event& event) {
  ++tally_[event.breach ? "sla breached" : "sla warned"];
  Run& run = known.runs[event.goal];
  bool& told = event.breach ? run.breached : run.warned;
  if (std::exchange(told, true)) Fail(id, "is told twice to be late (S6)");
  if (!run.running_since && !HasOpened(id, known)) {
    Fail(id, "is late by a clock that stands (S4, S5)");
  }
}

// The ticket was pending or resolved, and clocks that stood go on in this moment.
bool SlaBook::HasOpened(TicketId id, const Known& before) const {
  const auto stands = [](TicketState state) {
    return state == TicketState::kPending || IsDone(state);
  };
  return stands(before.state) && !stands(state_->tickets.at(id).state);
}

bool SlaBook::IsLate(const Known& known, const SlaPolicy& policy, const Event& event) const {
  const auto run = known.runs.find(event.goal);
  const Duration goal = GoalOf(policy, event.goal);
  const Duration limit = event.breach ? goal : goal * policy.warn_percent / 100;
  return run != known.runs.end() && goal > Duration{0} &&
         UsedBy(run->second, policy.calendar) >= limit;
}

// By the ticket's policy, where nothing but time has passed; what changes the ticket may give it
// another one, by which it is late at once.
void SlaBook::JudgeTime(TicketId id, const Known& before, const Event& event, bool by_time) {
  const SlaPolicy* const own = PolicyOf(before);
  const auto& all = configuration_.tickets.sla_policies;
  const bool late = by_time ? own != nullptr && IsLate(before, *own, event)
                            : std::any_of(all.begin(), all.end(), [&](const SlaPolicy& policy) {
                                return IsLate(before, policy, event);
                              });
  if (!late) Fail(id, "is late before its time (S6, S7)");
}

// What the policy does, once each.
void SlaBook::JudgeSteps(TicketId id, const Known& before, const Event& event,
                         const exchange::Effects& effects) {
  const SlaPolicy* policy = PolicyOf(before);
  const Ticket& ticket = state_->tickets.at(id);
  if (policy == nullptr) return;
  auto priority = static_cast<int>(before.priority);
  std::string queue = before.queue;
  bool owned = static_cast<bool>(before.owner);
  int supervisors = 0;
  std::set<AgentId> told;
  for (const auto& step : event.breach ? policy->on_breach : policy->on_warning) {
    if (step.kind == EscalationKind::kRaisePriority) {
      priority = std::min(priority + 1, static_cast<int>(exchange::TicketPriority::kUrgent));
    }
    if (step.kind == EscalationKind::kMoveQueue && step.queue != queue) {
      queue = step.queue;
      owned = false;
    }
    if (step.kind == EscalationKind::kNotifyOwner && owned) told.insert(before.owner);
    if (step.kind == EscalationKind::kNotifyWatchers) {
      for (const std::string& login : ticket.watchers) {
        const auto agent = state_->agent_logins.find(login);
        if (agent != state_->agent_logins.end() && state_->agents.at(agent->second).configured) {
          told.insert(agent->second);
        }
      }
    }
    supervisors += step.kind == EscalationKind::kHandToSupervisors;
  }
  // Who has nothing to do with it any more is not told of it, either.
  std::erase_if(told, [&](AgentId agent) {
    return ticket.owner != agent && !ticket.watchers.contains(state_->agents.at(agent).login);
  });
  if (static_cast<int>(ticket.priority) != priority) Fail(id, "has a wrong priority when late");
  if (state_->queues.at(ticket.queue).configuration.name != queue) {
    Fail(id, "is in a wrong queue when late");
  }
  const auto what = event.breach ? TicketNoticeKind::kSlaBreach : TicketNoticeKind::kSlaWarning;
  for (const auto& [agent, each] : state_->agents) {
    const auto notices = std::count_if(each.notices.begin(), each.notices.end(),
                                       [&](const exchange::WorkNotice& notice) {
                                         return notice.ticket == id && notice.what == what &&
                                                notice.goal == event.goal && notice.at.at == now_;
                                       });
    const bool is_right = told.contains(agent) ? notices > 0 : notices == 0;
    if (!is_right) Fail(id, "is late, and the wrong people are told");
  }
  const int handed = CountEntries(effects, id, exchange::TicketEntryKind::kHandedToSupervisors);
  if (handed != (supervisors > 0 && !before.supervised ? 1 : 0)) {
    Fail(id, "is not handed to the supervisors once (S6)");
  }
}

void SlaBook::JudgeComplaint(const Ticket& ticket) {
  const std::uint32_t tier = configuration_.tickets.supervised_tier;
  const bool high = tier > 0 && ticket.value_tier >= tier;
  const bool complains = high && ticket.type == exchange::TicketType::kComplaint;
  if (ticket.complaint_told != complains) {
    Fail(ticket.id, "is a complaint that supervisors are to see at once (T8)");
  }
}

// What the input has made of the ticket.
void SlaBook::Follow(const exchange::Input& input, const Ticket& ticket, Known& known) {
  const SlaPolicy* before = PolicyOf(known);
  const std::string calendar = before == nullptr ? std::string() : before->calendar;
  const bool answered =
      AnsweredBy(input, known.state) == ticket.id && known.state != TicketState::kClosed;
  known = Copy(ticket, std::move(known));
  known.answered = known.answered || answered;
  Run& first = known.runs[SlaGoal::kFirstResponse];
  Run& resolution = known.runs[SlaGoal::kResolution];
  const bool done = IsDone(known.state);
  SetRunning(known, first, calendar, !done && !known.answered);
  SetRunning(known, resolution, calendar, !done && known.state != TicketState::kPending);
  const auto next = known.runs.find(SlaGoal::kNextResponse);
  if (next != known.runs.end() && (answered || done)) {
    SetRunning(known, next->second, calendar, false);
    next->second.over = true;
  }
  if (AskedBy(input) != ticket.id) return;
  if (next != known.runs.end() && next->second.running_since) return;  // S3.
  known.runs[SlaGoal::kNextResponse] = Run{.running_since = wall_};
}

void SlaBook::SetRunning(Known& known, Run& run, const std::string& calendar, bool runs) {
  if (runs == run.running_since.has_value() || run.over) return;
  if (runs) {
    run.running_since = wall_;
    return;
  }
  run.used = UsedBy(run, calendar);
  run.running_since.reset();
  if (IsDone(known.state)) ++tally_["sla clocks stopped"];
}

void SlaBook::JudgeRuns(const Ticket& ticket, Known& known) {
  const SlaPolicy* policy = PolicyOf(known);
  for (const SlaGoal goal : kGoals) {
    const auto found = known.runs.find(goal);
    const auto held = ticket.clocks.find(goal);
    if ((found == known.runs.end()) != (held == ticket.clocks.end())) {
      Fail(ticket.id, "has another clock than it ought to have");
    }
    if (found == known.runs.end() || held == ticket.clocks.end()) continue;
    Run& run = found->second;
    const exchange::SlaClock& clock = held->second;
    if (clock.warned != run.warned || clock.breached != run.breached) {
      Fail(ticket.id, "forgets, or makes up, that it was late (S6)");
    }
    if (clock.running_since.has_value() != run.running_since.has_value()) {
      Fail(ticket.id, "has a clock that runs where it ought to stand, or stands (S2 to S5)");
    }
    const Duration limit = policy == nullptr ? Duration{0} : GoalOf(*policy, goal);
    bool late = false;
    if (run.running_since && limit > Duration{0}) {
      const Duration used = UsedBy(run, policy->calendar);
      const bool warns = policy->warn_percent > 0 && used >= limit * policy->warn_percent / 100;
      late = (used >= limit && !run.breached) || (warns && !run.warned);
    }
    if (!late) {
      run.late_since.reset();
      continue;
    }
    if (!run.late_since) run.late_since = now_;
    if (*run.late_since < now_) Fail(ticket.id, "is late, and nobody was told (S6)");
  }
}

const SlaPolicy* SlaBook::PolicyOf(const Known& known) const {
  for (const SlaPolicy& policy : configuration_.tickets.sla_policies) {
    const bool fits = (policy.queues.empty() || policy.queues.contains(known.queue)) &&
                      (policy.types.empty() || policy.types.contains(known.type)) &&
                      (policy.priorities.empty() || policy.priorities.contains(known.priority));
    if (fits && known.tier >= policy.tier_min) return &policy;
  }
  return nullptr;
}

Duration SlaBook::GoalOf(const SlaPolicy& policy, SlaGoal goal) {
  const std::map<SlaGoal, std::optional<Duration>> goals{
      {SlaGoal::kFirstResponse, policy.first_response},
      {SlaGoal::kNextResponse, policy.next_response},
      {SlaGoal::kResolution, policy.resolution}};
  return goals.at(goal).value_or(Duration{0});
}

Duration SlaBook::UsedBy(const Run& run, const std::string& calendar) const {
  if (!run.running_since) return run.used;
  return run.used + Hours(configuration_, calendar).OpenBetween(*run.running_since, wall_);
}

SlaBook::Known SlaBook::Copy(const Ticket& ticket, Known known) const {
  known.state = ticket.state;
  known.type = ticket.type;
  known.priority = ticket.priority;
  known.tier = ticket.value_tier;
  known.owner = ticket.owner;
  known.supervised = ticket.with_supervisors;
  const auto queue = state_->queues.find(ticket.queue);
  known.queue = queue == state_->queues.end() ? std::string() : queue->second.configuration.name;
  return known;
}

}  // namespace jackfield::sim
