#include "server/grpc_api/ticket_explanation_words.h"

#include <cstdint>
#include <string_view>

#include "server/exchange/tickets/ticket_words.h"
#include "server/grpc_api/routing_words.h"

namespace jackfield::grpc_api {
namespace {

using exchange::TicketEntryKind;

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

std::string HoursOf(const exchange::SlaClock& clock) {
  return clock.calendar.empty() ? " of all hours" : " of the hours of " + clock.calendar;
}

}  // namespace

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
