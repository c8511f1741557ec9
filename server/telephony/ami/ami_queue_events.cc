#include "server/telephony/ami/ami_queue_events.h"

#include <optional>
#include <utility>

#include "server/telephony/ami/ami_values.h"

namespace jackfield::ami {
namespace {

using exchange::DequeueCause;

constexpr std::size_t kMembersPerQueueMax = 10'000;
constexpr std::size_t kQueuesMax = 10'000;

std::string QueueOf(const AmiMessage& message) { return QueueNameOf(message.Get("Queue")); }

// Why a queue let its caller go, by QUEUESTATUS; nullopt for a value that says nothing.
std::optional<DequeueCause> CauseOf(std::string_view queue_status) {
  if (queue_status == "TIMEOUT") return DequeueCause::kTimedOut;
  if (queue_status == "LEAVEEMPTY" || queue_status == "LEAVEUNAVAIL") {
    return DequeueCause::kExitEmpty;
  }
  if (queue_status == "WITHDRAW") return DequeueCause::kWithdrawn;
  return std::nullopt;
}

std::optional<exchange::RefusalCause> RefusalOf(std::string_view queue_status) {
  if (queue_status == "FULL") return exchange::RefusalCause::kFull;
  if (queue_status == "JOINEMPTY" || queue_status == "JOINUNAVAIL") {
    return exchange::RefusalCause::kEmpty;
  }
  return std::nullopt;
}

}  // namespace

exchange::MemberAdded MemberOf(const AmiMessage& message) {
  exchange::MemberAdded member;
  member.queue = QueueOf(message);
  const bool list = message.Has("Location");
  member.device = DeviceOf(message.Get(list ? "Location" : "Interface"));
  member.paused = message.Get("Paused") == "1";
  std::string_view reason = message.Get("PausedReason");
  if (reason.empty()) reason = message.Get("Reason");
  if (member.paused) member.pause_reason = exchange::PersonalText(CleanText(reason));
  return member;
}

void AmiQueueEvents::Attach(AmiChannel& caller, const AmiMessage& message) {
  for (const AmiField& field : *message.fields) {
    const std::size_t equals = field.value.find('=');
    if (field.key != "ChanVariable" || equals == std::string_view::npos) continue;
    model_.Attach(caller, field.value.substr(0, equals), field.value.substr(equals + 1));
  }
}

void AmiQueueEvents::CallerJoin(const AmiMessage& message) {
  AmiChannel* channel = model_.ChannelOf(message);
  if (channel == nullptr) return;
  const std::string queue = QueueOf(message);
  if (AmiLeg* leg = model_.legs().FindWaiting(channel->uniqueid)) {
    if (leg->queue == queue) return;  // R4.
    Dequeue(*channel, *leg, DequeueCause::kUnknown);
  }
  Attach(*channel, message);
  model_.legs().Begin(channel->uniqueid, queue, model_.now());
  channel->told = true;
  channel->queue_app = queue;
  model_.SayOf(channel->call, exchange::Queued{channel->call, channel->uniqueid, queue});
}

void AmiQueueEvents::Dequeue(const AmiChannel& channel, AmiLeg& leg, DequeueCause cause) {
  const bool undecided = cause == DequeueCause::kUnknown;
  AmiQueueLegs::Change(leg, undecided ? AmiLegState::kUndecided : AmiLegState::kOver, model_.now());
  model_.SayOf(channel.call, exchange::Dequeued{channel.call, channel.uniqueid, leg.queue, cause});
}

void AmiQueueEvents::CallerAbandon(const AmiMessage& message) {
  const AmiChannel* channel = model_.ChannelOf(message);
  if (channel == nullptr) return;
  AmiLeg* leg = model_.legs().FindWaiting(channel->uniqueid);
  if (leg == nullptr) return;
  Dequeue(*channel, *leg,
          channel->hangup_requested ? DequeueCause::kAbandoned : DequeueCause::kUnknown);  // R1.
}

void AmiQueueEvents::CallerLeave(const AmiMessage& message) {
  const AmiChannel* channel = model_.ChannelOf(message);
  if (channel == nullptr) return;
  AmiLeg* leg = model_.legs().FindWaiting(channel->uniqueid);
  if (leg == nullptr || leg->state == AmiLegState::kAnswering) return;
  if (model_.Doubtful(*leg) || leg->listed_once) {
    leg->missing = true;  // AgentConnect, QUEUESTATUS, the next list or the hang-up tells.
    return;
  }
  Dequeue(*channel, *leg, DequeueCause::kExitKey);  // R2.
}

void AmiQueueEvents::AgentCalled(const AmiMessage& message) {
  AmiChannel* caller = model_.ChannelOf(message);
  AmiChannel* member = model_.ChannelOf(message, "Dest");
  if (caller == nullptr || member == nullptr || member->ring != AmiRing::kNone) return;
  // After a transfer these may be the other call's; they are for a call that joined in a gap.
  const AmiCall* call = model_.calls().FindCall(caller->call);
  if (call != nullptr && call->attached.empty()) Attach(*caller, message);
  member->ring = AmiRing::kRinging;
  member->told = true;
  member->device = DeviceOf(message.Get("Interface"));
  member->queue = QueueOf(message);
  member->leg = member->dialer = caller->uniqueid;
  model_.SayOf(caller->call, exchange::Delivered{caller->call, member->uniqueid, member->device,
                                                 member->queue, member->leg});
}

void AmiQueueEvents::AgentConnect(const AmiMessage& message) {
  AmiChannel* caller = model_.ChannelOf(message);
  AmiChannel* member = model_.ChannelOf(message, "Dest");
  if (caller == nullptr || member == nullptr || member->ring == AmiRing::kAnswered) return;
  member->ring = AmiRing::kAnswered;
  member->told = caller->told = true;
  member->device = DeviceOf(message.Get("Interface"));
  member->queue = QueueOf(message);
  member->leg = member->dialer = caller->uniqueid;
  if (AmiLeg* leg = model_.legs().FindWaiting(caller->uniqueid)) {
    AmiQueueLegs::Change(*leg, AmiLegState::kOver, model_.now());
  }
  model_.SayOf(caller->call, exchange::Established{caller->call, member->uniqueid, member->device,
                                                   member->queue, member->leg});
}

void AmiQueueEvents::AgentRingNoAnswer(const AmiMessage& message) {
  const AmiChannel* caller = model_.ChannelOf(message);
  AmiChannel* member = model_.ChannelOf(message, "Dest");
  if (caller == nullptr || member == nullptr || member->ring == AmiRing::kNoAnswer) return;
  member->ring = AmiRing::kNoAnswer;
  model_.SayOf(caller->call,
               exchange::RingEnded{caller->call, member->uniqueid, exchange::RingEnd::kNoAnswer});
}

void AmiQueueEvents::AgentComplete(const AmiMessage& message) {
  exchange::LegCompleted completed;
  if (message.Has("Uniqueid")) {  // Asterisk sometimes leaves out all fields of the channels.
    const AmiChannel* caller = model_.calls().Find(message.Get("Uniqueid"));
    completed.leg = IdentifierOf(message.Get("Uniqueid"));
    completed.call = caller != nullptr
                         ? caller->call
                         : model_.calls().CallOf(IdentifierOf(message.Get("Linkedid")));
  }
  completed.queue = QueueOf(message);
  completed.device = DeviceOf(message.Get("Interface"));
  completed.by_transfer = message.Get("Reason") == "transfer";
  model_.Say(std::move(completed));
}

void AmiQueueEvents::VarSet(const AmiMessage& message) {
  AmiChannel* channel = model_.ChannelOf(message);
  if (channel == nullptr) return;
  const std::string_view variable = message.Get("Variable");
  const std::string_view value = message.Get("Value");
  if (variable == "QUEUESTATUS") return TakeQueueStatus(*channel, value);
  model_.Attach(*channel, variable, value);
}

void AmiQueueEvents::TakeQueueStatus(AmiChannel& channel, std::string_view status) {
  AmiLeg* leg = model_.legs().Find(channel.uniqueid);
  const auto cause = CauseOf(status);
  if (leg != nullptr && cause && (IsWaiting(*leg) || leg->state == AmiLegState::kUndecided)) {
    return Dequeue(channel, *leg, *cause);
  }
  const auto refusal = RefusalOf(status);
  if (!refusal || channel.queue_app.empty()) return;
  const std::string queue = std::exchange(channel.queue_app, {});  // R4: said once.
  model_.SayOf(channel.call, exchange::QueueRefused{channel.call, queue, *refusal});  // R3.
}

void AmiQueueEvents::MemberAdded(const AmiMessage& message) {
  exchange::MemberAdded member = MemberOf(message);
  if (member.queue.empty() || member.device.empty()) return;
  const bool new_queue = !model_.members.contains(member.queue);
  if (new_queue && model_.members.size() >= kQueuesMax) return;
  auto& devices = model_.members[member.queue];
  if (devices.size() >= kMembersPerQueueMax) return;
  devices[member.device] = member.paused;
  model_.Say(std::move(member));
}

void AmiQueueEvents::MemberRemoved(const AmiMessage& message) {
  const exchange::MemberAdded member = MemberOf(message);
  const auto queue = model_.members.find(member.queue);
  if (queue != model_.members.end()) queue->second.erase(member.device);
  model_.Say(exchange::MemberRemoved{member.queue, member.device});
}

void AmiQueueEvents::MemberPause(const AmiMessage& message) {
  const exchange::MemberAdded member = MemberOf(message);
  exchange::MemberPaused paused{member.queue, member.device, member.paused, member.pause_reason};
  // An unpause may carry a reason too ("Back").
  if (!paused.paused) {
    paused.reason = exchange::PersonalText(CleanText(message.Get("PausedReason")));
  }
  const auto queue = model_.members.find(member.queue);
  if (queue != model_.members.end()) {
    const auto device = queue->second.find(member.device);
    if (device != queue->second.end()) device->second = member.paused;
  }
  model_.Say(std::move(paused));
}

void AmiQueueEvents::MemberStatus(const AmiMessage& message) {
  const auto queue = model_.members.find(QueueOf(message));
  const std::string device = DeviceOf(message.Get("Interface"));
  // Before the first list all members are unknown, and the list names them.
  if (queue == model_.members.end() || queue->second.contains(device)) return;
  MemberAdded(message);
}

}  // namespace jackfield::ami
