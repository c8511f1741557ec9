#include "agent-client/terminal/screen/work_wording.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "agent-client/terminal/desk/work_state.h"
#include "agent-client/terminal/screen/wording.h"

namespace jackfield::screen {
namespace {

using desk::CallCommand;
using desk::EntryKind;
using desk::Say;

constexpr std::int64_t kMsPerMinute = 60'000;
constexpr std::int64_t kMinutesPerHour = 60;
constexpr std::int64_t kMinutesPerDay = 24 * kMinutesPerHour;

std::string Both(std::int64_t large, const char* large_unit, std::int64_t small,
                 const char* small_unit) {
  std::string text = std::to_string(large) + large_unit;
  if (small > 0) text += " " + std::to_string(small) + small_unit;
  return text;
}

// Names of agents and queues without their collection; words as they are.
std::string Value(const std::string& value) {
  if (value.empty()) return "none";
  const bool named = value.starts_with("agents/") || value.starts_with("queues/");
  return named ? value.substr(value.find('/') + 1) : value;
}

std::string Change(const desk::TicketEntry& entry, const char* what) {
  return std::string(what) + Value(entry.before) + " → " + Value(entry.after);
}

std::string WriteFixedToast(Say say) {
  static constexpr std::pair<Say, const char*> kTexts[] = {
      {Say::kCallbackTold, "Noted what came of the callback"},
      {Say::kCallbackReturned, "Given back: it goes to its place"},
      {Say::kCallbackCancelled, "Nobody will call them"},
      {Say::kCallbackGone, "The callback is not yours any more"},
      {Say::kCallbackDialled, "It was dialled: say what came of it"},
      {Say::kCallbackSpan, "Write 45m, 2h, 3d or 1w, at most 366 days"},
      {Say::kCallbackMoved, "Moved to another time"},
      {Say::kTicketMeanwhile, "It was changed meanwhile: look at it, and Enter saves it"},
      {Say::kSatisfactionRange, "Say how content they were: 1 (not at all) to 5 (very)"},
      {Say::kSubjectRequired, "A ticket needs a subject"},
      {Say::kResolutionRequired, "Say how it was resolved"},
      {Say::kSpanUnreadable,
       "Write 45m, 2h, 3d or 1w, at most 366 days; empty: it waits for the customer"},
  };
  const auto* const found = std::find_if(std::begin(kTexts), std::end(kTexts),
                                         [&](const auto& text) { return text.first == say; });
  return found == std::end(kTexts) ? std::string() : found->second;
}

std::string Number(const desk::Toast& toast) { return "#" + std::to_string(toast.count); }

}  // namespace

std::string NameOf(CallCommand kind) {
  switch (kind) {
    case CallCommand::kNone:
      return "Command";
    case CallCommand::kAnswer:
      return "Answer";
    case CallCommand::kHold:
      return "Hold";
    case CallCommand::kRetrieve:
      return "Take back from hold";
    case CallCommand::kHangUp:
      return "Hang up";
    case CallCommand::kTransfer:
      return "Transfer";
    case CallCommand::kConsult:
      return "Consult";
    case CallCommand::kCompleteTransfer:
      return "Finish the transfer";
    case CallCommand::kConference:
      return "Conference";
    case CallCommand::kDecline:
      return "Decline";
    case CallCommand::kDial:
      return "Dial a number";
    case CallCommand::kCancelConsult:
      return "End the consultation";
  }
  return "Command";
}

std::string NameOf(desk::TicketState state) {
  static constexpr const char* kNames[] = {"open", "new", "open", "pending", "resolved", "closed"};
  return kNames[static_cast<std::size_t>(state)];
}

std::string NameOf(desk::TicketType type) {
  static constexpr const char* kNames[] = {"",          "question", "incident",
                                           "complaint", "callback", "task"};
  return kNames[static_cast<std::size_t>(type)];
}

std::string NameOf(desk::TicketPriority priority) {
  static constexpr const char* kNames[] = {"", "low", "normal", "high", "urgent"};
  return kNames[static_cast<std::size_t>(priority)];
}

std::string NameOf(desk::ClockKind kind) {
  static constexpr const char* kNames[] = {"Clock", "First answer", "Next answer", "Resolution"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string NameOf(desk::WorkNotice::Kind kind) {
  static constexpr const char* kNames[] = {"Ticket",     "Reminder",     "Soon due",
                                           "Breached",   "Given to you", "New comment",
                                           "Open again", "To look at"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string NameOf(desk::AttemptOutcome outcome) {
  static constexpr const char* kNames[] = {"",
                                           "reached",
                                           "no answer",
                                           "busy",
                                           "mailbox or somebody else",
                                           "wrong number",
                                           "could not be dialled",
                                           "asked to be called later"};
  return kNames[static_cast<std::size_t>(outcome)];
}

std::string NameOf(desk::CallbackGroup group) {
  static constexpr const char* kNames[] = {"All that are not over", "Due", "Later", "Being called"};
  return kNames[static_cast<std::size_t>(group)];
}

std::string NameOf(desk::CallbackOrigin origin) {
  static constexpr const char* kNames[] = {"", "left the queue for a callback",
                                           "could not reach anybody", "was promised a call",
                                           "is on a list"};
  return kNames[static_cast<std::size_t>(origin)];
}

std::string WriteRoughly(Duration span) {
  const std::int64_t minutes = std::max<std::int64_t>(span.count(), 0) / kMsPerMinute;
  if (minutes == 0) return "less than 1 min";
  if (minutes < kMinutesPerHour) return std::to_string(minutes) + " min";
  if (minutes < kMinutesPerDay) {
    return Both(minutes / kMinutesPerHour, " h", minutes % kMinutesPerHour, " min");
  }
  return Both(minutes / kMinutesPerDay, " d", minutes % kMinutesPerDay / kMinutesPerHour, " h");
}

Span WriteClock(const desk::TicketClock& clock, WallTime now) {
  switch (clock.state) {
    case desk::ClockState::kBreached:
      return {clock.due ? "breached " + WriteRoughly(now - *clock.due) + " ago" : "breached",
              {Tone::kAlarm, true}};
    case desk::ClockState::kPaused:
      return {"stands still", {Tone::kDim}};
    case desk::ClockState::kMet:
      return {"in time", {Tone::kReady}};
    case desk::ClockState::kUnknown:
    case desk::ClockState::kRunning:
      break;
  }
  if (!clock.due) return {};
  const Style style = clock.warned ? Style{Tone::kWrapUp, true} : Style{};
  if (*clock.due <= now) return {"due now", style};
  return {"due in " + WriteRoughly(*clock.due - now), style};
}

Span WriteDue(const desk::Ticket& ticket, WallTime now) {
  for (const desk::TicketClock& clock : ticket.clocks) {
    const bool late = clock.state == desk::ClockState::kBreached && !clock.stopped;
    if (late) return WriteClock(clock, now);
  }
  if (const desk::TicketClock* const first = desk::FirstClock(ticket)) {
    return WriteClock(*first, now);
  }
  if (ticket.reminder && ticket.state == desk::TicketState::kPending) {
    return {"opens in " + WriteRoughly(*ticket.reminder - now), {Tone::kDim}};
  }
  return {};
}

std::string WriteTicket(const desk::Ticket& ticket) {
  return "#" + std::to_string(ticket.number) + " " + ticket.subject;
}

std::string WriteCalled(const desk::Callback& callback) {
  const std::string& number = callback.number.formatted;
  const std::string who = callback.display_name.empty() ? number
                          : number.empty()              ? callback.display_name
                                                        : callback.display_name + " " + number;
  const auto made = std::count_if(
      callback.attempts.begin(), callback.attempts.end(),
      [](const auto& attempt) { return attempt.outcome != desk::AttemptOutcome::kNone; });
  const std::string tried = made > 0 ? "tried " + std::to_string(made) + "×" : std::string();
  return Join({who, tried});
}

std::string WriteCallback(const desk::Callback& callback) {
  return Join({"Call back " + WriteCalled(callback), callback.note});
}

std::string WriteOffer(const desk::WorkOffer& offer) {
  if (const auto* callback = std::get_if<desk::Callback>(&offer.work)) {
    return Join({WriteCallback(*callback), offer.queue_display_name});
  }
  const auto& ticket = std::get<desk::Ticket>(offer.work);
  const bool pressing = ticket.priority == desk::TicketPriority::kHigh ||
                        ticket.priority == desk::TicketPriority::kUrgent;
  return Join({"Ticket " + WriteTicket(ticket), pressing ? NameOf(ticket.priority) : std::string(),
               ticket.customer_display_name, offer.queue_display_name});
}

std::string WriteEntry(const desk::TicketEntry& entry) {
  switch (entry.kind) {
    case EntryKind::kUnknown:
      return "changed";
    case EntryKind::kCreated:
      return "created";
    case EntryKind::kCommented:
      return entry.is_public ? "comment, for the customer too" : "comment";
    case EntryKind::kStateChanged:
      return Change(entry, "");
    case EntryKind::kOwnerChanged:
      return Change(entry, "owner ");
    case EntryKind::kQueueChanged:
      return Change(entry, "queue ");
    case EntryKind::kPriorityChanged:
      return Change(entry, "priority ");
    case EntryKind::kTypeChanged:
      return Change(entry, "type ");
    case EntryKind::kSubjectChanged:
      return "another subject";
    case EntryKind::kTagsChanged:
      return Change(entry, "tags ");
    case EntryKind::kSkillsChanged:
      return Change(entry, "skills ");
    case EntryKind::kCustomerChanged:
      return "another customer";
    case EntryKind::kComplaintChanged:
      return "complaint " + entry.after;
    case EntryKind::kLinked:
      return "linked with " + entry.after;
    case EntryKind::kUnlinked:
      return "no longer linked with " + entry.after;
    case EntryKind::kMergedInto:
      return "became part of " + entry.after;
    case EntryKind::kMergedFrom:
      return "took in " + entry.after;
    case EntryKind::kInteraction:
      return "belongs to it: " + entry.after;
    case EntryKind::kWatched:
      return "watched by " + entry.after;
    case EntryKind::kUnwatched:
      return "not watched any more by " + entry.after;
    case EntryKind::kAttached:
      return "attached " + entry.uri;
    case EntryKind::kRated:
      return "the customer gave " + entry.after + " of 5";
    case EntryKind::kReminderSet:
      return entry.after.empty() ? "no reminder any more" : "reminder at " + entry.after;
    case EntryKind::kClockWarned:
      return "soon due: " + entry.after;
    case EntryKind::kClockBreached:
      return "breached: " + entry.after;
    case EntryKind::kHandedToSupervisors:
      return "supervisors were told";
  }
  return "changed";
}

std::string WriteActor(const desk::TicketEntry& entry) {
  if (!entry.actor_display_name.empty()) return entry.actor_display_name;
  if (entry.actor == "(customer)") return "the customer";
  if (entry.actor == "(sla)") return "its clock";
  if (entry.actor == "(timer)") return "its time";
  if (entry.actor == "(trigger)" || entry.actor == "(configuration)") return "a rule";
  return entry.actor;
}

std::string WriteWorkToast(const desk::Toast& toast) {
  switch (toast.say) {
    case Say::kWorkAccepted:
      return "Yours: " + toast.name;
    case Say::kWorkDeadline:
      return "Not answered in time: " + toast.name;
    case Say::kWorkTaken:
      return "Somebody else took " + toast.name;
    case Say::kWorkWithdrawn:
      return "Not to be done any more: " + toast.name;
    case Say::kWorkCallCame:
      return "A call came; somebody else gets " + toast.name;
    case Say::kWorkNotReady:
      return "You are not ready; somebody else gets " + toast.name;
    case Say::kNoOffer:
      return "No work is offered";
    case Say::kNoNotice:
      return "Nothing to mark as seen";
    case Say::kNoTicket:
      return "No ticket to open: T shows yours";
    case Say::kNoCommand:
      return "The telephone system cannot do that now";
    case Say::kCommandSent:
      return NameOf(toast.command) + ": on its way";
    case Say::kCommandRefused:
      return NameOf(toast.command) + ": refused" + (toast.name.empty() ? "" : ": " + toast.name);
    case Say::kCommandUnknown:
      return NameOf(toast.command) + ": not known whether it was done; look at your phone";
    case Say::kTicketCreated:
      return "Ticket " + Number(toast) + " was created";
    case Say::kTicketSaved:
      return Number(toast) + " was saved";
    case Say::kTicketMeanwhile:
    case Say::kSatisfactionRange:
    case Say::kSubjectRequired:
    case Say::kResolutionRequired:
    case Say::kSpanUnreadable:
    case Say::kCallbackTold:
    case Say::kCallbackReturned:
    case Say::kCallbackCancelled:
    case Say::kCallbackGone:
    case Say::kCallbackDialled:
    case Say::kCallbackSpan:
    case Say::kCallbackMoved:
      return WriteFixedToast(toast.say);
    case Say::kAnsweredElsewhere:
    case Say::kNotLive:
    case Say::kFailed:
    case Say::kNoteRequired:
    case Say::kOutcomeRequired:
    case Say::kOutcomeChosen:
    case Say::kCallNotEnded:
    case Say::kNoExtensions:
    case Say::kDone:
    case Say::kExpiredSaved:
    case Say::kSeen:
    case Say::kCallerChosen:
    case Say::kCallerDenied:
    case Say::kCreated:
    case Say::kPopMode:
    case Say::kNoCall:
    case Say::kNoCustomer:
    case Say::kNotice:
      return {};
  }
  return {};
}

}  // namespace jackfield::screen
