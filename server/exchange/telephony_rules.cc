#include "server/exchange/telephony_rules.h"

#include <algorithm>
#include <variant>

#include "server/exchange/agent_rules.h"
#include "server/exchange/call_rules.h"
#include "server/exchange/callbacks/callback_calls.h"
#include "server/exchange/caller_rules.h"
#include "server/exchange/commands/command_rules.h"
#include "server/exchange/commands/member_rules.h"
#include "server/exchange/device.h"
#include "server/exchange/leg_rules.h"
#include "server/exchange/offer_rules.h"
#include "server/exchange/routing/call_work_rules.h"

namespace jackfield::exchange {
namespace {

// A ring at a device that is nobody's: counted and listed, so that an operator can map it.
void NoteUnmapped(Step& step, const std::string& device) {
  step.Note(Noted::Kind::kUnmappedDevice, device);
  auto& unmapped = step.source->unmapped_devices;
  if (!unmapped.contains(device) && unmapped.size() >= kUnmappedDevicesMax) return;
  ++unmapped[device];
  step.source->unmapped_rang[device] = step.now.wall;
  step.Tell(SourceChanged{step.source->id});
}

void Attach(Step& step, Call& call, const AttachedValue& value) {
  const auto known =
      std::find_if(call.attached.begin(), call.attached.end(),
                   [&](const AttachedValue& each) { return each.name == value.name; });
  if (known != call.attached.end()) {
    known->value = value.value;
  } else if (call.attached.size() < kAttachedPerCallMax) {
    call.attached.push_back(value);
  } else {
    step.Note(Noted::Kind::kLimit, "attached values of a call");
  }
}

void RecordTransfer(Step& step, Call& call, const Transferred& event) {
  AgentId by;
  const auto transferring = call.connections.find(event.by_connection);
  if (transferring != call.connections.end()) by = transferring->second.agent;
  if (call.transfers.size() < kTransfersPerCallMax) {
    call.transfers.push_back({event.kind, by, event.target, step.now});
  }
  for (Leg& leg : call.legs) {
    if (leg.agent_connection == event.by_connection) MarkTransferred(step, leg);
  }
  step.Tell(CallChanged{call.id});
}

// The answered leg that a LegCompleted means: of several, that of the named device, then the
// newest.
std::pair<Call*, Leg*> FindAnsweredLeg(Step& step, const LegCompleted& event, QueueId queue) {
  const std::string device = NormaliseDevice(event.device);
  std::pair<Call*, Leg*> found{nullptr, nullptr};
  bool found_named = false;
  const auto consider = [&](Call& call) {
    for (Leg& leg : call.legs) {
      if (leg.state != LegState::kAnswered || !leg.IsIn(queue)) continue;
      const Connection* agent = FindConnection(step, call, leg.agent_connection);
      const bool named = agent != nullptr && agent->device == device;
      const bool means =
          event.leg.empty() ? named && !leg.completed_by_source : leg.connection == event.leg;
      const bool newer = found.second == nullptr || found.second->left.at <= leg.left.at;
      if (!means || named < found_named || (named == found_named && !newer)) continue;
      found = {&call, &leg};
      found_named = named;
    }
  };
  if (!event.call.empty()) {
    const auto known = step.source->calls.find(event.call);
    if (known != step.source->calls.end()) consider(step.state.calls.at(known->second));
    return found;
  }
  for (const auto& [id, call] : step.source->calls) consider(step.state.calls.at(call));
  return found;
}

struct Rules {
  Step& step;

  void operator()(const Originated& event) const {
    Call* call = LiveOrNewCall(step, event.call, Origin::kSeen);
    if (call == nullptr) return;
    if (event.direction != Direction::kUnknown) call->direction = event.direction;
    if (!event.dialled.empty()) call->dialled = event.dialled;
    LearnCaller(step, *call, event.caller);
    OnDialled(step, *call);
    if (event.connection.empty()) return;
    if (call->caller_connection.empty()) call->caller_connection = event.connection;
    const std::string device = NormaliseDevice(event.device);
    const bool is_new = !call->connections.contains(event.connection);
    Connection* connection = TouchConnection(step, *call, event.connection, device);
    if (connection == nullptr || !is_new) return;
    SetConnectionState(step, *call, event.connection, ConnectionState::kConnected);
  }
  void operator()(const CallInformation& event) const {
    Call* call = LiveCall(step, event.call);
    if (call == nullptr) return;
    if (!event.dialled.empty()) call->dialled = event.dialled;
    if (!event.dialled.empty()) OnDialled(step, *call);
    for (const AttachedValue& value : event.attached) Attach(step, *call, value);
    if (event.caller) LearnCaller(step, *call, *event.caller);
    if (event.attached_customer) {
      IdentifyByValue(step, *call, event.attached_customer, event.attached_standing);
    }
    if (event.attached.empty() && event.dialled.empty()) return;
    step.Tell(CallChanged{call->id});
    for (const Offer& offer : call->offers) {
      if (offer.state != OfferState::kRinging) continue;
      step.Tell(OfferUpdated{offer.agent, call->id, offer.id});
    }
  }
  void operator()(const Queued& event) const {
    Queue* queue = QueueOf(step, event.queue);
    Call* call = LiveOrNewCall(step, event.call, Origin::kSnapshot);
    if (call == nullptr || queue == nullptr) return;
    EnterQueue(step, *call, event.leg, *queue, step.now);
    SetWaiting(*call, event.leg);
  }
  void operator()(const Dequeued& event) const {
    Call* call = LiveCall(step, event.call);
    Queue* queue = QueueOf(step, event.queue);
    if (call == nullptr || queue == nullptr) return;
    Leg* leg = WaitingLeg(*call, queue->id, event.leg);
    if (leg == nullptr) return RefineLeave(step, *call, queue->id, event.leg, event.cause);
    if (event.cause == DequeueCause::kUnseen) return LoseLeg(step, *call, *leg);
    if (IsOpenCause(event.cause) && IsBeingRouted(step.state, *call, *leg))
      return step.Ignore(IgnoreCause::kLegIsRouted);  // W10.
    LeaveQueue(step, *call, *leg, event.cause);
  }
  void operator()(const QueueRefused& event) const {
    Queue* queue = QueueOf(step, event.queue);
    Call* call = LiveOrNewCall(step, event.call, Origin::kUnknown);
    if (call != nullptr && queue != nullptr) RefuseCaller(step, *call, *queue, event.cause);
  }
  void operator()(const Delivered& event) const {
    Call* call = LiveOrNewCall(step, event.call, Origin::kUnknown);
    if (call == nullptr) return;
    Queue* named = event.queue.empty() ? nullptr : QueueOf(step, event.queue);
    const std::string device = NormaliseDevice(event.device);
    const bool is_new = !call->connections.contains(event.connection);
    const Connection* connection = TouchConnection(step, *call, event.connection, device);
    if (connection == nullptr || !is_new) return step.Ignore(IgnoreCause::kRangAlready);
    Queue* queue = named != nullptr ? &QueueNow(step, *call, *named)
                                    : DirectedBy(step, *call, event.connection);
    SetConnectionState(step, *call, event.connection, ConnectionState::kAlerting);
    if (!connection->agent) return NoteUnmapped(step, device);
    OpenOffer(step, *call, event.connection, step.state.agents.at(connection->agent), queue);
  }
  void operator()(const Established& event) const {
    Call* call = LiveOrNewCall(step, event.call, Origin::kUnknown);
    if (call == nullptr) return;
    Queue* queue = event.queue.empty() ? nullptr : QueueOf(step, event.queue);
    if (queue != nullptr) queue = &QueueNow(step, *call, *queue);
    Connection* connection =
        TouchConnection(step, *call, event.connection, NormaliseDevice(event.device));
    if (connection == nullptr) return;
    if (connection->state == ConnectionState::kNull &&
        !TakeBackExpiry(step, *call, event.connection))
      return step.Ignore(IgnoreCause::kConnectionOver);  // C3.
    const AgentId agent = connection->agent;
    if (queue == nullptr) queue = DirectedBy(step, *call, event.connection);
    const bool rings = connection->state == ConnectionState::kAlerting ||
                       connection->state == ConnectionState::kInitiated;
    if (rings) SetConnectionState(step, *call, event.connection, ConnectionState::kConnected);
    AnswerOffers(step, *call, event.connection, agent, queue != nullptr ? queue->id : QueueId{});
    if (queue == nullptr) return;
    Leg* leg = WaitingLeg(*call, queue->id, event.leg);
    if (leg == nullptr) leg = WaitingLeg(*call, queue->id, {});
    if (leg == nullptr) return step.Ignore(IgnoreCause::kLegNotWaiting);
    AnswerLeg(step, *call, *leg, agent, event.connection);
  }
  void operator()(const RingEnded& event) const {
    Call* call = LiveCall(step, event.call);
    if (call != nullptr) EndRing(step, *call, event.connection, event.cause);
  }
  void operator()(const LegCompleted& event) const {
    Queue* queue = QueueOf(step, event.queue);
    if (queue == nullptr) return;
    const auto [call, leg] = FindAnsweredLeg(step, event, queue->id);
    if (leg == nullptr) return step.Ignore(IgnoreCause::kNoAnsweredLeg);
    CompleteLeg(step, *call, *leg, /*by_source=*/true);
    if (event.by_transfer) MarkTransferred(step, *leg);
  }
  void operator()(const Held& event) const { Hold(event.call, event.connection, true); }
  void operator()(const Retrieved& event) const { Hold(event.call, event.connection, false); }
  void operator()(const Parked& event) const {
    Call* call = LiveCall(step, event.call);
    if (call == nullptr) return;
    call->parked_at = event.place.empty() ? "?" : event.place;
    step.Tell(CallChanged{call->id});
  }
  void operator()(const Unparked& event) const {
    Call* call = LiveCall(step, event.call);
    if (call == nullptr) return;
    call->parked_at.clear();
    step.Tell(CallChanged{call->id});
  }
  void operator()(const Transferred& event) const {
    Call* call = LiveCall(step, event.call);
    if (call == nullptr) return;
    RecordTransfer(step, *call, event);
    if (event.kind == TransferKind::kConsultation) Merge(*call, event.consultation);
  }
  void operator()(const Conferenced& event) const {
    Call* call = LiveCall(step, event.call);
    if (call != nullptr) Merge(*call, event.other);
  }
  void operator()(const LegMoved& event) const {
    Call* from = LiveCall(step, event.call);
    const Queue* queue = QueueOf(step, event.queue);
    if (from == nullptr || queue == nullptr) return;
    Leg* leg = WaitingLeg(*from, queue->id, event.leg);
    if (leg == nullptr) return step.Ignore(IgnoreCause::kLegNotWaiting);
    Call* to = LiveOrNewCall(step, event.to_call, Origin::kUnknown);
    if (to == nullptr) return;
    MoveLeg(step, *from, *leg, *to, event.to_leg);
    SetWaiting(*to, event.to_leg);
  }
  void operator()(const ConnectionCleared& event) const {
    Call* call = LiveCall(step, event.call);
    if (call == nullptr) return;
    ClearConnection(step, *call, event.connection);
    EndIfDeserted(step, *call);
  }
  void operator()(const CallCleared& event) const {
    ConfirmEnd(step, event.call);
    Call* call = LiveCall(step, event.call);
    // A call that was merged is over; the one that it became part of goes on (C1).
    if (call != nullptr && call->switch_id != event.call)
      return step.Ignore(IgnoreCause::kCallMerged);
    if (call != nullptr) EndCall(step, *call, CallEnd::kCleared);
  }
  void operator()(const MemberAdded& event) const { AddMember(step, event); }
  void operator()(const MemberRemoved& event) const { RemoveMember(step, event); }
  void operator()(const MemberPaused& event) const { PauseMember(step, event); }
  void operator()(const QueueParameters& event) const {
    Queue* queue = QueueOf(step, event.queue);
    if (queue == nullptr || queue->reported_threshold == event.service_level_threshold) return;
    queue->reported_threshold = event.service_level_threshold;
    step.Tell(QueueChanged{queue->id});
  }
  void operator()(const LinkUp& event) const {
    Source& source = *step.source;
    if (!event.epoch.empty() && event.epoch != source.epoch) {
      LoseCallsOfSource(step);  // Also of the first epoch, which had no name: they would be ghosts.
      source.epoch = event.epoch;
      source.calls.clear();
      source.tombstones.clear();
      source.tombstone_next = 0;
    }
    if (event.capabilities && source.capabilities != *event.capabilities) {
      source.capabilities = *event.capabilities;
      step.Tell(SourceChanged{source.id});
      TellMembersLeft(step);
    }
    if (!source.linked) AwaitMembers(step);
    SetLinked(true);
    FollowRoutability(step);
  }
  void operator()(const LinkDown& event) const {
    if (event.said_all) return ForgetLink();  // T2.
    SetLinked(false);
  }
  void operator()(const SwitchSnapshot& event) const { Reconcile(step, event); }
  void operator()(const CommandResult& event) const { TakeCommandResult(step, event); }

  // T1: `body` came.
  void MendLink(const TelephonyEventBody& body) const {
    const bool tells_itself =
        std::holds_alternative<LinkUp>(body) || std::holds_alternative<LinkDown>(body);
    const bool heard = !std::holds_alternative<CommandResult>(body);
    if (heard && !tells_itself && step.source->link_lost()) ForgetLink();
  }

 private:
  void SetLinked(bool linked) const {
    if (step.source->linked == linked) return;
    step.source->linked = linked;
    step.source->since = step.now;
    step.Tell(SourceChanged{step.source->id});
    if (!linked) FollowRoutability(step);
  }
  // There is neither a link nor the loss of one, as with a source that publishes single events.
  void ForgetLink() const {
    step.source->linked = false;
    step.source->since = {};
    step.Tell(SourceChanged{step.source->id});
    FollowRoutability(step);
  }
  void Hold(const std::string& switch_id, const std::string& id, bool on) const {
    Call* call = LiveOrNewCall(step, switch_id, Origin::kUnknown);
    if (call == nullptr) return;
    const auto connection = call->connections.find(id);
    if (connection == call->connections.end()) return step.Ignore(IgnoreCause::kConnectionUnknown);
    const ConnectionState from = on ? ConnectionState::kConnected : ConnectionState::kHold;
    if (connection->second.state != from) return step.Ignore(IgnoreCause::kConnectionElsewhere);
    SetConnectionState(step, *call, id, on ? ConnectionState::kHold : ConnectionState::kConnected);
  }
  void Merge(Call& into, const std::string& other) const {
    if (other.empty()) return;
    Call* from = LiveCall(step, other);
    if (from != nullptr) MergeCalls(step, into, *from);
  }
  void SetWaiting(Call& call, const std::string& leg) const {
    Connection* connection = TouchConnection(step, call, leg, {});
    if (connection == nullptr || connection->state == ConnectionState::kNull) return;
    if (call.caller_connection.empty()) call.caller_connection = leg;
    SetConnectionState(step, call, leg, ConnectionState::kQueued);
  }
};

}  // namespace

void ApplyTelephony(Step& step, const TelephonyEventBody& body) {
  const Rules rules{step};
  rules.MendLink(body);
  std::visit(rules, body);
}

}  // namespace jackfield::exchange
