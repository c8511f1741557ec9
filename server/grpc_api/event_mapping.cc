#include "server/grpc_api/event_mapping.h"

#include <algorithm>
#include <string>
#include <utility>

#include "jackfield/v1/call_event.pb.h"

#include "server/base/control_characters.h"
#include "server/grpc_api/event_fields.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

using Fields = EventFields;
using Need = EventFields::Need;

constexpr int kSnapshotItemsMax = 50'000;
constexpr int kSnapshotConnectionsMax = 32;
constexpr Duration kThresholdMax{3'600'000};
constexpr std::size_t kAttachedNameBytesMax = 64;
constexpr std::size_t kAttachedValueBytesMax = 1'024;  // 256 characters.
constexpr std::size_t kShortTextBytesMax = 256;        // 64 characters.

exchange::Caller CallerOf(const v1::EventCaller& caller, Fields& fields) {
  const Fields::Part part(fields, "caller");
  exchange::Caller mapped;
  mapped.number = fields.Text("number", caller.number(), kNumberBytesMax);
  mapped.name = fields.Text("name", caller.name(), kCallerNameBytesMax);
  switch (caller.presentation()) {
    case v1::PRESENTATION_WITHHELD:
      mapped.presentation = exchange::Presentation::kWithheld;
      break;
    case v1::PRESENTATION_PRESENTED:
      mapped.presentation = exchange::Presentation::kPresented;
      break;
    default:
      mapped.presentation = caller.number().empty() ? exchange::Presentation::kUnknown
                                                    : exchange::Presentation::kPresented;
  }
  return mapped;
}

exchange::Direction DirectionOf(v1::Direction direction) {
  switch (direction) {
    case v1::DIRECTION_INBOUND:
      return exchange::Direction::kInbound;
    case v1::DIRECTION_OUTBOUND:
      return exchange::Direction::kOutbound;
    case v1::DIRECTION_INTERNAL:
      return exchange::Direction::kInternal;
    default:
      return exchange::Direction::kUnknown;
  }
}

// One overload for each event.

exchange::TelephonyEventBody Map(const v1::OriginatedEvent& e, Fields& fields) {
  exchange::Originated mapped;
  mapped.call = fields.Id("call", e.call(), Need::kRequired);
  mapped.direction = DirectionOf(e.direction());
  if (e.has_caller()) mapped.caller = CallerOf(e.caller(), fields);
  mapped.dialled = fields.Text("dialled", e.dialled(), kNumberBytesMax);
  mapped.connection = fields.Id("connection", e.connection(), Need::kOptional);
  mapped.device = fields.Id("device", e.device(), Need::kOptional);
  return mapped;
}

exchange::TelephonyEventBody Map(const v1::CallInformationEvent& e, Fields& fields) {
  exchange::CallInformation mapped;
  mapped.call = fields.Id("call", e.call(), Need::kRequired);
  if (e.has_caller()) mapped.caller = CallerOf(e.caller(), fields);
  mapped.dialled = fields.Text("dialled", e.dialled(), kNumberBytesMax);
  if (e.attached_size() > kAttachedPerEventMax) {
    fields.Refuse("attached", "must have at most 16 values");
    return mapped;
  }
  for (int i = 0; i < e.attached_size(); ++i) {
    const v1::AttachedValue& value = e.attached(i);
    const Fields::Part part(fields, "attached", i);
    if (value.name().empty() || value.name().size() > kAttachedNameBytesMax) {
      fields.Refuse("name", "must have 1 to 64 characters");
    }
    mapped.attached.push_back(
        {value.name(), fields.Text("value", value.value(), kAttachedValueBytesMax)});
  }
  return mapped;
}

exchange::TelephonyEventBody Map(const v1::QueuedEvent& e, Fields& fields) {
  return exchange::Queued{fields.Id("call", e.call(), Need::kRequired),
                          fields.Id("leg", e.leg(), Need::kRequired),
                          fields.Id("queue", e.queue(), Need::kRequired)};
}

exchange::DequeueCause CauseOf(v1::DequeuedEvent::Cause cause) {
  switch (cause) {
    case v1::DequeuedEvent::CAUSE_ABANDONED:
      return exchange::DequeueCause::kAbandoned;
    case v1::DequeuedEvent::CAUSE_TIMED_OUT:
      return exchange::DequeueCause::kTimedOut;
    case v1::DequeuedEvent::CAUSE_EXIT_KEY:
      return exchange::DequeueCause::kExitKey;
    case v1::DequeuedEvent::CAUSE_EXIT_EMPTY:
      return exchange::DequeueCause::kExitEmpty;
    case v1::DequeuedEvent::CAUSE_WITHDRAWN:
      return exchange::DequeueCause::kWithdrawn;
    default:
      return exchange::DequeueCause::kUnknown;
  }
}

exchange::TelephonyEventBody Map(const v1::DequeuedEvent& e, Fields& fields) {
  return exchange::Dequeued{fields.Id("call", e.call(), Need::kRequired),
                            fields.Id("leg", e.leg(), Need::kRequired),
                            fields.Id("queue", e.queue(), Need::kRequired), CauseOf(e.cause())};
}

exchange::TelephonyEventBody Map(const v1::QueueRefusedEvent& e, Fields& fields) {
  if (e.cause() != v1::QueueRefusedEvent::CAUSE_FULL &&
      e.cause() != v1::QueueRefusedEvent::CAUSE_EMPTY) {
    fields.Refuse("cause", "must be CAUSE_FULL or CAUSE_EMPTY");
  }
  return exchange::QueueRefused{
      fields.Id("call", e.call(), Need::kRequired), fields.Id("queue", e.queue(), Need::kRequired),
      e.cause() == v1::QueueRefusedEvent::CAUSE_EMPTY ? exchange::RefusalCause::kEmpty
                                                      : exchange::RefusalCause::kFull};
}

exchange::TelephonyEventBody Map(const v1::DeliveredEvent& e, Fields& fields) {
  if (!e.queue().empty() && e.leg().empty()) {
    fields.Refuse("leg", "must be set where queue is");
  }
  return exchange::Delivered{fields.Id("call", e.call(), Need::kRequired),
                             fields.Id("connection", e.connection(), Need::kRequired),
                             fields.Id("device", e.device(), Need::kRequired),
                             fields.Id("queue", e.queue(), Need::kOptional),
                             fields.Id("leg", e.leg(), Need::kOptional)};
}

exchange::TelephonyEventBody Map(const v1::EstablishedEvent& e, Fields& fields) {
  if (!e.queue().empty() && e.leg().empty()) {
    fields.Refuse("leg", "must be set where queue is");
  }
  return exchange::Established{fields.Id("call", e.call(), Need::kRequired),
                               fields.Id("connection", e.connection(), Need::kRequired),
                               fields.Id("device", e.device(), Need::kOptional),
                               fields.Id("queue", e.queue(), Need::kOptional),
                               fields.Id("leg", e.leg(), Need::kOptional)};
}

exchange::RingEnd CauseOf(v1::RingEndedEvent::Cause cause) {
  switch (cause) {
    case v1::RingEndedEvent::CAUSE_NO_ANSWER:
      return exchange::RingEnd::kNoAnswer;
    case v1::RingEndedEvent::CAUSE_ANSWERED_ELSEWHERE:
      return exchange::RingEnd::kAnsweredElsewhere;
    case v1::RingEndedEvent::CAUSE_CALLER_GONE:
      return exchange::RingEnd::kCallerGone;
    case v1::RingEndedEvent::CAUSE_CANCELLED:
      return exchange::RingEnd::kCancelled;
    default:
      return exchange::RingEnd::kUnknown;
  }
}

exchange::TelephonyEventBody Map(const v1::RingEndedEvent& e, Fields& fields) {
  return exchange::RingEnded{fields.Id("call", e.call(), Need::kRequired),
                             fields.Id("connection", e.connection(), Need::kRequired),
                             CauseOf(e.cause())};
}

exchange::TelephonyEventBody Map(const v1::LegCompletedEvent& e, Fields& fields) {
  const bool lost = e.call().empty() || e.leg().empty();
  return exchange::LegCompleted{
      fields.Id("call", e.call(), Need::kOptional), fields.Id("leg", e.leg(), Need::kOptional),
      fields.Id("queue", e.queue(), Need::kRequired),
      fields.Id("device", e.device(), lost ? Need::kRequired : Need::kOptional), e.by_transfer()};
}

exchange::TelephonyEventBody Map(const v1::HeldEvent& e, Fields& fields) {
  return exchange::Held{fields.Id("call", e.call(), Need::kRequired),
                        fields.Id("connection", e.connection(), Need::kRequired)};
}

exchange::TelephonyEventBody Map(const v1::RetrievedEvent& e, Fields& fields) {
  return exchange::Retrieved{fields.Id("call", e.call(), Need::kRequired),
                             fields.Id("connection", e.connection(), Need::kRequired)};
}

exchange::TelephonyEventBody Map(const v1::ParkedEvent& e, Fields& fields) {
  return exchange::Parked{fields.Id("call", e.call(), Need::kRequired),
                          fields.Id("place", e.place(), Need::kOptional)};
}

exchange::TelephonyEventBody Map(const v1::UnparkedEvent& e, Fields& fields) {
  return exchange::Unparked{fields.Id("call", e.call(), Need::kRequired)};
}

exchange::TelephonyEventBody Map(const v1::TransferredEvent& e, Fields& fields) {
  const bool consultation = !e.consultation().empty();
  if (e.kind() == v1::TransferredEvent::KIND_CONSULTATION && !consultation) {
    fields.Refuse("consultation", "must be set for KIND_CONSULTATION");
  }
  if (e.kind() == v1::TransferredEvent::KIND_BLIND && consultation) {
    fields.Refuse("consultation", "must be empty for KIND_BLIND");
  }
  exchange::Transferred mapped;
  mapped.call = fields.Id("call", e.call(), Need::kRequired);
  mapped.kind =
      consultation ? exchange::TransferKind::kConsultation : exchange::TransferKind::kBlind;
  mapped.by_connection = fields.Id("by_connection", e.by_connection(), Need::kOptional);
  mapped.consultation = fields.Id("consultation", e.consultation(), Need::kOptional);
  mapped.target = fields.Text("target", e.target(), kNumberBytesMax);
  return mapped;
}

exchange::TelephonyEventBody Map(const v1::ConferencedEvent& e, Fields& fields) {
  return exchange::Conferenced{fields.Id("call", e.call(), Need::kRequired),
                               fields.Id("other", e.other(), Need::kRequired)};
}

exchange::TelephonyEventBody Map(const v1::LegMovedEvent& e, Fields& fields) {
  return exchange::LegMoved{fields.Id("call", e.call(), Need::kRequired),
                            fields.Id("leg", e.leg(), Need::kRequired),
                            fields.Id("queue", e.queue(), Need::kRequired),
                            fields.Id("to_call", e.to_call(), Need::kRequired),
                            fields.Id("to_leg", e.to_leg(), Need::kRequired)};
}

exchange::TelephonyEventBody Map(const v1::ConnectionClearedEvent& e, Fields& fields) {
  return exchange::ConnectionCleared{fields.Id("call", e.call(), Need::kRequired),
                                     fields.Id("connection", e.connection(), Need::kRequired)};
}

exchange::TelephonyEventBody Map(const v1::CallClearedEvent& e, Fields& fields) {
  return exchange::CallCleared{fields.Id("call", e.call(), Need::kRequired)};
}

exchange::MemberAdded MemberOf(const v1::MemberAddedEvent& e, Fields& fields) {
  return {fields.Id("queue", e.queue(), Need::kRequired),
          fields.Id("device", e.device(), Need::kRequired), e.paused(),
          fields.Text("pause_reason", e.pause_reason(), kShortTextBytesMax)};
}

exchange::TelephonyEventBody Map(const v1::MemberAddedEvent& e, Fields& fields) {
  return MemberOf(e, fields);
}

exchange::TelephonyEventBody Map(const v1::MemberRemovedEvent& e, Fields& fields) {
  return exchange::MemberRemoved{fields.Id("queue", e.queue(), Need::kRequired),
                                 fields.Id("device", e.device(), Need::kRequired)};
}

exchange::TelephonyEventBody Map(const v1::MemberPausedEvent& e, Fields& fields) {
  return exchange::MemberPaused{fields.Id("queue", e.queue(), Need::kRequired),
                                fields.Id("device", e.device(), Need::kRequired), e.paused(),
                                fields.Text("reason", e.reason(), kShortTextBytesMax)};
}

exchange::TelephonyEventBody Map(const v1::QueueParametersEvent& e, Fields& fields) {
  const Duration threshold = FromProto(e.service_level_threshold());
  if (threshold <= Duration{0} || threshold > kThresholdMax) {
    fields.Refuse("service_level_threshold", "must be over 0, at most 1 h");
  }
  return exchange::QueueParameters{fields.Id("queue", e.queue(), Need::kRequired), threshold};
}

exchange::TelephonyEventBody Map(const v1::LinkUpEvent& e, Fields& fields) {
  return exchange::LinkUp{fields.Id("epoch", e.epoch(), Need::kOptional)};
}

exchange::TelephonyEventBody Map(const v1::LinkDownEvent&, Fields&) { return exchange::LinkDown{}; }

exchange::SnapshotCall SnapshotCallOf(const v1::SnapshotCall& call, Fields& fields) {
  exchange::SnapshotCall mapped;
  mapped.call = fields.Id("call", call.call(), Need::kRequired);
  if (call.has_caller()) mapped.caller = CallerOf(call.caller(), fields);
  mapped.dialled = fields.Text("dialled", call.dialled(), kNumberBytesMax);
  if (call.connections_size() > kSnapshotConnectionsMax) {
    fields.Refuse("connections", "must have at most 32 connections");
    return mapped;
  }
  for (int i = 0; i < call.connections_size(); ++i) {
    const v1::SnapshotConnection& connection = call.connections(i);
    const Fields::Part part(fields, "connections", i);
    mapped.connections.push_back({fields.Id("connection", connection.connection(), Need::kRequired),
                                  fields.Id("device", connection.device(), Need::kOptional),
                                  connection.ringing()});
  }
  return mapped;
}

exchange::SnapshotWaiting SnapshotWaitingOf(const v1::SnapshotWaiting& waiting, Fields& fields) {
  return {fields.Id("queue", waiting.queue(), Need::kRequired),
          fields.Id("call", waiting.call(), Need::kRequired),
          fields.Id("leg", waiting.leg(), Need::kRequired),
          std::max(FromProto(waiting.waited_duration()), Duration{0})};
}

exchange::TelephonyEventBody Map(const v1::SwitchSnapshotEvent& e, Fields& fields) {
  exchange::SwitchSnapshot mapped;
  const auto check = [&fields](const char* list, int size) {
    if (size > kSnapshotItemsMax) fields.Refuse(list, "must have at most 50,000 entries");
  };
  check("calls", e.calls_size());
  check("waiting", e.waiting_size());
  check("members", e.members_size());
  check("queues", e.queues_size());
  if (!fields.ok()) return mapped;
  for (int i = 0; i < e.calls_size(); ++i) {
    const Fields::Part part(fields, "calls", i);
    mapped.calls.push_back(SnapshotCallOf(e.calls(i), fields));
  }
  for (int i = 0; i < e.waiting_size(); ++i) {
    const Fields::Part part(fields, "waiting", i);
    mapped.waiting.push_back(SnapshotWaitingOf(e.waiting(i), fields));
  }
  for (int i = 0; i < e.members_size(); ++i) {
    const Fields::Part part(fields, "members", i);
    mapped.members.push_back(MemberOf(e.members(i), fields));
  }
  for (const std::string& queue : e.queues()) {
    mapped.queues.push_back(fields.Id("queues", queue, Need::kRequired));
  }
  return mapped;
}

exchange::TelephonyEventBody BodyOf(const v1::CallEvent& event, Fields& fields) {
  switch (event.event_case()) {
    case v1::CallEvent::kOriginated:
      return Map(event.originated(), fields);
    case v1::CallEvent::kCallInformation:
      return Map(event.call_information(), fields);
    case v1::CallEvent::kQueued:
      return Map(event.queued(), fields);
    case v1::CallEvent::kDequeued:
      return Map(event.dequeued(), fields);
    case v1::CallEvent::kQueueRefused:
      return Map(event.queue_refused(), fields);
    case v1::CallEvent::kDelivered:
      return Map(event.delivered(), fields);
    case v1::CallEvent::kEstablished:
      return Map(event.established(), fields);
    case v1::CallEvent::kRingEnded:
      return Map(event.ring_ended(), fields);
    case v1::CallEvent::kLegCompleted:
      return Map(event.leg_completed(), fields);
    case v1::CallEvent::kHeld:
      return Map(event.held(), fields);
    case v1::CallEvent::kRetrieved:
      return Map(event.retrieved(), fields);
    case v1::CallEvent::kParked:
      return Map(event.parked(), fields);
    case v1::CallEvent::kUnparked:
      return Map(event.unparked(), fields);
    case v1::CallEvent::kTransferred:
      return Map(event.transferred(), fields);
    case v1::CallEvent::kConferenced:
      return Map(event.conferenced(), fields);
    case v1::CallEvent::kLegMoved:
      return Map(event.leg_moved(), fields);
    case v1::CallEvent::kConnectionCleared:
      return Map(event.connection_cleared(), fields);
    case v1::CallEvent::kCallCleared:
      return Map(event.call_cleared(), fields);
    case v1::CallEvent::kMemberAdded:
      return Map(event.member_added(), fields);
    case v1::CallEvent::kMemberRemoved:
      return Map(event.member_removed(), fields);
    case v1::CallEvent::kMemberPaused:
      return Map(event.member_paused(), fields);
    case v1::CallEvent::kQueueParameters:
      return Map(event.queue_parameters(), fields);
    case v1::CallEvent::kLinkUp:
      return Map(event.link_up(), fields);
    case v1::CallEvent::kLinkDown:
      return Map(event.link_down(), fields);
    case v1::CallEvent::kSwitchSnapshot:
      return Map(event.switch_snapshot(), fields);
    case v1::CallEvent::EVENT_NOT_SET:
      break;
  }
  return exchange::LinkDown{};
}

// The name of the field that says what happened, which is set.
const char* BodyNameOf(const v1::CallEvent& event) {
  static const auto* const choice = v1::CallEvent::descriptor()->FindOneofByName("event");
  return v1::CallEvent::GetReflection()->GetOneofFieldDescriptor(event, choice)->name().c_str();
}

}  // namespace

Result<exchange::TelephonyEvent> FromProto(const v1::CallEvent& event) {
  Fields fields;
  exchange::TelephonyEvent mapped;
  mapped.id = event.source_event_id();
  if (mapped.id.size() > kSourceEventIdBytesMax || HasControl(mapped.id)) {
    fields.Refuse("source_event_id", "must have at most 128 characters, none of control");
  }
  if (event.has_event_time()) mapped.time = FromProto(event.event_time());
  if (event.event_case() == v1::CallEvent::EVENT_NOT_SET) {
    fields.Refuse("", "must say what happened");
  } else {
    const Fields::Part part(fields, BodyNameOf(event));
    mapped.body = BodyOf(event, fields);
  }
  if (!fields.ok()) return Fail(fields.ok());
  return mapped;
}

}  // namespace jackfield::grpc_api
