#include "server/grpc_api/explanation_words.h"

#include <algorithm>
#include <iterator>
#include <type_traits>
#include <variant>

#include "server/exchange/telephony_event.h"
#include "server/grpc_api/routing_words.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::string_view kEvents[] = {
    "the call began",
    "more was told about the call",
    "the caller joined a queue",
    "the caller left a queue",
    "a queue did not take the caller",
    "it rang at a device",
    "a device answered",
    "a ring ended",
    "an agent's part was completed",
    "somebody was put on hold",
    "somebody was taken back from hold",
    "the call was parked",
    "the call was taken from parking",
    "the call was transferred",
    "two calls became one conference",
    "the waiting caller went over to another call",
    "a party left",
    "the call ended",
    "a device joined a queue",
    "a device left a queue",
    "a device was paused",
    "a queue's settings were told",
    "the link came up",
    "the link went down",
    "the switch listed what is live",
    "the outcome of a command was told",
};
static_assert(std::size(kEvents) == std::variant_size_v<exchange::TelephonyEventBody>);

constexpr std::uint8_t kRing = 5;
static_assert(std::is_same_v<std::variant_alternative_t<kRing, exchange::TelephonyEventBody>,
                             exchange::Delivered>);

std::string Capital(std::string_view text) {
  std::string capital(text);
  if (!capital.empty() && capital[0] >= 'a' && capital[0] <= 'z') {
    capital[0] = static_cast<char>(capital[0] - 'a' + 'A');
  }
  return capital;
}

// The event with its queue and its device.
std::string Event(const TraceStep& step) {
  std::string text = Capital(WordsOfEvent(step.event));
  if (!step.device.empty()) text += ", device " + step.device;
  if (!step.detail.empty()) text += ", queue " + step.detail;
  return text;
}

std::string Ignored(const TraceStep& step) {
  const std::string_view why = WordsOf(step.cause);
  return Event(step) + (why.empty() ? ": it told nothing new" : ": ignored, " + std::string(why));
}

std::string Offered(const TraceStep& step) {
  std::string text = "Rings at " + step.agent;
  if (!step.device.empty()) text += ", device " + step.device;
  if (step.pop_mode == exchange::PopMode::kCardOnly) text += "; shown as a card only";
  return text;
}

std::string Closed(const TraceStep& step) {
  std::string text = "The ring at " + step.agent + " was over: ";
  text += WordsOf(step.state);
  if (!step.detail.empty()) text += " (" + step.detail + ")";
  return text;
}

std::string Chosen(const TraceStep& step) {
  const bool known = step.caller && step.caller->match == exchange::Match::kChosen;
  return step.agent + (known ? " said who the caller is" : " said that it is not the one shown");
}

std::string Completed(const TraceStep& step) {
  const std::string text = step.agent + " completed the wrap-up";
  return step.detail.empty() ? text : text + " as " + step.detail;
}

std::string Ended(const TraceStep& step) {
  switch (step.end) {
    case exchange::CallEnd::kNone:
    case exchange::CallEnd::kCleared:
      return "The call was over";
    case exchange::CallEnd::kLost:
      return "The call was closed: the switch no longer has it";
    case exchange::CallEnd::kSilent:
      return "The call was closed: nothing was heard of it for too long";
    case exchange::CallEnd::kTransferred:
      return "The call became part of " +
             (step.detail.empty() ? "another one" : "calls/" + step.detail);
  }
  return "The call was over";
}

std::string WhyOf(const exchange::OverflowRule& rule) {
  switch (rule.cause) {
    case exchange::OverflowCause::kClosed:
      return "it was closed";
    case exchange::OverflowCause::kNobodySignedIn:
      return "none of its agents was signed in";
    case exchange::OverflowCause::kLength:
      return std::to_string(rule.callers) + " waited there already";
    case exchange::OverflowCause::kExpectedWait:
      return "a wait of " + WordsOf(rule.limit) + " or more was to be expected";
    case exchange::OverflowCause::kWait:
      return "the caller had waited for " + WordsOf(rule.limit);
  }
  return {};
}

std::string Reserved(const TraceStep& step) {
  if (!step.reservation) return {};
  ReservationTraceStep told = *step.reservation;
  told.agent = step.agent;
  return WordsOf(told);
}

std::string Overflowed(const TraceStep& step) {
  const exchange::OverflowRule rule = step.overflow.value_or(exchange::OverflowRule());
  const std::string why = ": " + WhyOf(rule);
  if (rule.number.empty()) {
    return "The caller went from queue " + step.detail + " to queue " + rule.queue + why;
  }
  return "The switch was told to take the caller from queue " + step.detail + " to " + rule.number +
         why;
}

std::string Foretold(const TraceStep& step) {
  return "In queue " + step.detail + " half of the callers in that place were to wait " +
         WordsOf(step.foretold_p50) + " at most, nine of ten " + WordsOf(step.foretold_p90);
}

std::string Fraction(std::int64_t tenths) {
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

}  // namespace

bool IsRing(const TraceStep& step) { return step.event == kRing; }

std::string_view WordsOfEvent(std::uint8_t event) {
  return event < std::size(kEvents) ? kEvents[event] : "something happened";
}

std::string_view WordsOf(exchange::IgnoreCause cause) {
  switch (cause) {
    case exchange::IgnoreCause::kNone:
      return "";
    case exchange::IgnoreCause::kCallUnknown:
      return "no such call is known";
    case exchange::IgnoreCause::kCallOver:
      return "the call was over";
    case exchange::IgnoreCause::kCallMerged:
      return "the call goes on as part of another one";
    case exchange::IgnoreCause::kRangAlready:
      return "this ring was known";
    case exchange::IgnoreCause::kAgentRingsAlready:
      return "the call rings at this agent already";
    case exchange::IgnoreCause::kConnectionOver:
      return "this party had left";
    case exchange::IgnoreCause::kConnectionUnknown:
      return "no such party is known";
    case exchange::IgnoreCause::kConnectionElsewhere:
      return "this party was not in the state for it";
    case exchange::IgnoreCause::kLegNotWaiting:
      return "the caller did not wait there";
    case exchange::IgnoreCause::kLegWaitsAlready:
      return "the caller waits there already";
    case exchange::IgnoreCause::kLegIsRouted:
      return "the caller is on the way to an agent";
    case exchange::IgnoreCause::kNoAnsweredLeg:
      return "nobody had answered there";
    case exchange::IgnoreCause::kRefusalKnown:
      return "this was known";
    case exchange::IgnoreCause::kCommandNotOpen:
      return "no such command is open";
  }
  return "";
}

std::string_view WordsOf(exchange::OfferState state) {
  switch (state) {
    case exchange::OfferState::kRinging:
      return "it still rings";
    case exchange::OfferState::kAnswered:
      return "answered";
    case exchange::OfferState::kNoAnswer:
      return "not answered";
    case exchange::OfferState::kAnsweredElsewhere:
      return "answered by somebody else";
    case exchange::OfferState::kCallerGone:
      return "the caller was gone";
    case exchange::OfferState::kCancelled:
      return "the switch stopped it";
    case exchange::OfferState::kExpired:
      return "closed at its deadline, the switch never told its end";
    case exchange::OfferState::kLost:
      return "closed, the switch no longer has the call";
  }
  return "";
}

std::string WordsOf(const TracedCaller& caller) {
  if (caller.match == exchange::Match::kChosen) return "An agent said who the caller is";
  if (caller.presentation == exchange::Presentation::kWithheld) {
    return "The caller withheld the number, so that nobody could be identified";
  }
  if (caller.presentation == exchange::Presentation::kUnknown) {
    return "The source told no number, so that nobody could be identified";
  }
  const std::string count = std::to_string(caller.candidate_count);
  const std::string several = caller.candidate_count > 1
                                  ? "; " + count + " customers have it, and none is preferred"
                                  : std::string();
  switch (caller.match) {
    case exchange::Match::kNone:
      if (caller.candidate_count == 0) return "No customer has the number";
      return "The number does not say for certain who it is: " + count + " possible";
    case exchange::Match::kExact:
      return "The number is a customer's, digit for digit" + several;
    case exchange::Match::kOtherFormat:
      return "The number is a customer's, but for its country, which was not certain" + several;
    case exchange::Match::kExtensionStripped:
      return "The number is a customer's, after an extension was taken off" + several;
    case exchange::Match::kDenied:
      return "An agent said that it is not the customer who has the number";
    case exchange::Match::kAttachedId:
      return "A value attached to the call is the customer's key in another system";
    case exchange::Match::kConfirmedBefore:
      return "An agent said at an earlier call of the number who it is" + several;
    case exchange::Match::kChosen:
      break;
  }
  return "An agent said who the caller is";
}

std::string WordsOf(const TraceStep& step) {
  switch (step.kind) {
    case TraceKind::kEvent:
      return Event(step);
    case TraceKind::kIgnored:
      return Ignored(step);
    case TraceKind::kRepeated:
      return Event(step) + ": sent again under the same event id, nothing was done twice";
    case TraceKind::kUnmapped:
      return "Device " + step.device + " rang, and is no agent's";
    case TraceKind::kOffered:
      return Offered(step);
    case TraceKind::kDelivered:
      return "The desk of " + step.agent + " was told";
    case TraceKind::kShown:
      return "The desk of " + step.agent + " showed the pop";
    case TraceKind::kClosed:
      return Closed(step);
    case TraceKind::kChosen:
      return Chosen(step);
    case TraceKind::kCompleted:
      return Completed(step);
    case TraceKind::kEnded:
      return Ended(step);
    case TraceKind::kOverflowed:
      return Overflowed(step);
    case TraceKind::kReserved:
    case TraceKind::kReleased:
      return Reserved(step);
    case TraceKind::kForetold:
      return Foretold(step);
    case TraceKind::kLimit:
      return "A limit was reached: " + step.detail;
    case TraceKind::kLeftOut:
      return std::to_string(step.count) + " steps were not kept: there were too many";
  }
  return {};
}

std::string_view WordsOf(v1::NoPopReason reason) {
  switch (reason) {
    case v1::NO_POP_REASON_POPS_SWITCHED_OFF:
      return "the agent had switched pops off";
    case v1::NO_POP_REASON_DESK_NOT_CONNECTED:
      return "no desk of the agent was connected";
    case v1::NO_POP_REASON_RING_TOO_SHORT:
      return "the ring ended before the desk was told";
    default:
      return "";
  }
}

std::string WordsOf(Duration span) {
  constexpr std::int64_t kSecond = 1'000;
  constexpr std::int64_t kMinute = 60'000;
  const std::int64_t ms = std::max<std::int64_t>(span.count(), 0);
  if (ms < kMinute) return Fraction((ms + 50) / 100) + " s";
  return std::to_string(ms / kMinute) + " min " + std::to_string(ms % kMinute / kSecond) + " s";
}

}  // namespace jackfield::grpc_api
