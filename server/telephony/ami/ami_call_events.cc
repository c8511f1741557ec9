#include "server/telephony/ami/ami_call_events.h"

#include <algorithm>
#include <utility>

#include "server/telephony/ami/ami_values.h"

namespace jackfield::ami {
namespace {

using exchange::DequeueCause;
using exchange::Direction;
using exchange::RingEnd;

// A queue tells why a caller left before the caller's channel can end by itself.
constexpr Duration kGoneWithQueue{1'000};

Direction DirectionFromInside(std::string_view dialled) {
  return IsExtension(dialled) ? Direction::kInternal : Direction::kOutbound;
}

std::string TransferTargetOf(const AmiMessage& message, std::string_view key) {
  const std::string_view exten = message.Get(key);
  return exten == "s" ? std::string() : CleanText(exten);
}

}  // namespace

void AmiCallEvents::Newchannel(const AmiMessage& message) {
  AmiChannel* channel = model_.ChannelOf(message);
  if (channel == nullptr) return;
  AmiCall* call = model_.calls().FindCall(channel->call);
  if (call == nullptr || channel->uniqueid != channel->linkedid || !call->origin.empty()) return;
  SetOrigin(*call, *channel, message);
}

void AmiCallEvents::SetOrigin(AmiCall& call, const AmiChannel& channel, const AmiMessage& message) {
  const std::string_view number = message.Get("CallerIDNum");
  call.origin = channel.uniqueid;
  call.begun = TimestampOf(message);
  call.dialled = DialledOf(message.Get("Exten"));
  const bool inside = model_.IsMember(channel.device) || IsExtension(number);
  call.direction = inside ? DirectionFromInside(call.dialled) : Direction::kInbound;
  TakeCaller(call, CallerOf(number, message.Get("CallerIDName"), ""));
  if (inside) model_.Announce(call);  // An agent is busy at once; its own number is no secret.
}

void AmiCallEvents::TakeCaller(AmiCall& call, const exchange::Caller& caller) {
  using exchange::Presentation;
  if (caller == call.caller || call.caller.presentation == Presentation::kWithheld) return;
  if (caller.presentation == Presentation::kUnknown && caller.name.empty()) return;
  call.caller = caller;
  if (!call.told) return;
  exchange::CallInformation information;
  information.call = call.id;
  information.caller = caller;
  model_.Say(std::move(information));
}

void AmiCallEvents::NewCallerid(const AmiMessage& message) {
  const AmiChannel* channel = model_.ChannelOf(message);
  if (channel == nullptr) return;
  AmiCall* call = model_.calls().FindCall(channel->call);
  if (call == nullptr || call->direction != Direction::kInbound) return;
  const AmiChannel* origin = model_.calls().Find(call->origin);
  if (origin == nullptr) return;
  const bool first_half = channel->name.ends_with(";1");
  const bool caller_side = channel == origin
                               ? !first_half || !call->told
                               : !first_half && AreLocalHalves(channel->name, origin->name);
  const std::string_view number = message.Get("CallerIDNum");
  const exchange::Caller caller =
      CallerOf(number, message.Get("CallerIDName"), message.Get("CID-CallingPres"));
  const bool withheld_elsewhere = caller.presentation == exchange::Presentation::kWithheld &&
                                  number == call->caller.number.bytes;
  if (caller_side || withheld_elsewhere) TakeCaller(*call, caller);  // R2.
}

void AmiCallEvents::Newexten(const AmiMessage& message) {
  if (message.Get("Application") != "Queue") return;
  if (AmiChannel* channel = model_.ChannelOf(message)) {
    channel->queue_app = QueueOfAppData(message.Get("AppData"));
  }
}

void AmiCallEvents::Seen(const AmiMessage& message) { (void)model_.ChannelOf(message); }

void AmiCallEvents::HangupRequest(const AmiMessage& message) {
  if (AmiChannel* channel = model_.ChannelOf(message)) channel->hangup_requested = true;
}

void AmiCallEvents::DialBegin(const AmiMessage& message) {
  AmiChannel* channel = model_.ChannelOf(message, "Dest");
  if (channel == nullptr || channel->ring != AmiRing::kNone) return;
  AmiCall* call = model_.calls().FindCall(channel->call);
  // A channel that a program originates is dialled by nobody: its call began with it.
  if (call == nullptr || call->origin == channel->uniqueid) return;
  channel->ring = AmiRing::kRinging;
  channel->told = true;
  exchange::Delivered delivered{channel->call, channel->uniqueid, channel->device, "", ""};
  if (const AmiChannel* dialer = model_.ChannelOf(message)) {
    channel->dialer = dialer->uniqueid;
    if (const AmiLeg* leg = model_.legs().FindWaiting(dialer->uniqueid)) {
      delivered.queue = channel->queue = leg->queue;
      delivered.leg = channel->leg = dialer->uniqueid;
    }
    const std::string dialled = DialledOf(message.Get("Exten"));
    if (dialer->uniqueid == call->origin && call->dialled.empty() && !dialled.empty()) {
      call->dialled = dialled;
      exchange::CallInformation information;
      information.call = call->id;
      information.dialled = exchange::PersonalText(dialled);
      model_.SayOf(call->id, std::move(information));
    }
  }
  model_.SayOf(channel->call, std::move(delivered));
}

void AmiCallEvents::DialEnd(const AmiMessage& message) {
  AmiChannel* channel = model_.ChannelOf(message, "Dest");
  if (channel == nullptr) return;
  const std::string_view status = message.Get("DialStatus");
  if (status == "ANSWER") {
    // A waiting caller is dialled for by its queue only, so this holds for rings never seen too.
    const std::string_view dialer = message.Get("Uniqueid");
    AmiLeg* leg = model_.legs().FindWaiting(channel->leg.empty() ? dialer : channel->leg);
    if (leg != nullptr) return AmiQueueLegs::Change(*leg, AmiLegState::kAnswering, model_.now());
    if (channel->leg.empty()) Answered(*channel);
    return;
  }
  if (channel->ring == AmiRing::kRinging) EndRing(*channel, WhyRingEnded(*channel, status));
}

void AmiCallEvents::Answered(AmiChannel& channel) {
  if (channel.ring != AmiRing::kRinging) return;
  channel.ring = AmiRing::kAnswered;
  model_.SayOf(channel.call,
               exchange::Established{channel.call, channel.uniqueid, channel.device, "", ""});
}

RingEnd AmiCallEvents::WhyRingEnded(const AmiChannel& channel, std::string_view dial_status) const {
  const auto& channels = model_.calls().channels();
  const AmiChannel* dialer = model_.calls().Find(channel.dialer);
  if (!channel.leg.empty()) {
    const AmiLeg* leg = model_.legs().Find(channel.leg);
    const bool answered = std::any_of(channels.begin(), channels.end(), [&](const auto& other) {
      return other.second.leg == channel.leg && other.second.ring == AmiRing::kAnswered;
    });
    if (leg == nullptr || (dialer != nullptr && dialer->hangup_requested)) {
      return RingEnd::kCallerGone;
    }
    if (answered || leg->state == AmiLegState::kAnswering) return RingEnd::kAnsweredElsewhere;
    // AgentRingNoAnswer says whether it was the agent's own doing.
    return IsWaiting(*leg) ? RingEnd::kCancelled : RingEnd::kCallerGone;
  }
  if (dial_status != "CANCEL" && !dial_status.empty()) return RingEnd::kNoAnswer;
  const bool answered = std::any_of(channels.begin(), channels.end(), [&](const auto& other) {
    return other.second.dialer == channel.dialer && other.second.ring == AmiRing::kAnswered;
  });
  if (answered) return RingEnd::kAnsweredElsewhere;
  const bool caller_gone = dialer == nullptr || dialer->hangup_requested;
  return caller_gone ? RingEnd::kCallerGone : RingEnd::kCancelled;
}

void AmiCallEvents::EndRing(AmiChannel& channel, RingEnd cause) {
  channel.ring = cause == RingEnd::kNoAnswer ? AmiRing::kNoAnswer : AmiRing::kEnded;
  model_.SayOf(channel.call, exchange::RingEnded{channel.call, channel.uniqueid, cause});
}

void AmiCallEvents::Hangup(const AmiMessage& message) {
  model_.FlushMerges();
  const std::string_view uniqueid = message.Get("Uniqueid");
  if (model_.calls().Find(uniqueid) == nullptr) return model_.calls().Remove(uniqueid);
  AmiChannel* channel = model_.ChannelOf(message);
  if (channel->ring == AmiRing::kRinging) EndRing(*channel, WhyRingEnded(*channel, ""));
  EndLeg(*channel);
  EndConnection(*channel);
  const std::string call_id = channel->call;
  model_.calls().Remove(std::string(channel->uniqueid));
  const AmiCall* call = model_.calls().FindCall(call_id);
  if (call == nullptr || !call->live.empty()) return;
  // A call that began unseen may have channels that only the list will name.
  const bool known = model_.whole() || !call->origin.empty();
  if (known) model_.SayOf(call_id, exchange::CallCleared{call_id});  // R3.
  model_.calls().RemoveCall(call_id);
}

void AmiCallEvents::EndLeg(const AmiChannel& channel) {
  AmiQueueLegs& legs = model_.legs();
  const AmiLeg* leg = legs.Find(channel.uniqueid);
  if (leg == nullptr) return;
  const bool undecided = leg->state == AmiLegState::kUndecided;
  if (undecided || IsWaiting(*leg)) {
    const bool went_on = undecided && model_.now() - leg->changed > kGoneWithQueue;
    DequeueCause cause = model_.Doubtful(*leg) ? DequeueCause::kUnseen : DequeueCause::kAbandoned;
    // A caller who went on in the dialplan after the queue let go had waited for the full time, in
    // all likelihood; only QUEUESTATUS would tell, and this account may not see it.
    if (went_on) cause = dialplan_seen_ ? DequeueCause::kUnknown : DequeueCause::kTimedOut;
    model_.SayOf(channel.call,
                 exchange::Dequeued{channel.call, channel.uniqueid, leg->queue, cause});
  }
  legs.Remove(channel.uniqueid);
}

void AmiCallEvents::EndConnection(AmiChannel& channel) {
  // A Local half that is optimized away leaves its place, and its end, to the real channel.
  if (AmiChannel* heir = model_.calls().Find(channel.replaced_by)) {
    if (channel.told) heir->also_clears.push_back(channel.uniqueid);
    return;
  }
  if (AmiCall* call = model_.calls().FindCall(channel.call)) model_.Announce(*call);
  for (const std::string& connection : channel.also_clears) {
    model_.SayOf(channel.call, exchange::ConnectionCleared{channel.call, connection});
  }
  if (!channel.told) return;
  model_.SayOf(channel.call, exchange::ConnectionCleared{channel.call, channel.uniqueid});
}

void AmiCallEvents::Hold(const AmiMessage& message) {
  AmiChannel* channel = model_.ChannelOf(message);
  if (channel == nullptr || std::exchange(channel->held, true)) return;
  channel->told = true;
  model_.SayOf(channel->call, exchange::Held{channel->call, channel->uniqueid});
}

void AmiCallEvents::Unhold(const AmiMessage& message) {
  AmiChannel* channel = model_.ChannelOf(message);
  // Asterisk sends Unhold before a transfer although nothing was held.
  if (channel == nullptr || !std::exchange(channel->held, false)) return;
  model_.SayOf(channel->call, exchange::Retrieved{channel->call, channel->uniqueid});
}

void AmiCallEvents::BlindTransfer(const AmiMessage& message) {
  if (message.Has("Result") && message.Get("Result") != "Success") return;
  AmiChannel* by = model_.ChannelOf(message, "Transferer");
  const AmiChannel* transferee = model_.ChannelOf(message, "Transferee");
  if (by != nullptr && std::exchange(by->transferred, true)) return;
  const AmiChannel* known = transferee != nullptr ? transferee : by;
  if (known == nullptr) return;
  exchange::Transferred transfer;
  transfer.call = known->call;
  transfer.kind = exchange::TransferKind::kBlind;
  if (by != nullptr) transfer.by_connection = by->uniqueid;
  transfer.target = exchange::PersonalText(TransferTargetOf(message, "Extension"));
  model_.Transfer(transfer);
}

void AmiCallEvents::AttendedTransfer(const AmiMessage& message) {
  if (message.Has("Result") && message.Get("Result") != "Success") return;
  AmiChannel* by = model_.ChannelOf(message, "OrigTransferer");
  const AmiChannel* second = model_.ChannelOf(message, "SecondTransferer");
  const AmiChannel* transferee = model_.ChannelOf(message, "Transferee");
  if (by != nullptr && std::exchange(by->transferred, true)) return;
  const AmiChannel* goes_on = transferee != nullptr ? transferee : by;
  if (goes_on == nullptr) return;
  if (second != nullptr && message.Get("DestType") == "App") MoveLeg(*second, *goes_on);
  exchange::Transferred transfer;
  transfer.call = goes_on->call;
  transfer.kind = exchange::TransferKind::kConsultation;
  if (by != nullptr) transfer.by_connection = by->uniqueid;
  std::string target = DialledOf(message.Get("TransferTargetExten"));
  if (second != nullptr && second->call != goes_on->call) {
    transfer.consultation = second->call;
    const AmiCall* consultation = model_.calls().FindCall(second->call);
    if (consultation != nullptr && !consultation->dialled.empty()) target = consultation->dialled;
  }
  transfer.target = exchange::PersonalText(target);
  model_.Transfer(transfer);
}

void AmiCallEvents::MoveLeg(const AmiChannel& from, const AmiChannel& to) {
  const AmiLeg* leg = model_.legs().FindWaiting(from.uniqueid);
  if (leg == nullptr || from.uniqueid == to.uniqueid) return;
  model_.SayOf(from.call,
               exchange::LegMoved{from.call, from.uniqueid, leg->queue, to.call, to.uniqueid});
  model_.legs().Move(from.uniqueid, to.uniqueid);
  for (const auto& [uniqueid, channel] : model_.calls().channels()) {
    if (channel.leg == from.uniqueid) model_.calls().Find(uniqueid)->leg = to.uniqueid;
  }
}

void AmiCallEvents::ParkedCall(const AmiMessage& message) {
  const AmiChannel* parkee = model_.ChannelOf(message, "Parkee");
  if (parkee == nullptr) return;
  AmiCall* call = model_.calls().FindCall(parkee->call);
  const std::string place = IdentifierOf(message.Get("ParkingSpace"));
  if (call == nullptr || call->parked_at == place) return;
  call->parked_at = place;
  model_.SayOf(call->id, exchange::Parked{call->id, place});
}

void AmiCallEvents::ParkedCallOver(const AmiMessage& message) {
  const AmiChannel* parkee = model_.ChannelOf(message, "Parkee");
  if (parkee == nullptr) return;
  AmiCall* call = model_.calls().FindCall(parkee->call);
  if (call == nullptr) return;
  call->parked_at.clear();
  model_.SayOf(call->id, exchange::Unparked{call->id});
}

void AmiCallEvents::LocalOptimizationBegin(const AmiMessage& message) {
  const AmiChannel* source = model_.calls().Find(message.Get("SourceUniqueid"));
  AmiChannel* half = model_.calls().Find(message.Get("LocalOneUniqueid"));
  if (source != nullptr && half != nullptr) half->replaced_by = source->uniqueid;
}

}  // namespace jackfield::ami
