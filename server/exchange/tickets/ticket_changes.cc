#include "server/exchange/tickets/ticket_changes.h"

#include <algorithm>
#include <utility>

#include "server/exchange/routing/call_work_rules.h"
#include "server/exchange/tickets/sla.h"
#include "server/exchange/tickets/ticket_alerts.h"
#include "server/exchange/tickets/ticket_notices.h"
#include "server/exchange/tickets/ticket_rules.h"
#include "server/exchange/tickets/ticket_words.h"
#include "server/exchange/tickets/ticket_work.h"
#include "server/exchange/wire_name.h"

namespace jackfield::exchange {
namespace {

constexpr Duration kDay{24LL * 3600 * 1000};

TimerKey KeyOf(const Ticket& ticket, TicketTimer timer) {
  return {TimerKind::kTicket, ticket.id.value, static_cast<std::uint64_t>(timer)};
}

// What a state had set up for itself.
void LeaveState(Step& step, Ticket& ticket, TicketState to) {
  switch (ticket.state) {
    case TicketState::kPending:
      ticket.reminder.reset();
      return CancelTicketTimer(step, ticket, TicketTimer::kReminder);
    case TicketState::kResolved:
      if (to != TicketState::kClosed) ticket.times.resolved.reset();
      return CancelTicketTimer(step, ticket, TicketTimer::kClose);
    case TicketState::kNew:
    case TicketState::kOpen:
    case TicketState::kClosed:
      return;
  }
}

// The moment counts from when the end is noticed: the closed ticket is to be seen by those who look
// after the step.
void SetForgetTimer(Step& step, const Ticket& ticket) {
  const bool many = step.state.tickets.size() > kTicketsMany;
  step.state.timers.Set(KeyOf(ticket, TicketTimer::kForget), SourceId{}, step.clock,
                        many ? kTicketForgetSoon : kTicketForgetAfter);
}

void ForgetCustomer(Step& step, const Ticket& ticket) {
  auto& by_customer = step.state.tickets_of_customer;
  const auto known = by_customer.find(ticket.customer);
  if (known == by_customer.end()) return;
  known->second.erase(ticket.id);
  if (known->second.empty()) by_customer.erase(known);
}

void EnterState(Step& step, Ticket& ticket, std::optional<WallTime> reminder) {
  switch (ticket.state) {
    case TicketState::kPending:
      ticket.reminder = reminder;
      if (reminder) SetTicketTimer(step, ticket, TicketTimer::kReminder, *reminder);
      return;
    case TicketState::kResolved:
      ticket.times.resolved = TicketMoment(step);
      ticket.with_supervisors = false;
      return SetTicketTimer(step, ticket, TicketTimer::kClose, ClosesAt(step, ticket));
    case TicketState::kClosed:
      ticket.times.closed = TicketMoment(step);
      ticket.with_supervisors = false;
      ForgetCustomer(step, ticket);
      return SetForgetTimer(step, ticket);
    case TicketState::kNew:
    case TicketState::kOpen:
      return;
  }
}

// After a change of what goals and places follow from.
void Follow(Step& step, Ticket& ticket) {
  FitClocks(step, ticket);
  SettleTicketWork(step, ticket);
}

// What a complaint, or one that was one, changes for the customer's calls.
void FollowComplaint(Step& step, const Ticket& ticket) {
  if (ticket.type == TicketType::kComplaint) PriceCallersOf(step, ticket.customer);
}

// T8.
void TellComplaint(Step& step, Ticket& ticket) {
  const std::uint32_t tier = step.state.configuration.tickets.supervised_tier;
  const bool high = tier > 0 && ticket.value_tier >= tier;
  if (!high || ticket.complaint_told) return;
  RaiseTicketAlert(step, ticket, TicketAlertCause::kComplaint);
  ticket.complaint_told = ticket.alerts.contains(TicketAlertCause::kComplaint);
}

std::string TextOf(const std::set<std::string>& tags) {
  std::string text;
  for (const std::string& tag : tags) text += (text.empty() ? "" : " ") + tag;
  return text;
}

std::string TextOf(const std::vector<SkillRequirement>& skills) {
  std::string text;
  for (const SkillRequirement& each : skills) {
    text += (text.empty() ? "" : " ") + each.skill + ":" + std::to_string(each.level_min);
  }
  return text;
}

// What is new, as "severity:3 cause:late promise compensation:500EUR".
std::string DifferenceOf(const Complaint& before, const Complaint& after) {
  std::string text;
  const auto add = [&text](bool changed, const std::string& what) {
    if (changed) text += (text.empty() ? "" : " ") + what;
  };
  add(before.severity != after.severity, "severity:" + std::to_string(after.severity));
  add(before.cause != after.cause, "cause:" + after.cause);
  add(before.promise != after.promise, "promise");
  add(before.compensation_minor != after.compensation_minor || before.currency != after.currency,
      "compensation:" + std::to_string(after.compensation_minor) + after.currency);
  return text;
}

}  // namespace

Moment TicketMoment(const Step& step) {
  return {step.now.at, step.clock.wall - (step.clock.at - step.now.at), false};
}

void SetTicketTimer(Step& step, const Ticket& ticket, TicketTimer timer, WallTime at) {
  const Moment now = TicketMoment(step);
  step.state.timers.Set(KeyOf(ticket, timer), SourceId{}, now,
                        std::max(at - now.wall, Duration{0}));
}

void CancelTicketTimer(Step& step, const Ticket& ticket, TicketTimer timer) {
  step.state.timers.Cancel(KeyOf(ticket, timer));
}

void Touch(Step& step, Ticket& ticket) {
  ++ticket.revision;
  ticket.times.updated = TicketMoment(step);
  step.Tell(TicketChanged{ticket.id});
}

void NoteEntry(Step& step, Ticket& ticket, TicketNoted entry) {
  entry.ticket = ticket.id;
  entry.number = ++ticket.entries;
  entry.at = TicketMoment(step);
  step.Tell(std::move(entry));
  Touch(step, ticket);
}

bool HasRoomForTicket(const Step& step) {
  return step.state.tickets.size() < kTicketsMax && step.tickets_made < kTicketsPerEntryMax;
}

Ticket* MakeTicket(Step& step, Ticket made, TicketNoted first) {
  if (!HasRoomForTicket(step)) {
    step.Note(Noted::Kind::kLimit, "tickets");
    return nullptr;
  }
  made.id = TicketId{++step.state.tickets_made};
  // Calls of the same entry have the names before.
  const std::string name = WireName(step.names, kCallsPerEntryMax + step.tickets_made++);
  if (made.name.empty()) made.name = name;
  made.state = made.owner ? TicketState::kOpen : TicketState::kNew;
  made.times = {.created = TicketMoment(step), .updated = TicketMoment(step)};
  step.state.ticket_names[made.name] = made.id;
  if (made.customer) step.state.tickets_of_customer[made.customer].insert(made.id);
  Ticket& ticket = step.state.tickets.emplace(made.id, std::move(made)).first->second;
  const std::string who = first.who;
  const std::string owner = LoginOf(step, ticket.owner);
  NoteEntry(step, ticket, std::move(first));
  if (ticket.owner) {
    NoteEntry(step, ticket,
              {.what = TicketEntryKind::kOwnerChanged, .who = who, .before = {}, .after = owner});
    if (who != owner) TellOwner(step, ticket, TicketNoticeKind::kAssigned);
  }
  Follow(step, ticket);
  TellComplaint(step, ticket);
  FollowComplaint(step, ticket);
  return &ticket;
}

void ChangeState(Step& step, Ticket& ticket, const StateChange& change) {
  if (ticket.state == change.to) return;
  const TicketState before = ticket.state;
  LeaveState(step, ticket, change.to);
  ticket.state = change.to;
  EnterState(step, ticket, change.reminder);
  SettleTicketAlerts(step, ticket);
  Follow(step, ticket);
  NoteEntry(step, ticket,
            {.what = TicketEntryKind::kStateChanged,
             .who = change.who,
             .text = change.text,
             .visibility = change.visibility,
             .before = std::string(WordOf(before)),
             .after = std::string(WordOf(change.to))});
  TellComplaint(step, ticket);
  FollowComplaint(step, ticket);
}

void ChangeReminder(Step& step, Ticket& ticket, std::optional<WallTime> reminder,
                    std::string_view who) {
  if (ticket.reminder == reminder) return;
  ticket.reminder = reminder;
  if (reminder) {
    SetTicketTimer(step, ticket, TicketTimer::kReminder, *reminder);
  } else {
    CancelTicketTimer(step, ticket, TicketTimer::kReminder);
  }
  NoteEntry(
      step, ticket,
      {.what = TicketEntryKind::kReminderSet,
       .who = std::string(who),
       .after = reminder ? std::to_string(reminder->time_since_epoch().count()) : std::string()});
}

void ChangeOwner(Step& step, Ticket& ticket, AgentId owner, std::string_view who) {
  if (ticket.owner == owner) return;
  const std::string before = LoginOf(step, ticket.owner);
  const std::string after = LoginOf(step, owner);
  DropNotices(step, std::exchange(ticket.owner, owner), ticket);
  if (owner) ticket.with_supervisors = false;
  SettleTicketAlerts(step, ticket);
  SettleTicketWork(step, ticket);
  NoteEntry(step, ticket,
            {.what = TicketEntryKind::kOwnerChanged,
             .who = std::string(who),
             .before = before,
             .after = after});
  if (!owner) return;
  if (ticket.state == TicketState::kNew) {
    ChangeState(step, ticket, {.to = TicketState::kOpen, .who = std::string(who)});  // T2.
  }
  if (after != who) TellOwner(step, ticket, TicketNoticeKind::kAssigned);
}

void ChangeQueue(Step& step, Ticket& ticket, QueueId queue, std::string_view who) {
  if (ticket.queue == queue) return;
  const std::string before = NameOf(step, ticket.queue);
  ticket.queue = queue;
  NoteEntry(step, ticket,
            {.what = TicketEntryKind::kQueueChanged,
             .who = std::string(who),
             .before = before,
             .after = NameOf(step, queue)});
  ChangeOwner(step, ticket, AgentId{}, who);
  Follow(step, ticket);
}

void ChangePriority(Step& step, Ticket& ticket, TicketPriority priority, std::string_view who) {
  if (ticket.priority == priority) return;
  const std::string before(WordOf(ticket.priority));
  ticket.priority = priority;
  Follow(step, ticket);
  NoteEntry(step, ticket,
            {.what = TicketEntryKind::kPriorityChanged,
             .who = std::string(who),
             .before = before,
             .after = std::string(WordOf(priority))});
}

void ChangeSubject(Step& step, Ticket& ticket, const PersonalText& subject, std::string_view who) {
  if (ticket.subject == subject) return;
  ticket.subject = subject;
  NoteEntry(step, ticket,
            {.what = TicketEntryKind::kSubjectChanged, .who = std::string(who), .text = subject});
}

void ChangeTags(Step& step, Ticket& ticket, const std::set<std::string>& tags,
                std::string_view who) {
  if (ticket.tags == tags) return;
  const std::string before = TextOf(ticket.tags);
  ticket.tags = tags;
  NoteEntry(step, ticket,
            {.what = TicketEntryKind::kTagged,
             .who = std::string(who),
             .before = before,
             .after = TextOf(tags)});
}

void ChangeSkills(Step& step, Ticket& ticket, const std::vector<SkillRequirement>& skills,
                  std::string_view who) {
  if (ticket.skills == skills) return;
  const std::string before = TextOf(ticket.skills);
  ticket.skills = skills;
  SettleTicketWork(step, ticket);
  NoteEntry(step, ticket,
            {.what = TicketEntryKind::kSkillsChanged,
             .who = std::string(who),
             .before = before,
             .after = TextOf(skills)});
}

void ChangeComplaint(Step& step, Ticket& ticket, const Complaint& complaint, std::string_view who) {
  if (ticket.complaint == complaint) return;
  const Complaint before = std::exchange(ticket.complaint, complaint);
  NoteEntry(step, ticket,
            {.what = TicketEntryKind::kComplaintChanged,
             .who = std::string(who),
             .text = before.promise == complaint.promise ? PersonalText() : complaint.promise,
             .after = DifferenceOf(before, complaint)});
}

void ChangeType(Step& step, Ticket& ticket, TicketType type, std::string_view who) {
  if (ticket.type == type) return;
  const std::string before(WordOf(ticket.type));
  ticket.type = type;
  SettleTicketAlerts(step, ticket);
  Follow(step, ticket);
  NoteEntry(step, ticket,
            {.what = TicketEntryKind::kTypeChanged,
             .who = std::string(who),
             .before = before,
             .after = std::string(WordOf(type))});
  TellComplaint(step, ticket);
  PriceCallersOf(step, ticket.customer);
}

void ChangeCustomer(Step& step, Ticket& ticket, const TicketCustomer& whose, std::string_view who) {
  const TicketCustomer before{ticket.customer, ticket.value_tier, ticket.preferred_agent};
  if (before == whose) return;
  ForgetCustomer(step, ticket);
  ticket.customer = whose.customer;
  ticket.value_tier = whose.value_tier;
  ticket.preferred_agent = whose.preferred_agent;
  if (whose.customer) step.state.tickets_of_customer[whose.customer].insert(ticket.id);
  Follow(step, ticket);
  NoteEntry(step, ticket, {.what = TicketEntryKind::kCustomerChanged, .who = std::string(who)});
  TellComplaint(step, ticket);
  FollowComplaint(step, ticket);
  if (ticket.type == TicketType::kComplaint) PriceCallersOf(step, before.customer);
}

void AddInteraction(Step& step, Ticket& ticket, const std::string& name, std::string_view who) {
  auto& all = ticket.interactions;
  if (std::find(all.begin(), all.end(), name) != all.end()) return;
  all.insert(all.begin(), name);
  if (all.size() > kTicketInteractionsMax) all.pop_back();
  NoteEntry(step, ticket,
            {.what = TicketEntryKind::kInteraction, .who = std::string(who), .after = name});
}

WallTime ClosesAt(const Step& step, const Ticket& ticket) {
  const std::uint32_t days = step.state.configuration.tickets.reopen_days;
  return ticket.times.resolved->wall + days * kDay;
}

void TellOwner(Step& step, const Ticket& ticket, TicketNoticeKind what,
               std::optional<SlaGoal> goal) {
  if (!ticket.owner) return;
  Notify(step, ticket.owner, ticket, what, goal);
}

void TellWatchers(Step& step, const Ticket& ticket, TicketNoticeKind what,
                  std::optional<SlaGoal> goal, std::string_view except) {
  for (const std::string& watcher : ticket.watchers) {
    if (watcher == except) continue;
    Notify(step, DeclaredAgent(step.state, watcher), ticket, what, goal);
  }
}

std::string LoginOf(const Step& step, AgentId agent) {
  const auto known = step.state.agents.find(agent);
  return known == step.state.agents.end() ? std::string() : known->second.login;
}

std::string NameOf(const Step& step, QueueId queue) {
  const auto known = step.state.queues.find(queue);
  return known == step.state.queues.end() ? std::string() : known->second.configuration.name;
}

}  // namespace jackfield::exchange
