#include "server/telephony/ami/ami_model.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "server/telephony/ami/ami_values.h"

namespace jackfield::ami {
namespace {

constexpr std::size_t kAttachedMax = 32;  // Variables per call.

exchange::AttachedValue AttachedOf(const std::string& name, const std::string& value) {
  return {name, exchange::PersonalText(value)};
}

}  // namespace

void AmiModel::AdvanceTo(std::optional<WallTime> stamped, WallTime received) {
  stamped_ = stamped;
  if (stamped) source_stamps_ = true;
  // A source that stamps its events is timed by them alone, so that a replay at any speed gives
  // what real time gave.
  const WallTime latest = stamped ? *stamped : source_stamps_ ? now_ : received;
  now_ = std::max(now_, latest);
  FlushDue();
}

void AmiModel::FlushDue() {
  while (!announcements_.empty() && announcements_.front().due <= now_) {
    const Waiting waiting = announcements_.front();
    announcements_.pop_front();
    AnnounceIfBegun(waiting.from);
  }
  while (!merges_.empty() && merges_.front().due <= now_) {
    const Waiting waiting = merges_.front();
    merges_.pop_front();
    Merge(waiting.from, waiting.into);
  }
}

void AmiModel::AnnounceIfBegun(std::string_view id) {
  AmiCall* call = calls_.FindCall(id);
  if (call != nullptr && !call->origin.empty()) Announce(*call);
}

void AmiModel::FlushWaiting() {
  for (const Waiting& waiting : std::exchange(announcements_, {})) AnnounceIfBegun(waiting.from);
  FlushMerges();
}

void AmiModel::FlushMerges() {
  for (const Waiting& waiting : std::exchange(merges_, {})) Merge(waiting.from, waiting.into);
}

AmiChannel* AmiModel::ChannelOf(const AmiMessage& message, std::string_view prefix) {
  const auto field = [&](std::string_view key) {
    return message.Get(std::string(prefix).append(key));
  };
  const std::string_view uniqueid = field("Uniqueid");
  if (uniqueid.empty()) return nullptr;
  const std::string_view linkedid = field("Linkedid");
  const bool known = calls_.Find(uniqueid) != nullptr;
  AmiChannel* channel = calls_.FindOrAdd(uniqueid, linkedid, field("Channel"));
  if (channel == nullptr) return nullptr;
  channel->seen = now_;
  const std::string_view state = field("ChannelStateDesc");
  if (!state.empty()) channel->down = state == "Down";
  if (!known) {
    AmiCall* call = calls_.FindCall(channel->call);
    if (call->first_seen == WallTime{}) {
      call->first_seen = now_;
      announcements_.push_back({call->id, "", now_ + kAnnounceAfter});
    }
  } else {
    FollowLinkedid(*channel, linkedid);
  }
  return channel;
}

void AmiModel::FollowLinkedid(AmiChannel& channel, std::string_view linkedid) {
  if (linkedid.empty() || channel.linkedid == linkedid) return;
  channel.linkedid = IdentifierOf(linkedid);
  // The dialplan side of a Local channel takes on the Linkedid of whom it is bridged to, for
  // example that of a pool agent who has been logged in for hours. It is no party of its own.
  if (IsSecondLocalHalf(channel.name)) return;
  const std::string into = calls_.CallOf(channel.linkedid);
  if (into != channel.call) merges_.push_back({channel.call, into, now_ + kMergeAfter});
}

void AmiModel::Merge(const std::string& from, const std::string& into) {
  const std::string target = calls_.CallOf(into);
  const AmiCall* old_call = calls_.FindCall(from);
  if (old_call == nullptr || target == from) return;
  if (!old_call->told) return calls_.Merge(from, target);
  exchange::Transferred transfer;
  transfer.call = target;
  transfer.kind = exchange::TransferKind::kConsultation;
  transfer.consultation = from;
  Transfer(transfer);
}

void AmiModel::Transfer(const exchange::Transferred& transfer) {
  if (!transfer.consultation.empty()) {
    if (AmiCall* old_call = calls_.FindCall(transfer.consultation)) Announce(*old_call);
  }
  SayOf(transfer.call, transfer);
  if (transfer.consultation.empty()) return;
  calls_.Merge(transfer.consultation, transfer.call);
  std::erase_if(merges_, [&](const Waiting& waiting) {
    return calls_.CallOf(waiting.from) == calls_.CallOf(waiting.into);
  });
}

void AmiModel::Say(exchange::TelephonyEventBody body) {
  exchange::TelephonyEvent event{options_.source, "", stamped_, std::move(body)};
  if (ready_) {
    said_.push_back(std::move(event));
    return;
  }
  if (held_.size() == kHeldMax) {
    held_.pop_front();
    ++held_dropped_count_;
  }
  held_.push_back(std::move(event));
}

void AmiModel::SayOf(std::string_view call, exchange::TelephonyEventBody body) {
  AmiCall* known = calls_.FindCall(call);
  const bool first = known != nullptr && !known->told;
  if (known != nullptr) Announce(*known);
  Say(std::move(body));
  if (first && !known->announced) SayAttached(*known);  // Not before there is a call to attach to.
}

void AmiModel::SayAttached(const AmiCall& call) {
  if (call.attached.empty()) return;
  exchange::CallInformation information;
  information.call = call.id;
  for (const auto& [name, value] : call.attached) {
    information.attached.push_back(AttachedOf(name, value));
  }
  Say(std::move(information));
}

void AmiModel::Announce(AmiCall& call) {
  call.told = true;
  if (call.origin.empty() || std::exchange(call.announced, true)) return;
  const bool inside = call.direction != exchange::Direction::kInbound;
  AmiChannel* origin = calls_.Find(call.origin);
  if (origin != nullptr) origin->told = true;
  exchange::Originated originated;
  originated.call = call.id;
  originated.direction = call.direction;
  originated.caller = call.caller;
  originated.dialled = exchange::PersonalText(call.dialled);
  originated.connection = call.origin;
  if (inside && origin != nullptr) originated.device = origin->device;
  const auto stamped = std::exchange(stamped_, call.begun);
  Say(std::move(originated));
  stamped_ = stamped;
  SayAttached(call);
}

void AmiModel::Attach(AmiChannel& channel, std::string_view variable, std::string_view value) {
  while (variable.starts_with('_')) variable.remove_prefix(1);  // Marks of inheritance.
  const auto& wanted = options_.attached_variables;
  if (value.empty() || std::find(wanted.begin(), wanted.end(), variable) == wanted.end()) return;
  AmiCall* call = calls_.FindCall(channel.call);
  if (call == nullptr || call->attached.size() >= kAttachedMax) return;
  // Other parties of the call have values of their own; the caller's go before.
  const AmiChannel* origin = calls_.Find(call->origin);
  const bool caller_side =
      origin == nullptr || origin == &channel || AreLocalHalves(channel.name, origin->name);
  std::string& held = call->attached[std::string(variable)];
  std::string clean = CleanText(value);
  if (held == clean || (!held.empty() && !caller_side)) return;
  held = std::move(clean);
  if (!call->told) return;
  exchange::CallInformation information;
  information.call = call->id;
  information.attached.push_back(AttachedOf(std::string(variable), held));
  Say(std::move(information));
}

void AmiModel::SetReady(const std::string& epoch) {
  ready_ = true;
  stamped_.reset();
  Say(exchange::LinkUp{epoch});
  std::move(held_.begin(), held_.end(), std::back_inserter(said_));
  held_.clear();
}

void AmiModel::SetLost() {
  stamped_.reset();
  if (ready_) Say(exchange::LinkDown{});
  ready_ = whole_ = false;
  lost_at_ = now_;
}

void AmiModel::Forget() {
  announcements_.clear();
  merges_.clear();
  legs_.Clear();
  calls_.Clear();
}

std::vector<exchange::TelephonyEvent> AmiModel::TakeEvents() { return std::exchange(said_, {}); }

bool AmiModel::IsMember(std::string_view device) const {
  return std::any_of(members.begin(), members.end(),
                     [&](const auto& queue) { return queue.second.contains(std::string(device)); });
}

}  // namespace jackfield::ami
