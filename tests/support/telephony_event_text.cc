#include "tests/support/telephony_event_text.h"

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace jackfield::test {
namespace {

using exchange::AttachedValue;
using exchange::CallCleared;
using exchange::Caller;
using exchange::CallInformation;
using exchange::Conferenced;
using exchange::ConnectionCleared;
using exchange::Delivered;
using exchange::DequeueCause;
using exchange::Dequeued;
using exchange::Direction;
using exchange::Established;
using exchange::Held;
using exchange::LegCompleted;
using exchange::LegMoved;
using exchange::LinkDown;
using exchange::LinkUp;
using exchange::MemberAdded;
using exchange::MemberPaused;
using exchange::MemberRemoved;
using exchange::Originated;
using exchange::Parked;
using exchange::PersonalText;
using exchange::Presentation;
using exchange::Queued;
using exchange::QueueParameters;
using exchange::QueueRefused;
using exchange::RefusalCause;
using exchange::Retrieved;
using exchange::RingEnd;
using exchange::RingEnded;
using exchange::SnapshotCall;
using exchange::SnapshotConnection;
using exchange::SnapshotWaiting;
using exchange::SwitchSnapshot;
using exchange::TransferKind;
using exchange::Transferred;
using exchange::Unparked;

// Collects "name field=value …".
class Line {
 public:
  explicit Line(std::string name) : text_(std::move(name)) {}

  Line& Add(std::string_view field, std::string_view value) {
    if (!value.empty()) text_.append(" ").append(field).append("=").append(value);
    return *this;
  }
  Line& Add(std::string_view field, const PersonalText& value) { return Add(field, value.bytes); }
  Line& Flag(std::string_view name, bool set) { return Add(name, set ? "yes" : ""); }

  Line& Add(const Caller& caller) {
    if (caller.presentation == Presentation::kWithheld) Add("caller", "withheld");
    return Add("number", caller.number).Add("name", caller.name);
  }

  std::string Text() const { return text_; }

 private:
  std::string text_;
};

std::string_view NameOf(Direction direction) {
  switch (direction) {
    case Direction::kUnknown:
      return "";
    case Direction::kInbound:
      return "inbound";
    case Direction::kOutbound:
      return "outbound";
    case Direction::kInternal:
      return "internal";
  }
  return "?";
}

std::string_view NameOf(DequeueCause cause) {
  switch (cause) {
    case DequeueCause::kUnknown:
      return "unknown";
    case DequeueCause::kAbandoned:
      return "abandoned";
    case DequeueCause::kTimedOut:
      return "timed_out";
    case DequeueCause::kExitKey:
      return "exit_key";
    case DequeueCause::kExitEmpty:
      return "exit_empty";
    case DequeueCause::kUnseen:
      return "unseen";
    case DequeueCause::kWithdrawn:
      return "withdrawn";
    case DequeueCause::kOverflowed:
      return "overflowed";
  }
  return "?";
}

std::string_view NameOf(RingEnd cause) {
  switch (cause) {
    case RingEnd::kUnknown:
      return "unknown";
    case RingEnd::kNoAnswer:
      return "no_answer";
    case RingEnd::kAnsweredElsewhere:
      return "answered_elsewhere";
    case RingEnd::kCallerGone:
      return "caller_gone";
    case RingEnd::kCancelled:
      return "cancelled";
  }
  return "?";
}

std::string MemberLine(std::string name, const MemberAdded& member) {
  return Line(std::move(name))
      .Add("queue", member.queue)
      .Add("device", member.device)
      .Flag("paused", member.paused)
      .Add("reason", member.pause_reason)
      .Text();
}

struct Writer {
  std::string operator()(const Originated& b) const {
    return Line("Originated")
        .Add("call", b.call)
        .Add("direction", NameOf(b.direction))
        .Add(b.caller)
        .Add("dialled", b.dialled)
        .Add("connection", b.connection)
        .Add("device", b.device)
        .Text();
  }
  std::string operator()(const CallInformation& b) const {
    Line line("CallInformation");
    line.Add("call", b.call);
    if (b.caller) line.Add(*b.caller);
    line.Add("dialled", b.dialled);
    for (const AttachedValue& value : b.attached) line.Add(value.name, value.value);
    return line.Text();
  }
  std::string operator()(const Queued& b) const {
    return Line("Queued").Add("call", b.call).Add("leg", b.leg).Add("queue", b.queue).Text();
  }
  std::string operator()(const Dequeued& b) const {
    return Line("Dequeued")
        .Add("call", b.call)
        .Add("leg", b.leg)
        .Add("queue", b.queue)
        .Add("cause", NameOf(b.cause))
        .Text();
  }
  std::string operator()(const QueueRefused& b) const {
    return Line("QueueRefused")
        .Add("call", b.call)
        .Add("queue", b.queue)
        .Add("cause", b.cause == RefusalCause::kFull ? "full" : "empty")
        .Text();
  }
  template <typename Ring>
  static std::string RingLine(std::string name, const Ring& b) {
    return Line(std::move(name))
        .Add("call", b.call)
        .Add("connection", b.connection)
        .Add("device", b.device)
        .Add("queue", b.queue)
        .Add("leg", b.leg)
        .Text();
  }
  std::string operator()(const Delivered& b) const { return RingLine("Delivered", b); }
  std::string operator()(const Established& b) const { return RingLine("Established", b); }
  std::string operator()(const RingEnded& b) const {
    return Line("RingEnded")
        .Add("call", b.call)
        .Add("connection", b.connection)
        .Add("cause", NameOf(b.cause))
        .Text();
  }
  std::string operator()(const LegCompleted& b) const {
    return Line("LegCompleted")
        .Add("call", b.call)
        .Add("leg", b.leg)
        .Add("queue", b.queue)
        .Add("device", b.device)
        .Flag("by_transfer", b.by_transfer)
        .Text();
  }
  template <typename Part>
  static std::string PartLine(std::string name, const Part& b) {
    return Line(std::move(name)).Add("call", b.call).Add("connection", b.connection).Text();
  }
  std::string operator()(const Held& b) const { return PartLine("Held", b); }
  std::string operator()(const Retrieved& b) const { return PartLine("Retrieved", b); }
  std::string operator()(const ConnectionCleared& b) const {
    return PartLine("ConnectionCleared", b);
  }
  std::string operator()(const Parked& b) const {
    return Line("Parked").Add("call", b.call).Add("place", b.place).Text();
  }
  std::string operator()(const Unparked& b) const {
    return Line("Unparked").Add("call", b.call).Text();
  }
  std::string operator()(const Transferred& b) const {
    return Line("Transferred")
        .Add("call", b.call)
        .Add("kind", b.kind == TransferKind::kBlind ? "blind" : "consultation")
        .Add("by", b.by_connection)
        .Add("consultation", b.consultation)
        .Add("target", b.target)
        .Text();
  }
  std::string operator()(const Conferenced& b) const {
    return Line("Conferenced").Add("call", b.call).Add("other", b.other).Text();
  }
  std::string operator()(const LegMoved& b) const {
    return Line("LegMoved")
        .Add("call", b.call)
        .Add("leg", b.leg)
        .Add("queue", b.queue)
        .Add("to_call", b.to_call)
        .Add("to_leg", b.to_leg)
        .Text();
  }
  std::string operator()(const CallCleared& b) const {
    return Line("CallCleared").Add("call", b.call).Text();
  }
  std::string operator()(const MemberAdded& b) const { return MemberLine("MemberAdded", b); }
  std::string operator()(const MemberRemoved& b) const {
    return Line("MemberRemoved").Add("queue", b.queue).Add("device", b.device).Text();
  }
  std::string operator()(const MemberPaused& b) const {
    return Line("MemberPaused")
        .Add("queue", b.queue)
        .Add("device", b.device)
        .Add("paused", b.paused ? "yes" : "no")
        .Add("reason", b.reason)
        .Text();
  }
  std::string operator()(const QueueParameters& b) const {
    return Line("QueueParameters")
        .Add("queue", b.queue)
        .Add("threshold_ms", std::to_string(b.service_level_threshold.count()))
        .Text();
  }
  std::string operator()(const LinkUp& b) const {
    std::string capabilities;
    for (const exchange::CommandKind kind :
         b.capabilities.value_or(std::set<exchange::CommandKind>())) {
      capabilities += (capabilities.empty() ? "" : ",") + std::to_string(static_cast<int>(kind));
    }
    return Line("LinkUp").Add("epoch", b.epoch).Add("capabilities", capabilities).Text();
  }
  std::string operator()(const LinkDown&) const { return "LinkDown"; }
  std::string operator()(const SwitchSnapshot& b) const;
  std::string operator()(const exchange::CommandResult& b) const {
    return Line("CommandResult")
        .Add("command", std::to_string(b.command.value))
        .Add("outcome", std::to_string(static_cast<int>(b.outcome)))
        .Add("reason", b.reason)
        .Text();
  }
};

std::string Writer::operator()(const SwitchSnapshot& b) const {
  std::string text = "SwitchSnapshot";
  for (const SnapshotCall& call : b.calls) {
    text +=
        "\n  " +
        Line("call").Add("call", call.call).Add(call.caller).Add("dialled", call.dialled).Text();
    for (const SnapshotConnection& part : call.connections) {
      text += "\n    " + Line("connection")
                             .Add("connection", part.connection)
                             .Add("device", part.device)
                             .Flag("ringing", part.ringing)
                             .Text();
    }
  }
  for (const SnapshotWaiting& item : b.waiting) {
    text += "\n  " + Line("waiting")
                         .Add("queue", item.queue)
                         .Add("call", item.call)
                         .Add("leg", item.leg)
                         .Add("waited_ms", std::to_string(item.waited.count()))
                         .Text();
  }
  for (const MemberAdded& member : b.members) text += "\n  " + MemberLine("member", member);
  for (const std::string& queue : b.queues) text += "\n  queue " + queue;
  return text;
}

}  // namespace

std::string TextOf(const exchange::TelephonyEventBody& body) { return std::visit(Writer{}, body); }

}  // namespace jackfield::test
