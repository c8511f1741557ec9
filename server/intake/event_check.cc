#include "server/intake/event_check.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "server/base/control_characters.h"
#include "server/identity/caller_text.h"

namespace jackfield::intake {
namespace {

using exchange::PersonalText;

// The fields of jackfield.v1.CallEvent, one for each body.
constexpr auto kBodyNames = std::to_array<std::string_view>({"originated",
                                                             "call_information",
                                                             "queued",
                                                             "dequeued",
                                                             "queue_refused",
                                                             "delivered",
                                                             "established",
                                                             "ring_ended",
                                                             "leg_completed",
                                                             "held",
                                                             "retrieved",
                                                             "parked",
                                                             "unparked",
                                                             "transferred",
                                                             "conferenced",
                                                             "leg_moved",
                                                             "connection_cleared",
                                                             "call_cleared",
                                                             "member_added",
                                                             "member_removed",
                                                             "member_paused",
                                                             "queue_parameters",
                                                             "link_up",
                                                             "link_down",
                                                             "switch_snapshot",
                                                             "command_result"});
static_assert(kBodyNames.size() == std::variant_size_v<exchange::TelephonyEventBody>);

bool IsCleanText(std::string_view text) {
  const bool ascii = std::all_of(text.begin(), text.end(),
                                 [](char letter) { return static_cast<signed char>(letter) >= 0; });
  return !HasControl(text) && (ascii || identity::EncodeUtf8(identity::DecodeUtf8(text)) == text);
}

// Visits the fields of an event, and keeps the first that breaks a rule.
class EventChecker {
 public:
  Status Take() && { return std::move(status_); }

  void Head(const exchange::TelephonyEvent& event, WallTime now) {
    Needed("source", event.source, kSourceBytesMax);
    Optional("source_event_id", event.id, kEventIdBytesMax);
    if (IsAhead(event, now)) {
      Break(
          "event_time",
          "must be at most 1 h ahead of the server's clock; set the clock of the source, or leave "
          "the time out");
    }
  }

  void Body(const exchange::TelephonyEventBody& body) {
    body_ = std::string(kBodyNames.at(body.index())) + ".";
    std::visit(*this, body);
  }

  void operator()(const exchange::Originated& event) {
    Call(event.call);
    CheckCaller("caller", event.caller);
    Text("dialled", event.dialled, kTextBytesMax);
    Optional("connection", event.connection, kIdBytesMax);
    Optional("device", event.device, kIdBytesMax);
  }
  void operator()(const exchange::CallInformation& event) {
    Call(event.call);
    if (event.caller) CheckCaller("caller", *event.caller);
    Text("dialled", event.dialled, kTextBytesMax);
    Count("attached", event.attached.size(), kAttachedMax);
    for (std::size_t index = 0; status_ && index < event.attached.size(); ++index) {
      const std::string field = At("attached", index);
      Needed(field + ".name", event.attached[index].name, kAttachedNameBytesMax);
      Text(field + ".value", event.attached[index].value, kTextBytesMax);
    }
  }
  void operator()(const exchange::Queued& event) { WaitingLeg(event.call, event.leg, event.queue); }
  void operator()(const exchange::Dequeued& event) {
    WaitingLeg(event.call, event.leg, event.queue);
  }
  void operator()(const exchange::QueueRefused& event) {
    Call(event.call);
    Needed("queue", event.queue, kQueueBytesMax);
  }
  void operator()(const exchange::Delivered& event) { Ring(event); }
  void operator()(const exchange::Established& event) { Ring(event); }
  void operator()(const exchange::RingEnded& event) { Part(event); }
  void operator()(const exchange::LegCompleted& event) {
    Optional("call", event.call, kIdBytesMax);
    Optional("leg", event.leg, kIdBytesMax);
    Optional("queue", event.queue, kQueueBytesMax);
    Optional("device", event.device, kIdBytesMax);
  }
  void operator()(const exchange::Held& event) { Part(event); }
  void operator()(const exchange::Retrieved& event) { Part(event); }
  void operator()(const exchange::Parked& event) {
    Call(event.call);
    Optional("place", event.place, kTextBytesMax);
  }
  void operator()(const exchange::Unparked& event) { Call(event.call); }
  void operator()(const exchange::Transferred& event) {
    Call(event.call);
    Optional("by_connection", event.by_connection, kIdBytesMax);
    Optional("consultation", event.consultation, kIdBytesMax);
    Text("target", event.target, kTextBytesMax);
  }
  void operator()(const exchange::Conferenced& event) {
    Call(event.call);
    Needed("other", event.other, kIdBytesMax);
  }
  void operator()(const exchange::LegMoved& event) {
    WaitingLeg(event.call, event.leg, event.queue);
    Needed("to_call", event.to_call, kIdBytesMax);
    Needed("to_leg", event.to_leg, kIdBytesMax);
  }
  void operator()(const exchange::ConnectionCleared& event) { Part(event); }
  void operator()(const exchange::CallCleared& event) { Call(event.call); }
  void operator()(const exchange::MemberAdded& event) { Member("", event); }
  void operator()(const exchange::MemberRemoved& event) {
    Needed("queue", event.queue, kQueueBytesMax);
    Needed("device", event.device, kIdBytesMax);
  }
  void operator()(const exchange::MemberPaused& event) {
    Needed("queue", event.queue, kQueueBytesMax);
    Needed("device", event.device, kIdBytesMax);
    Text("reason", event.reason, kTextBytesMax);
  }
  void operator()(const exchange::QueueParameters& event) {
    Needed("queue", event.queue, kQueueBytesMax);
    if (event.service_level_threshold <= Duration{0} ||
        event.service_level_threshold > kServiceLevelThresholdMax) {
      Break("service_level_threshold", "must be more than 0 and at most 1 h");
    }
  }
  void operator()(const exchange::LinkUp& event) { Optional("epoch", event.epoch, kIdBytesMax); }
  void operator()(const exchange::LinkDown&) {}
  void operator()(const exchange::CommandResult& event) {
    Optional("reason", event.reason, kReasonBytesMax);
  }
  void operator()(const exchange::SwitchSnapshot& event) {
    Count("calls", event.calls.size(), kSnapshotCallsMax);
    Count("waiting", event.waiting.size(), kSnapshotWaitingMax);
    Count("members", event.members.size(), kSnapshotMembersMax);
    Count("queues", event.queues.size(), kSnapshotQueuesMax);
    for (std::size_t index = 0; status_ && index < event.calls.size(); ++index) {
      LiveCall(At("calls", index) + ".", event.calls[index]);
    }
    for (std::size_t index = 0; status_ && index < event.waiting.size(); ++index) {
      Waiting(At("waiting", index) + ".", event.waiting[index]);
    }
    for (std::size_t index = 0; status_ && index < event.members.size(); ++index) {
      Member(At("members", index) + ".", event.members[index]);
    }
    for (std::size_t index = 0; status_ && index < event.queues.size(); ++index) {
      Needed(At("queues", index), event.queues[index], kQueueBytesMax);
    }
  }

 private:
  static std::string At(std::string_view list, std::size_t index) {
    return std::string(list) + "[" + std::to_string(index) + "]";
  }

  void Break(const std::string& field, std::string rule) {
    if (status_) status_ = FailField("EVENT_INVALID", body_ + field, std::move(rule));
  }
  void Count(const std::string& field, std::size_t count, std::size_t most) {
    if (count > most) Break(field, "must have at most " + std::to_string(most) + " entries");
  }
  void Optional(const std::string& field, const std::string& value, std::size_t bytes_max) {
    if (value.size() > bytes_max) {
      Break(field, "must have at most " + std::to_string(bytes_max) + " bytes");
    } else if (!IsCleanText(value)) {
      Break(field, "must be UTF-8 without control characters");
    }
  }
  void Needed(const std::string& field, const std::string& value, std::size_t bytes_max) {
    if (value.empty()) Break(field, "must not be empty; name what the event is about");
    Optional(field, value, bytes_max);
  }
  // Texts of persons are cleaned, not refused; only their length is bounded here.
  void Text(const std::string& field, const PersonalText& text, std::size_t bytes_max) {
    if (text.bytes.size() > bytes_max) {
      Break(field, "must have at most " + std::to_string(bytes_max) + " bytes");
    }
  }

  void Call(const std::string& call) { Needed("call", call, kIdBytesMax); }
  void WaitingLeg(const std::string& call, const std::string& leg, const std::string& queue) {
    Call(call);
    Needed("leg", leg, kIdBytesMax);
    Needed("queue", queue, kQueueBytesMax);
  }
  template <typename Event>
  void Part(const Event& event) {
    Call(event.call);
    Needed("connection", event.connection, kIdBytesMax);
  }
  template <typename Event>
  void Ring(const Event& event) {
    Part(event);
    Optional("device", event.device, kIdBytesMax);
    Optional("queue", event.queue, kQueueBytesMax);
    Optional("leg", event.leg, kIdBytesMax);
  }
  void CheckCaller(const std::string& field, const exchange::Caller& caller) {
    Text(field + ".number", caller.number, kTextBytesMax);
    Text(field + ".name", caller.name, kNameBytesMax);
  }
  void Member(const std::string& prefix, const exchange::MemberAdded& member) {
    Needed(prefix + "queue", member.queue, kQueueBytesMax);
    Needed(prefix + "device", member.device, kIdBytesMax);
    Text(prefix + "pause_reason", member.pause_reason, kTextBytesMax);
  }
  void Waiting(const std::string& prefix, const exchange::SnapshotWaiting& waiting) {
    Needed(prefix + "queue", waiting.queue, kQueueBytesMax);
    Needed(prefix + "call", waiting.call, kIdBytesMax);
    Needed(prefix + "leg", waiting.leg, kIdBytesMax);
    if (waiting.waited < Duration{0}) Break(prefix + "waited_duration", "must not be negative");
  }
  void LiveCall(const std::string& prefix, const exchange::SnapshotCall& call) {
    Needed(prefix + "call", call.call, kIdBytesMax);
    CheckCaller(prefix + "caller", call.caller);
    Text(prefix + "dialled", call.dialled, kTextBytesMax);
    Count(prefix + "connections", call.connections.size(), kSnapshotConnectionsMax);
    for (std::size_t index = 0; status_ && index < call.connections.size(); ++index) {
      const std::string field = prefix + At("connections", index);
      Needed(field + ".connection", call.connections[index].connection, kIdBytesMax);
      Optional(field + ".device", call.connections[index].device, kIdBytesMax);
    }
  }

  Status status_;
  std::string body_;  // In front of the fields of the body; empty before it.
};

}  // namespace

bool IsAhead(const exchange::TelephonyEvent& event, WallTime now) {
  return event.time && *event.time > now + kAheadMax;
}

Status CheckEvent(const exchange::TelephonyEvent& event, WallTime now) {
  EventChecker checker;
  checker.Head(event, now);
  checker.Body(event.body);
  return std::move(checker).Take();
}

}  // namespace jackfield::intake
