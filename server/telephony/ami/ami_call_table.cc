#include "server/telephony/ami/ami_call_table.h"

#include "server/telephony/ami/ami_values.h"

namespace jackfield::ami {

AmiChannel* AmiCallTable::Find(std::string_view uniqueid) {
  const auto found = channels_.find(uniqueid);
  return found == channels_.end() ? nullptr : &found->second;
}

AmiCall* AmiCallTable::FindCall(std::string_view id) {
  const auto found = calls_.find(id);
  return found == calls_.end() ? nullptr : &found->second;
}

AmiChannel* AmiCallTable::FindOrAdd(std::string_view uniqueid, std::string_view linkedid,
                                    std::string_view name) {
  if (AmiChannel* known = Find(uniqueid)) return known;
  if (uniqueid.empty() || name.empty() || Gone(uniqueid)) return nullptr;  // R1.
  if (channels_.size() >= kChannelsMax) {
    ++refused_count_;
    return nullptr;
  }
  AmiChannel channel;
  channel.uniqueid = IdentifierOf(uniqueid);
  channel.name = IdentifierOf(name);
  channel.device = DeviceOf(name);
  channel.linkedid = IdentifierOf(linkedid.empty() ? uniqueid : linkedid);
  channel.call = CallOf(channel.linkedid);
  AmiCall& call = CallFor(channel.call);
  call.live.insert(channel.uniqueid);
  ++call.taken_in;
  const auto [at, added] = channels_.emplace(channel.uniqueid, channel);
  return &at->second;
}

AmiCall& AmiCallTable::CallFor(const std::string& id) {
  AmiCall& call = calls_[id];
  call.id = id;
  return call;
}

void AmiCallTable::Remove(std::string_view uniqueid) {
  if (!Gone(uniqueid)) {
    if (gone_order_.size() == kGoneMax) {
      gone_.erase(gone_order_.front());
      gone_order_.pop_front();
    }
    gone_order_.emplace_back(uniqueid);
    gone_.emplace(uniqueid);
  }
  const auto found = channels_.find(uniqueid);
  if (found == channels_.end()) return;
  if (AmiCall* call = FindCall(found->second.call)) call->live.erase(found->first);
  channels_.erase(found);
}

void AmiCallTable::RemoveCall(std::string_view id) {
  const auto found = calls_.find(id);
  if (found != calls_.end()) calls_.erase(found);
}

void AmiCallTable::Merge(const std::string& from, const std::string& into) {
  if (from == into) return;
  AmiCall& target = CallFor(into);
  if (const auto source = calls_.find(from); source != calls_.end()) {
    for (const std::string& uniqueid : source->second.live) {
      if (AmiChannel* channel = Find(uniqueid)) channel->call = into;
      target.live.insert(uniqueid);
    }
    target.taken_in += source->second.taken_in;
    calls_.erase(source);
  }
  if (merged_order_.size() == kMergedMax) {
    merged_.erase(merged_order_.front());
    merged_order_.pop_front();
  }
  if (merged_.insert_or_assign(from, into).second) merged_order_.push_back(from);
}

std::string AmiCallTable::CallOf(std::string_view linkedid) const {
  constexpr int kMergesInARowMax = 16;
  std::string id(linkedid);
  for (int i = 0; i < kMergesInARowMax; ++i) {
    const auto merged = merged_.find(id);
    if (merged == merged_.end()) break;
    id = merged->second;
  }
  return id;
}

void AmiCallTable::Clear() { *this = AmiCallTable(); }

}  // namespace jackfield::ami
