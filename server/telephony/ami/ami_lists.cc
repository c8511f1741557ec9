#include "server/telephony/ami/ami_lists.h"

#include <algorithm>
#include <set>
#include <utility>

#include "server/telephony/ami/ami_queue_events.h"
#include "server/telephony/ami/ami_values.h"

namespace jackfield::ami {

using exchange::Direction;

namespace {

constexpr long long kSecondsMax = 10 * 24 * 3'600;

// "ListItems: 7" at the end of a list of 7; true where a version does not say.
bool CountFits(const AmiMessage& message, std::size_t count) {
  const auto items = NumberOf(message.Get("ListItems"));
  return !items || (*items >= 0 && static_cast<std::size_t>(*items) == count);
}

bool HasNotBegun(const AmiChannel& channel) {  // R4.
  return channel.down && channel.ring == AmiRing::kNone && !channel.told;
}

}  // namespace

void AmiLists::Begin() {
  channels_.clear();
  queues_.clear();
  members_.clear();
  entries_.clear();
  bridges_.clear();
  picked_up_.clear();
  channels_whole_ = queues_whole_ = too_long_ = wanted_again_ = false;
}

bool AmiLists::Full() {
  const std::size_t count = channels_.size() + queues_.size() + members_.size() + entries_.size();
  too_long_ = too_long_ || count >= kItemsMax;
  return too_long_;
}

void AmiLists::CoreShowChannel(const AmiMessage& message) {
  if (Full()) return;
  Channel item;
  item.uniqueid = IdentifierOf(message.Get("Uniqueid"));
  item.linkedid = IdentifierOf(message.Get("Linkedid"));
  item.name = IdentifierOf(message.Get("Channel"));
  item.dialled = DialledOf(message.Get("Exten"));
  item.number = message.Get("CallerIDNum");
  item.caller_name = message.Get("CallerIDName");
  item.ringing = message.Get("ChannelStateDesc") == "Ringing";
  item.down = message.Get("ChannelStateDesc") == "Down";
  const std::string_view bridge = message.Get("BridgeId");
  if (!bridge.empty()) {
    bridges_.insert_or_assign(item.uniqueid, IdentifierOf(bridge));
  } else if (message.Get("ChannelStateDesc") == "Up") {
    picked_up_.insert(item.uniqueid);
  }
  channels_.push_back(std::move(item));
}

void AmiLists::QueueParams(const AmiMessage& message) {
  if (Full()) return;
  const auto seconds = NumberOf(message.Get("ServiceLevel")).value_or(0);
  const Duration threshold = std::chrono::seconds(std::clamp(seconds, 0LL, kSecondsMax));
  queues_.push_back({QueueNameOf(message.Get("Queue")), std::min(threshold, kThresholdMax)});
}

void AmiLists::QueueMember(const AmiMessage& message) {
  if (!Full()) members_.push_back(MemberOf(message));
}

void AmiLists::QueueEntry(const AmiMessage& message) {
  if (Full()) return;
  const auto seconds = NumberOf(message.Get("Wait")).value_or(0);
  entries_.push_back({QueueNameOf(message.Get("Queue")), IdentifierOf(message.Get("Uniqueid")),
                      std::chrono::seconds(std::clamp(seconds, 0LL, kSecondsMax))});
}

void AmiLists::CoreShowChannelsComplete(const AmiMessage& message) {
  channels_whole_ = CountFits(message, channels_.size());
  ReconcileIfWhole();
}

void AmiLists::QueueStatusComplete(const AmiMessage& message) {
  queues_whole_ = CountFits(message, queues_.size() + members_.size() + entries_.size());
  ReconcileIfWhole();
}

void AmiLists::ReconcileIfWhole() {
  if (!channels_whole_ || !queues_whole_ || too_long_) return;  // R3.
  std::erase_if(queues_, [](const auto& queue) { return queue.queue.empty(); });
  std::erase_if(members_, [](const auto& m) { return m.queue.empty() || m.device.empty(); });
  std::erase_if(entries_, [](const auto& e) { return e.queue.empty() || e.uniqueid.empty(); });
  model_.FlushWaiting();
  ReconcileMembers();
  ReconcileChannels();
  ReconcileLegs();
  model_.SetWhole();
  for (const exchange::QueueParameters& queue : queues_) {
    if (queue.service_level_threshold > Duration(0)) model_.Say(queue);
  }
  if (model_.calls().calls().size() <= kCallsMax) {
    model_.Say(Snapshot());
    ++snapshot_count_;
  }
  const bool again = wanted_again_;
  Begin();
  wanted_again_ = again;
}

void AmiLists::ReconcileMembers() {
  model_.members.clear();
  for (const exchange::QueueParameters& queue : queues_) model_.members[queue.queue];
  for (const exchange::MemberAdded& member : members_) {
    model_.members[member.queue][member.device] = member.paused;
  }
}

void AmiLists::ReconcileChannels() {
  for (const Channel& item : channels_) Adopt(item);
  RemoveMissing();
}

void AmiLists::Adopt(const Channel& item) {
  AmiCallTable& table = model_.calls();
  AmiChannel* channel = table.Find(item.uniqueid);
  if (channel == nullptr) {
    channel = table.FindOrAdd(item.uniqueid, item.linkedid, item.name);
    if (channel == nullptr) return;  // It has hung up meanwhile (R1).
    TakeState(*channel, item);
    AmiCall* call = table.FindCall(channel->call);
    if (call != nullptr && call->origin.empty() && item.uniqueid == item.linkedid) {
      const bool inside = model_.IsMember(channel->device) || IsExtension(item.number);
      call->origin = item.uniqueid;
      call->direction = inside ? Direction::kUnknown : Direction::kInbound;
      call->caller = CallerOf(item.number, item.caller_name, "");
      call->dialled = item.dialled;
    }
  } else {
    model_.FollowLinkedid(*channel, item.linkedid);
    if (!Fresh(channel->seen)) TakeState(*channel, item);
  }
  channel->seen = model_.now();
}

void AmiLists::TakeState(AmiChannel& channel, const Channel& item) {
  channel.down = item.down;
  if (item.ringing && channel.ring == AmiRing::kNone) channel.ring = AmiRing::kRinging;
}

void AmiLists::RemoveMissing() {
  AmiCallTable& table = model_.calls();
  std::set<std::string_view> listed;
  for (const Channel& item : channels_) listed.insert(item.uniqueid);
  std::vector<std::string> missing;
  for (const auto& [uniqueid, channel] : table.channels()) {
    if (!listed.contains(uniqueid) && !Fresh(channel.seen)) missing.push_back(uniqueid);
  }
  for (const std::string& uniqueid : missing) {
    model_.legs().Remove(uniqueid);
    table.Remove(uniqueid);
  }
  std::vector<std::string> empty;
  for (const auto& [id, call] : table.calls()) {
    if (call.live.empty()) empty.push_back(id);
  }
  for (const std::string& id : empty) table.RemoveCall(id);
}

void AmiLists::ReconcileLegs() {
  for (const Entry& entry : entries_) ReconcileEntry(entry);
  std::set<std::pair<std::string_view, std::string_view>> listed;
  for (const Entry& entry : entries_) listed.emplace(entry.uniqueid, entry.queue);
  std::vector<std::string> over;
  for (const auto& [uniqueid, leg] : model_.legs().legs()) {
    if (!IsWaiting(leg) || Fresh(leg.changed) || listed.contains({uniqueid, leg.queue})) continue;
    if (leg.missing || bridges_.contains(uniqueid)) {
      over.push_back(uniqueid);
      continue;
    }
    model_.legs().Find(uniqueid)->missing = true;  // R2.
    wanted_again_ = true;
  }
  for (const std::string& uniqueid : over) EndLeg(uniqueid);
}

void AmiLists::EndLeg(const std::string& uniqueid) {
  const AmiLeg* leg = model_.legs().Find(uniqueid);
  const AmiChannel* caller = model_.calls().Find(uniqueid);
  AmiChannel* member = MemberWhoTalksTo(uniqueid, leg->queue);
  if (caller != nullptr && member != nullptr) {
    member->ring = AmiRing::kAnswered;
    member->queue = leg->queue;
    member->leg = member->dialer = uniqueid;
    member->told = true;
    model_.SayOf(caller->call, exchange::Established{caller->call, member->uniqueid, member->device,
                                                     leg->queue, uniqueid});
  }
  model_.legs().Remove(uniqueid);
}

AmiChannel* AmiLists::MemberWhoTalksTo(std::string_view uniqueid, const std::string& queue) {
  const auto own = bridges_.find(uniqueid);
  const auto members = model_.members.find(queue);
  if (own == bridges_.end() || members == model_.members.end()) return nullptr;
  for (const auto& [other, bridge] : bridges_) {
    AmiChannel* channel = model_.calls().Find(other);
    const bool there = other != uniqueid && bridge == own->second && channel != nullptr;
    if (there && members->second.contains(channel->device)) return channel;
  }
  return nullptr;
}

bool AmiLists::MemberPicksUp(const AmiChannel& caller, const std::string& queue) {
  const AmiCall* call = model_.calls().FindCall(caller.call);
  const auto members = model_.members.find(queue);
  if (call == nullptr || members == model_.members.end()) return false;
  return std::any_of(call->live.begin(), call->live.end(), [&](const std::string& uniqueid) {
    const AmiChannel* other = model_.calls().Find(uniqueid);
    return uniqueid != caller.uniqueid && picked_up_.contains(uniqueid) && other != nullptr &&
           members->second.contains(other->device);
  });
}

void AmiLists::ReconcileEntry(const Entry& entry) {
  const AmiChannel* channel = model_.calls().Find(entry.uniqueid);
  if (channel == nullptr || bridges_.contains(entry.uniqueid)) return;
  AmiLeg* leg = model_.legs().Find(entry.uniqueid);
  if (leg != nullptr && IsWaiting(*leg) && leg->queue == entry.queue) {
    leg->listed_once = !model_.whole() && model_.Doubtful(*leg);
    leg->missing = false;
  } else {
    if (leg != nullptr && Fresh(leg->changed)) return;  // R1.
    model_.legs().Begin(channel->uniqueid, entry.queue, model_.now() - entry.waited);
    leg = model_.legs().Find(channel->uniqueid);
    leg->listed_once = true;
  }
  // The next list confirms it, or the stream tells how it ended.
  if (leg->listed_once) wanted_again_ = true;
  if (MemberPicksUp(*channel, entry.queue)) {  // R5.
    AmiQueueLegs::Change(*leg, AmiLegState::kAnswering, model_.now());
  }
}

exchange::SwitchSnapshot AmiLists::Snapshot() {
  exchange::SwitchSnapshot snapshot;
  std::vector<std::string> ids;
  for (const auto& [id, call] : model_.calls().calls()) ids.push_back(id);
  for (const std::string& id : ids) snapshot.calls.push_back(CallOf(*model_.calls().FindCall(id)));
  for (const auto& [uniqueid, leg] : model_.legs().legs()) {
    AmiChannel* channel = model_.calls().Find(uniqueid);
    if (channel == nullptr || !IsWaiting(leg)) continue;
    channel->told = true;
    const Duration waited = std::max(Duration(0), model_.now() - leg.joined);
    snapshot.waiting.push_back({leg.queue, channel->call, uniqueid, waited});
  }
  snapshot.members = members_;
  for (const exchange::QueueParameters& queue : queues_) snapshot.queues.push_back(queue.queue);
  return snapshot;
}

exchange::SnapshotCall AmiLists::CallOf(AmiCall& call) {
  exchange::SnapshotCall listed;
  listed.call = call.id;
  listed.caller = call.caller;
  listed.dialled = exchange::PersonalText(call.dialled);
  call.told = call.announced = true;
  for (const std::string& uniqueid : call.live) {
    AmiChannel* channel = model_.calls().Find(uniqueid);
    const bool hidden =
        channel == nullptr || HasNotBegun(*channel) ||
        (IsSecondLocalHalf(channel->name) && model_.legs().Find(uniqueid) == nullptr);
    if (hidden || listed.connections.size() == kConnectionsMax) continue;
    channel->told = true;
    const bool outside = uniqueid == call.origin && call.direction == Direction::kInbound;
    const bool caller_half = IsSecondLocalHalf(channel->name);
    listed.connections.push_back({uniqueid, outside || caller_half ? "" : channel->device,
                                  channel->ring == AmiRing::kRinging});
  }
  return listed;
}

}  // namespace jackfield::ami
