#include "server/grpc_api/event_mapping.h"

#include <algorithm>
#include <string>
#include <utility>

#include "jackfield/v1/call_event.pb.h"

#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

using exchange::PersonalText;

constexpr int kSnapshotItemsMax = 50'000;
constexpr int kSnapshotConnectionsMax = 32;
constexpr Duration kThresholdMax{3'600'000};
constexpr std::size_t kAttachedNameBytesMax = 64;
constexpr std::size_t kAttachedValueBytesMax = 1'024;  // 256 characters.
constexpr std::size_t kShortTextBytesMax = 256;        // 64 characters.

enum class Need { kRequired, kOptional };

bool HasControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

// Gathers the first field that breaks a rule, so that each event is read straight through.
//
// Thread safety: none; one per event.
class Fields {
 public:
  // An identifier of the source.
  std::string Id(const char* field, const std::string& value, Need need) {
    if (need == Need::kRequired && value.empty()) Refuse(field, "must be set");
    if (value.size() > kEventIdBytesMax) Refuse(field, "must have at most 256 characters");
    if (HasControl(value)) Refuse(field, "must have no control characters");
    return value;
  }

  PersonalText Text(const char* field, const std::string& value, std::size_t bytes_max) {
    if (value.size() > bytes_max) {
      Refuse(field, "must have at most " + std::to_string(bytes_max) + " bytes");
    }
    return PersonalText(value);
  }

  void Refuse(const char* field, std::string rule) {
    if (ok_) ok_ = FailField("EVENT_INVALID", field, std::move(rule));
  }

  const Status& ok() const { return ok_; }

 private:
  Status ok_;
};

exchange::Caller CallerOf(const v1::EventCaller& caller, Fields& fields) {
  exchange::Caller mapped;
  mapped.number = fields.Text("caller.number", caller.number(), kNumberBytesMax);
  mapped.name = fields.Text("caller.name", caller.name(), kCallerNameBytesMax);
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
  mapped.call = fields.Id("originated.call", e.call(), Need::kRequired);
  mapped.direction = DirectionOf(e.direction());
  if (e.has_caller()) mapped.caller = CallerOf(e.caller(), fields);
  mapped.dialled = fields.Text("originated.dialled", e.dialled(), kNumberBytesMax);
  mapped.connection = fields.Id("originated.connection", e.connection(), Need::kOptional);
  mapped.device = fields.Id("originated.device", e.device(), Need::kOptional);
  return mapped;
}

exchange::TelephonyEventBody Map(const v1::CallInformationEvent& e, Fields& fields) {
  exchange::CallInformation mapped;
  mapped.call = fields.Id("call_information.call", e.call(), Need::kRequired);
  if (e.has_caller()) mapped.caller = CallerOf(e.caller(), fields);
  mapped.dialled = fields.Text("call_information.dialled", e.dialled(), kNumberBytesMax);
  if (e.attached_size() > kAttachedPerEventMax) {
    fields.Refuse("call_information.attached", "must have at most 16 values");
    return mapped;
  }
  for (const v1::AttachedValue& value : e.attached()) {
    if (value.name().empty() || value.name().size() > kAttachedNameBytesMax) {
      fields.Refuse("call_information.attached.name", "must have 1 to 64 characters");
    }
    mapped.attached.push_back({value.name(), fields.Text("call_information.attached.value",
                                                         value.value(), kAttachedValueBytesMax)});
  }
  return mapped;
}

exchange::TelephonyEventBody Map(const v1::QueuedEvent& e, Fields& fields) {
  return exchange::Queued{fields.Id("queued.call", e.call(), Need::kRequired),
                          fields.Id("queued.leg", e.leg(), Need::kRequired),
                          fields.Id("queued.queue", e.queue(), Need::kRequired)};
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
  return exchange::Dequeued{fields.Id("dequeued.call", e.call(), Need::kRequired),
                            fields.Id("dequeued.leg", e.leg(), Need::kRequired),
                            fields.Id("dequeued.queue", e.queue(), Need::kRequired),
                            CauseOf(e.cause())};
}

exchange::TelephonyEventBody Map(const v1::QueueRefusedEvent& e, Fields& fields) {
  if (e.cause() != v1::QueueRefusedEvent::CAUSE_FULL &&
      e.cause() != v1::QueueRefusedEvent::CAUSE_EMPTY) {
    fields.Refuse("queue_refused.cause", "must be CAUSE_FULL or CAUSE_EMPTY");
  }
  return exchange::QueueRefused{fields.Id("queue_refused.call", e.call(), Need::kRequired),
                                fields.Id("queue_refused.queue", e.queue(), Need::kRequired),
                                e.cause() == v1::QueueRefusedEvent::CAUSE_EMPTY
                                    ? exchange::RefusalCause::kEmpty
                                    : exchange::RefusalCause::kFull};
}

exchange::TelephonyEventBody Map(const v1::DeliveredEvent& e, Fields& fields) {
  if (!e.queue().empty() && e.leg().empty()) {
    fields.Refuse("delivered.leg", "must be set where queue is");
  }
  return exchange::Delivered{fields.Id("delivered.call", e.call(), Need::kRequired),
                             fields.Id("delivered.connection", e.connection(), Need::kRequired),
                             fields.Id("delivered.device", e.device(), Need::kRequired),
                             fields.Id("delivered.queue", e.queue(), Need::kOptional),
                             fields.Id("delivered.leg", e.leg(), Need::kOptional)};
}

exchange::TelephonyEventBody Map(const v1::EstablishedEvent& e, Fields& fields) {
  if (!e.queue().empty() && e.leg().empty()) {
    fields.Refuse("established.leg", "must be set where queue is");
  }
  return exchange::Established{fields.Id("established.call", e.call(), Need::kRequired),
                               fields.Id("established.connection", e.connection(), Need::kRequired),
                               fields.Id("established.device", e.device(), Need::kOptional),
                               fields.Id("established.queue", e.queue(), Need::kOptional),
                               fields.Id("established.leg", e.leg(), Need::kOptional)};
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
  return exchange::RingEnded{fields.Id("ring_ended.call", e.call(), Need::kRequired),
                             fields.Id("ring_ended.connection", e.connection(), Need::kRequired),
                             CauseOf(e.cause())};
}

exchange::TelephonyEventBody Map(const v1::LegCompletedEvent& e, Fields& fields) {
  const bool lost = e.call().empty() || e.leg().empty();
  return exchange::LegCompleted{
      fields.Id("leg_completed.call", e.call(), Need::kOptional),
      fields.Id("leg_completed.leg", e.leg(), Need::kOptional),
      fields.Id("leg_completed.queue", e.queue(), Need::kRequired),
      fields.Id("leg_completed.device", e.device(), lost ? Need::kRequired : Need::kOptional),
      e.by_transfer()};
}

exchange::TelephonyEventBody Map(const v1::HeldEvent& e, Fields& fields) {
  return exchange::Held{fields.Id("held.call", e.call(), Need::kRequired),
                        fields.Id("held.connection", e.connection(), Need::kRequired)};
}

exchange::TelephonyEventBody Map(const v1::RetrievedEvent& e, Fields& fields) {
  return exchange::Retrieved{fields.Id("retrieved.call", e.call(), Need::kRequired),
                             fields.Id("retrieved.connection", e.connection(), Need::kRequired)};
}

exchange::TelephonyEventBody Map(const v1::ParkedEvent& e, Fields& fields) {
  return exchange::Parked{fields.Id("parked.call", e.call(), Need::kRequired),
                          fields.Id("parked.place", e.place(), Need::kOptional)};
}

exchange::TelephonyEventBody Map(const v1::UnparkedEvent& e, Fields& fields) {
  return exchange::Unparked{fields.Id("unparked.call", e.call(), Need::kRequired)};
}

exchange::TelephonyEventBody Map(const v1::TransferredEvent& e, Fields& fields) {
  const bool consultation = !e.consultation().empty();
  if (e.kind() == v1::TransferredEvent::KIND_CONSULTATION && !consultation) {
    fields.Refuse("transferred.consultation", "must be set for KIND_CONSULTATION");
  }
  if (e.kind() == v1::TransferredEvent::KIND_BLIND && consultation) {
    fields.Refuse("transferred.consultation", "must be empty for KIND_BLIND");
  }
  exchange::Transferred mapped;
  mapped.call = fields.Id("transferred.call", e.call(), Need::kRequired);
  mapped.kind =
      consultation ? exchange::TransferKind::kConsultation : exchange::TransferKind::kBlind;
  mapped.by_connection = fields.Id("transferred.by_connection", e.by_connection(), Need::kOptional);
  mapped.consultation = fields.Id("transferred.consultation", e.consultation(), Need::kOptional);
  mapped.target = fields.Text("transferred.target", e.target(), kNumberBytesMax);
  return mapped;
}

exchange::TelephonyEventBody Map(const v1::ConferencedEvent& e, Fields& fields) {
  return exchange::Conferenced{fields.Id("conferenced.call", e.call(), Need::kRequired),
                               fields.Id("conferenced.other", e.other(), Need::kRequired)};
}

exchange::TelephonyEventBody Map(const v1::LegMovedEvent& e, Fields& fields) {
  return exchange::LegMoved{fields.Id("leg_moved.call", e.call(), Need::kRequired),
                            fields.Id("leg_moved.leg", e.leg(), Need::kRequired),
                            fields.Id("leg_moved.queue", e.queue(), Need::kRequired),
                            fields.Id("leg_moved.to_call", e.to_call(), Need::kRequired),
                            fields.Id("leg_moved.to_leg", e.to_leg(), Need::kRequired)};
}

exchange::TelephonyEventBody Map(const v1::ConnectionClearedEvent& e, Fields& fields) {
  return exchange::ConnectionCleared{
      fields.Id("connection_cleared.call", e.call(), Need::kRequired),
      fields.Id("connection_cleared.connection", e.connection(), Need::kRequired)};
}

exchange::TelephonyEventBody Map(const v1::CallClearedEvent& e, Fields& fields) {
  return exchange::CallCleared{fields.Id("call_cleared.call", e.call(), Need::kRequired)};
}

exchange::MemberAdded MemberOf(const v1::MemberAddedEvent& e, Fields& fields) {
  return {fields.Id("member_added.queue", e.queue(), Need::kRequired),
          fields.Id("member_added.device", e.device(), Need::kRequired), e.paused(),
          fields.Text("member_added.pause_reason", e.pause_reason(), kShortTextBytesMax)};
}

exchange::TelephonyEventBody Map(const v1::MemberAddedEvent& e, Fields& fields) {
  return MemberOf(e, fields);
}

exchange::TelephonyEventBody Map(const v1::MemberRemovedEvent& e, Fields& fields) {
  return exchange::MemberRemoved{fields.Id("member_removed.queue", e.queue(), Need::kRequired),
                                 fields.Id("member_removed.device", e.device(), Need::kRequired)};
}

exchange::TelephonyEventBody Map(const v1::MemberPausedEvent& e, Fields& fields) {
  return exchange::MemberPaused{
      fields.Id("member_paused.queue", e.queue(), Need::kRequired),
      fields.Id("member_paused.device", e.device(), Need::kRequired), e.paused(),
      fields.Text("member_paused.reason", e.reason(), kShortTextBytesMax)};
}

exchange::TelephonyEventBody Map(const v1::QueueParametersEvent& e, Fields& fields) {
  const Duration threshold = FromProto(e.service_level_threshold());
  if (threshold <= Duration{0} || threshold > kThresholdMax) {
    fields.Refuse("queue_parameters.service_level_threshold", "must be over 0, at most 1 h");
  }
  return exchange::QueueParameters{fields.Id("queue_parameters.queue", e.queue(), Need::kRequired),
                                   threshold};
}

exchange::TelephonyEventBody Map(const v1::LinkUpEvent& e, Fields& fields) {
  return exchange::LinkUp{fields.Id("link_up.epoch", e.epoch(), Need::kOptional)};
}

exchange::TelephonyEventBody Map(const v1::LinkDownEvent&, Fields&) { return exchange::LinkDown{}; }

exchange::SnapshotCall SnapshotCallOf(const v1::SnapshotCall& call, Fields& fields) {
  exchange::SnapshotCall mapped;
  mapped.call = fields.Id("switch_snapshot.calls.call", call.call(), Need::kRequired);
  if (call.has_caller()) mapped.caller = CallerOf(call.caller(), fields);
  mapped.dialled = fields.Text("switch_snapshot.calls.dialled", call.dialled(), kNumberBytesMax);
  if (call.connections_size() > kSnapshotConnectionsMax) {
    fields.Refuse("switch_snapshot.calls.connections", "must have at most 32 connections");
    return mapped;
  }
  for (const v1::SnapshotConnection& connection : call.connections()) {
    mapped.connections.push_back({fields.Id("switch_snapshot.calls.connections.connection",
                                            connection.connection(), Need::kRequired),
                                  fields.Id("switch_snapshot.calls.connections.device",
                                            connection.device(), Need::kOptional),
                                  connection.ringing()});
  }
  return mapped;
}

exchange::TelephonyEventBody Map(const v1::SwitchSnapshotEvent& e, Fields& fields) {
  exchange::SwitchSnapshot mapped;
  if (std::max({e.calls_size(), e.waiting_size(), e.members_size(), e.queues_size()}) >
      kSnapshotItemsMax) {
    fields.Refuse("switch_snapshot", "must have at most 50,000 entries of a kind");
    return mapped;
  }
  for (const v1::SnapshotCall& call : e.calls()) {
    mapped.calls.push_back(SnapshotCallOf(call, fields));
  }
  for (const v1::SnapshotWaiting& waiting : e.waiting()) {
    mapped.waiting.push_back(
        {fields.Id("switch_snapshot.waiting.queue", waiting.queue(), Need::kRequired),
         fields.Id("switch_snapshot.waiting.call", waiting.call(), Need::kRequired),
         fields.Id("switch_snapshot.waiting.leg", waiting.leg(), Need::kRequired),
         std::max(FromProto(waiting.waited_duration()), Duration{0})});
  }
  for (const v1::MemberAddedEvent& member : e.members()) {
    mapped.members.push_back(MemberOf(member, fields));
  }
  for (const std::string& queue : e.queues()) {
    mapped.queues.push_back(fields.Id("switch_snapshot.queues", queue, Need::kRequired));
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
  fields.Refuse("event", "must say what happened");
  return exchange::LinkDown{};
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
  mapped.body = BodyOf(event, fields);
  if (!fields.ok()) return Fail(fields.ok());
  return mapped;
}

}  // namespace jackfield::grpc_api
