#include "server/grpc_api/ticket_explanation_words.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "server/exchange/tickets/ticket_words.h"

namespace jackfield::grpc_api {
namespace {

using exchange::AgentObstacle;
using exchange::ReservationEnd;
using exchange::RoutingStrategy;
using exchange::TicketEntryKind;

constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

std::string Two(std::int64_t large, const char* unit, std::int64_t small, const char* part) {
  std::string text = std::to_string(large) + unit;
  if (small > 0) text += " " + std::to_string(small) + part;
  return text;
}

std::string Times(std::uint32_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

// Who did it, as the subject of a sentence.
std::string ActorOf(const TicketEntryRow& entry) {
  if (entry.who == exchange::kByCustomer) return "The customer";
  if (entry.who == exchange::kBySla) return "The escalation";
  if (entry.who == exchange::kByTimer) return "A timer";
  if (entry.who == exchange::kByTrigger) return "A trigger";
  if (entry.who == exchange::kByConfiguration) return "The configuration";
  return entry.who.empty() ? "Somebody" : entry.who;
}

std::string OrNone(const std::string& value) { return value.empty() ? "none" : value; }

std::string FromTo(const TicketEntryRow& entry, std::string_view what) {
  return ActorOf(entry) + " changed the " + std::string(what) + " from " + OrNone(entry.before) +
         " to " + OrNone(entry.after);
}

std::string OwnerWords(const TicketEntryRow& entry) {
  if (entry.after.empty()) return ActorOf(entry) + " took it from " + entry.before;
  if (entry.after == entry.who) {
    return entry.after + " took it" + (entry.before.empty() ? "" : " from " + entry.before);
  }
  return ActorOf(entry) + " gave it to " + entry.after +
         (entry.before.empty() ? "" : ", from " + entry.before);
}

std::string_view EndWords(ReservationEnd end) {
  switch (end) {
    case ReservationEnd::kNone:
      return "it is open";
    case ReservationEnd::kAccepted:
      return "accepted";
    case ReservationEnd::kDeclined:
      return "declined";
    case ReservationEnd::kPassed:
      return "not answered by its deadline";
    case ReservationEnd::kTaken:
      return "another agent took it";
    case ReservationEnd::kWithdrawn:
      return "the ticket was not to be distributed any more, or not so";
    case ReservationEnd::kUndeliverable:
      return "it could not be delivered";
    case ReservationEnd::kAgentGone:
      return "the agent was no longer ready";
    case ReservationEnd::kPreempted:
      return "a call came for the agent";
  }
  return "";
}

// What the strategy went by.
std::string ChoiceWords(const OfferChoice& choice) {
  switch (choice.strategy) {
    case RoutingStrategy::kLongestIdle:
      return "was idle the longest, for " + RoughWords(choice.idle);
    case RoutingStrategy::kFewestHandled:
      return "handled the fewest since signing in, " + std::to_string(choice.handled);
    case RoutingStrategy::kLeastTalkTime:
      return "talked the least since signing in, " + RoughWords(choice.talk);
    case RoutingStrategy::kRoundRobin:
      return "had the last offer the longest ago";
    case RoutingStrategy::kRanked:
      return choice.rank == 0 ? "comes next by rank" : "has rank " + std::to_string(choice.rank);
    case RoutingStrategy::kRingAll:
      return "is one of all who could have it";
  }
  return "";
}

std::string OfferedWords(const TicketTraceStep& step) {
  std::string text = "Offered to " + step.agent;
  if (!step.queue.empty()) text += " of the queue " + step.queue;
  text += " after " + RoughWords(step.waited) + " of waiting";
  if (step.number > 1) text += ", offer " + std::to_string(step.number);
  text += step.choice.preferred
              ? ": it was kept for them, as the preferred agent"
              : ": of those who could have it, " + step.agent + " " + ChoiceWords(step.choice);
  if (!step.skills.empty()) text += "; asked for " + WordsOf(step.skills);
  if (step.ring > 0) text += "; ring " + std::to_string(step.ring + 1) + " of the queue";
  if (step.passed > 0) text += "; " + Times(step.passed, "agent") + " had let it pass";
  return text;
}

std::string HoursOf(const exchange::SlaClock& clock) {
  return clock.calendar.empty() ? " of all hours" : " of the hours of " + clock.calendar;
}

}  // namespace

std::string RoughWords(Duration span) {
  const std::int64_t seconds = std::max<std::int64_t>(span.count(), 0) / 1'000;
  if (seconds < kMinute) return std::to_string(seconds) + " s";
  if (seconds < kHour) return std::to_string(seconds / kMinute) + " min";
  if (seconds < kDay) return Two(seconds / kHour, " h", seconds % kHour / kMinute, " min");
  return Two(seconds / kDay, " d", seconds % kDay / kHour, " h");
}

std::string WordsOf(const std::vector<exchange::SkillRequirement>& skills) {
  std::string text;
  for (const exchange::SkillRequirement& skill : skills) {
    text += (text.empty() ? "" : " and ") + skill.skill + ":" + std::to_string(skill.level_min);
  }
  return text;
}

std::string WordsOf(const TicketEntryRow& entry) {
  const std::string who = ActorOf(entry);
  const bool is_public = entry.visibility == exchange::TicketVisibility::kPublic;
  switch (entry.what) {
    case TicketEntryKind::kCreated:
      return who + " created it";
    case TicketEntryKind::kCommented:
      return who + (is_public ? " wrote a public comment" : " wrote a comment");
    case TicketEntryKind::kStateChanged:
      return FromTo(entry, "state");
    case TicketEntryKind::kOwnerChanged:
      return OwnerWords(entry);
    case TicketEntryKind::kQueueChanged:
      return FromTo(entry, "queue");
    case TicketEntryKind::kPriorityChanged:
      return FromTo(entry, "priority");
    case TicketEntryKind::kTypeChanged:
      return FromTo(entry, "type");
    case TicketEntryKind::kSubjectChanged:
      return who + " changed the subject";
    case TicketEntryKind::kTagged:
      return FromTo(entry, "tags");
    case TicketEntryKind::kSkillsChanged:
      return FromTo(entry, "skills");
    case TicketEntryKind::kCustomerChanged:
      return who + " changed whose it is";
    case TicketEntryKind::kComplaintChanged:
      return who + " changed the complaint: " + OrNone(entry.after);
    case TicketEntryKind::kLinked:
      return who + " linked it with ticket " + entry.after;
    case TicketEntryKind::kUnlinked:
      return who + " took off the link with ticket " + entry.after;
    case TicketEntryKind::kMergedInto:
      return who + " made it part of ticket " + entry.after;
    case TicketEntryKind::kMergedFrom:
      return who + " made ticket " + entry.after + " part of it";
    case TicketEntryKind::kInteraction:
      return who + " added an interaction";
    case TicketEntryKind::kWatched:
      return entry.after + " watches it";
    case TicketEntryKind::kUnwatched:
      return entry.after + " does not watch it any more";
    case TicketEntryKind::kAttached:
      return who + " attached a file";
    case TicketEntryKind::kRated:
      return who + " rated it " + entry.after + " of " + std::to_string(exchange::kSatisfactionMax);
    case TicketEntryKind::kReminderSet:
      return who + (entry.after.empty() ? " took off the reminder" : " set a reminder");
    case TicketEntryKind::kSlaWarned:
      return "The clock of the " + entry.after + " warned";
    case TicketEntryKind::kSlaBreached:
      return "The time of the " + entry.after + " ran out";
    case TicketEntryKind::kHandedToSupervisors:
      return who + " told supervisors that it needs somebody";
  }
  return {};
}

std::string WordsOf(const TicketTraceStep& step) {
  if (step.kind == TicketTraceKind::kOffered) return OfferedWords(step);
  return "The offer to " + step.agent + " was over: " + std::string(EndWords(step.end));
}

std::string WordsOf(const exchange::AgentStanding& standing) {
  const std::string& who = standing.agent;
  switch (standing.obstacle) {
    case AgentObstacle::kNone:
      return "nothing keeps it from " + who;
    case AgentObstacle::kHasOffer:
      return "it is offered to " + who;
    case AgentObstacle::kSkill:
      return who + " lacks " + WordsOf({standing.lacking});
    case AgentObstacle::kSignedOff:
      return who + " is not signed in";
    case AgentObstacle::kPaused:
      return who + " is paused in the queue";
    case AgentObstacle::kNotReady:
      return who + " is not ready";
    case AgentObstacle::kOffHours:
      return who + " is outside working hours";
    case AgentObstacle::kBusy:
      return who + " is busy with a call";
    case AgentObstacle::kNoDesk:
      return who + " has no desk connected";
    case AgentObstacle::kFull:
      return who + " has as many tickets as they may";
    case AgentObstacle::kPassed:
      return who + " let it pass, and is not asked again yet";
    case AgentObstacle::kKeptForOther:
      return "it is kept for another agent than " + who;
  }
  return {};
}

std::string WordsOf(exchange::SlaGoal goal, const exchange::SlaClock& clock,
                    const std::string& policy) {
  std::string text(exchange::WordOf(goal));
  text += ": " + RoughWords(clock.goal) + HoursOf(clock);
  if (!policy.empty()) text += ", by the policy " + policy;
  if (clock.breached) text += "; the time ran out";
  if (clock.warned && !clock.breached) text += "; it has warned";
  if (clock.stopped) {
    text += clock.breached ? ", and it was stopped late" : "; stopped in time";
  } else if (!clock.running_since) {
    text += "; it stands still after " + RoughWords(clock.used);
  } else if (!clock.breached) {
    text += "; it runs";
  }
  return text;
}

}  // namespace jackfield::grpc_api
