#include "agent-client/terminal/screen/wording.h"

#include <algorithm>
#include <cstdio>

#include "agent-client/terminal/screen/work_wording.h"

namespace jackfield::screen {
namespace {

using desk::AgentState;
using desk::LinkLook;

constexpr std::int64_t kMsPerSecond = 1'000;

template <typename... Values>
std::string Print(const char* format, Values... values) {
  char text[64];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

const char* MonthOf(const std::tm& time) {
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return kMonths[std::clamp(time.tm_mon, 0, 11)];
}

std::string Seconds(Duration span) {
  return std::to_string(std::max<std::int64_t>(span.count(), 0) / kMsPerSecond) + " s";
}

std::string Missed(int count) {
  return std::to_string(count) + (count == 1 ? " missed call" : " missed calls");
}

std::string WriteCreated(const desk::Toast& toast) {
  const std::string created = toast.name + " was created";
  if (toast.count == 0) return created;
  return created + ", with " + std::to_string(toast.count) + " earlier calls";
}

}  // namespace

std::string Join(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    if (!part.empty()) text += (text.empty() ? "" : " · ") + part;
  }
  return text;
}

std::string WriteSpan(Duration span) {
  const std::int64_t seconds = std::max<std::int64_t>(span.count(), 0) / kMsPerSecond;
  if (seconds < 3'600) {
    return Print("%02d:%02d", static_cast<int>(seconds / 60), static_cast<int>(seconds % 60));
  }
  return Print("%d:%02d:%02d", static_cast<int>(seconds / 3'600),
               static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
}

std::string WriteClock(WallTime time, const ToLocal& zone) {
  const std::tm local = zone(time);
  return Print("%02d:%02d:%02d", local.tm_hour, local.tm_min, local.tm_sec);
}

std::string WriteDay(WallTime time, WallTime now, const ToLocal& zone) {
  const std::tm local = zone(time);
  const std::tm today = zone(now);
  if (local.tm_year == today.tm_year && local.tm_yday == today.tm_yday) {
    return Print("Today %02d:%02d", local.tm_hour, local.tm_min);
  }
  if (local.tm_year == today.tm_year) {
    return Print("%2d %s %02d:%02d", local.tm_mday, MonthOf(local), local.tm_hour, local.tm_min);
  }
  return Print("%2d %s %d", local.tm_mday, MonthOf(local), local.tm_year + 1900);
}

std::string NameOf(AgentState state) {
  switch (state) {
    case AgentState::kLoggedOff:
      return "Logged off";
    case AgentState::kUnknown:
    case AgentState::kNotReady:
      return "Not ready";
    case AgentState::kReady:
      return "Ready";
    case AgentState::kReserved:
      return "Reserved";
    case AgentState::kAlerting:
      return "Ringing";
    case AgentState::kConnected:
      return "Talking";
    case AgentState::kHold:
      return "On hold";
    case AgentState::kWorkingAfterCall:
      return "Wrap-up";
  }
  return "Not ready";
}

std::string SignOf(AgentState state) {
  switch (state) {
    case AgentState::kReady:
      return "●";
    case AgentState::kReserved:
    case AgentState::kAlerting:
      return "◎";
    case AgentState::kConnected:
    case AgentState::kHold:
      return "◆";
    case AgentState::kWorkingAfterCall:
      return "✎";
    case AgentState::kUnknown:
    case AgentState::kLoggedOff:
    case AgentState::kNotReady:
      return "○";
  }
  return "○";
}

Style StyleOf(AgentState state) {
  switch (state) {
    case AgentState::kReady:
      return {Tone::kReady, true};
    case AgentState::kReserved:
    case AgentState::kAlerting:
      return {Tone::kRinging, true};
    case AgentState::kConnected:
    case AgentState::kHold:
      return {Tone::kTalking, true};
    case AgentState::kWorkingAfterCall:
      return {Tone::kWrapUp, true};
    case AgentState::kUnknown:
    case AgentState::kLoggedOff:
    case AgentState::kNotReady:
      return {Tone::kPlain, true};
  }
  return {};
}

std::string LabelOf(const desk::DeskState& state, const std::string& reason) {
  for (const desk::NotReadyReason& one : state.reasons) {
    if (one.code == reason) return one.label;
  }
  return reason;
}

std::string NameOf(desk::Channel channel) {
  static constexpr const char* kNames[] = {"all",    "calls",   "e-mail", "chat",     "SMS",
                                           "visits", "letters", "notes",  "voicemail"};
  return kNames[static_cast<std::size_t>(channel)];
}

std::string SignOf(desk::Channel channel) {
  static constexpr const char* kSigns[] = {"·", "☎", "✉", "“", "✆", "⌂", "✉", "✎", "☏"};
  return kSigns[static_cast<std::size_t>(channel)];
}

std::string NameOf(desk::CallResult result) {
  static constexpr const char* kNames[] = {
      "",        "answered",      "hung up while waiting", "nobody took it",
      "refused", "end not known", "left the queue"};
  return kNames[static_cast<std::size_t>(result)];
}

std::string NameOf(desk::NumberKind kind) {
  static constexpr const char* kNames[] = {"",        "landline",  "mobile",
                                           "",        "free call", "premium rate",
                                           "special", "internet",  "extension"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string NameOf(desk::CandidateReason reason) {
  static constexpr const char* kNames[] = {"",
                                           "was it before",
                                           "talked with you",
                                           "was in this queue",
                                           "has an open case",
                                           "last contact",
                                           "has a role"};
  return kNames[static_cast<std::size_t>(reason)];
}

std::string NameOf(desk::PopMode mode) {
  switch (mode) {
    case desk::PopMode::kOn:
      return "on";
    case desk::PopMode::kCardOnly:
      return "card only";
    case desk::PopMode::kOff:
      return "OFF";
  }
  return "on";
}

std::string WhyMissed(desk::CloseReason reason) {
  switch (reason) {
    case desk::CloseReason::kCallerGone:
      return "hung up";
    case desk::CloseReason::kNoAnswer:
    case desk::CloseReason::kDeadline:
      return "rang out";
    case desk::CloseReason::kLost:
      return "end not known";
    case desk::CloseReason::kUnknown:
    case desk::CloseReason::kAnsweredByYou:
    case desk::CloseReason::kAnsweredElsewhere:
    case desk::CloseReason::kCancelled:
    case desk::CloseReason::kTransferred:
      return "cancelled";
  }
  return "cancelled";
}

std::string WriteNumber(const desk::Caller& caller) {
  if (caller.withheld) return "Number withheld";
  return caller.number.formatted.empty() ? "Number not known" : caller.number.formatted;
}

std::string WriteWho(const desk::Caller& caller) {
  if (!caller.display_name.empty()) return caller.display_name;
  return WriteNumber(caller);
}

std::string WriteMissedWho(const desk::Missed& missed) {
  if (!missed.caller_display_name.empty()) return missed.caller_display_name;
  if (missed.withheld) return "Number withheld";
  return missed.number.formatted.empty() ? "Number not known" : missed.number.formatted;
}

std::string WriteMatch(const desk::Caller& caller) {
  static constexpr const char* kNames[] = {
      "no customer has this number", "exact number",
      "same number, other format",   "extension stripped",
      "chosen by an agent",          "not the one who has the number",
      "known by an attached value",  "chosen at an earlier call"};
  std::string text = kNames[static_cast<std::size_t>(caller.match)];
  if (caller.match == desk::MatchKind::kNone && (caller.withheld || caller.number.raw.empty())) {
    return "no number to look for";
  }
  if (caller.candidate_count == 1) text += ", 1 customer";
  if (caller.candidate_count > 1) {
    text += ", " + std::to_string(caller.candidate_count) + " customers";
  }
  return text;
}

std::string WriteCallsToday(int count) {
  if (count < 2) return {};
  const bool teen = count % 100 >= 11 && count % 100 <= 13;
  const char* const end = teen              ? "th"
                          : count % 10 == 1 ? "st"
                          : count % 10 == 2 ? "nd"
                          : count % 10 == 3 ? "rd"
                                            : "th";
  return std::to_string(count) + end + " call today";
}

std::string WriteToast(const desk::DeskState& state, const desk::Toast& toast) {
  using desk::Say;
  switch (toast.say) {
    case Say::kAnsweredElsewhere:
      return "Answered by " + (toast.name.empty() ? "a colleague" : toast.name);
    case Say::kNotLive:
      return "Not possible while the link is down; your phone still rings";
    case Say::kFailed:
      return "Not done: " + toast.name;
    case Say::kNoteRequired:
      return "\"" + toast.name + "\" needs a note: press N";
    case Say::kOutcomeRequired:
      return "Choose an outcome first";
    case Say::kOutcomeChosen:
      return "Outcome: " + toast.name;
    case Say::kCallNotEnded:
      return "Finish when the call has ended";
    case Say::kNoExtensions:
      return "No more time can be added";
    case Say::kDone:
      return "Done";
    case Say::kExpiredSaved:
      return "The time ran out; note and outcome were kept";
    case Say::kSeen:
      return "Marked as seen";
    case Say::kCallerChosen:
      return "It is " + toast.name;
    case Say::kCallerDenied:
      return "The link is removed for this call";
    case Say::kCreated:
      return WriteCreated(toast);
    case Say::kPopMode:
      return "Pops: " + NameOf(state.agent.pop_mode);
    case Say::kNoCall:
      return "No call to do that with";
    case Say::kNoCustomer:
      return "No customer is known here: / finds one, A adds one";
    case Say::kNotice:
      return toast.name;
    case Say::kWorkAccepted:
    case Say::kWorkDeadline:
    case Say::kWorkTaken:
    case Say::kWorkWithdrawn:
    case Say::kWorkCallCame:
    case Say::kWorkNotReady:
    case Say::kNoOffer:
    case Say::kNoNotice:
    case Say::kNoTicket:
    case Say::kNoCommand:
    case Say::kCommandSent:
    case Say::kCommandRefused:
    case Say::kCommandUnknown:
    case Say::kTicketCreated:
    case Say::kTicketSaved:
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
      return WriteWorkToast(toast);
  }
  return {};
}

Span WriteLink(const desk::DeskState& state) {
  const desk::Link& link = state.link;
  const Duration age = link.heard ? state.now - *link.heard : state.now;
  const std::string trip =
      link.round_trip ? " " + std::to_string(link.round_trip->count()) + " ms" : std::string();
  switch (desk::LookOf(state)) {
    case LinkLook::kConnecting:
      return {"◌ Connecting", {Tone::kWrapUp, true}};
    case LinkLook::kLive:
    case LinkLook::kBack:
      return {"◉ Live" + trip, {Tone::kReady, true}};
    case LinkLook::kSlow:
      return {"◉ Slow link" + trip, {Tone::kWrapUp, true}};
    case LinkLook::kCatchingUp:
      return {"◌ Catching up…", {Tone::kWrapUp, true}};
    case LinkLook::kReconnecting:
      return {"◌ Reconnecting " + Seconds(age), {Tone::kWrapUp, true}};
    case LinkLook::kOffline:
      return {"✖ Offline " + Seconds(age), {Tone::kAlarm, true}};
    case LinkLook::kReplaced:
      return {"✖ Moved", {Tone::kAlarm, true}};
    case LinkLook::kRefused:
      return {"✖ Signed out", {Tone::kAlarm, true}};
  }
  return {};
}

Span WriteBanner(const desk::DeskState& state, const ToLocal& zone) {
  const std::string since = WriteClock(desk::LiveUntil(state), zone);
  switch (desk::LookOf(state)) {
    case LinkLook::kConnecting:
    case LinkLook::kLive:
    case LinkLook::kSlow:
    case LinkLook::kCatchingUp:
      return {};
    case LinkLook::kBack: {
      const int missed = state.link.missed_while_away;
      return {"Live again." + (missed > 0 ? " While away: " + Missed(missed) : std::string()),
              {Tone::kReady, true, true}};
    }
    case LinkLook::kReconnecting:
      return {"Reconnecting since " + since + ". Calls still reach your phone.",
              {Tone::kWrapUp, true, true}};
    case LinkLook::kOffline:
      return {state.known
                  ? "Not live since " + since + ". Calls still reach your phone.  Ctrl-R: try now"
                  : "The server cannot be reached. Calls still reach your phone.",
              {Tone::kAlarm, true, true}};
    case LinkLook::kReplaced:
      return {"This desk was opened elsewhere; here it has ended.  Ctrl-R: take it back",
              {Tone::kAlarm, true, true}};
    case LinkLook::kRefused:
      return {"Signed out: " + state.link.detail, {Tone::kAlarm, true, true}};
  }
  return {};
}

}  // namespace jackfield::screen
