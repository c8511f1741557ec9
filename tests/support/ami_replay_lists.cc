#include "tests/support/ami_replay_lists.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>

namespace jackfield::test {
namespace {

constexpr std::array<std::string_view, 14> kStateKeys = {
    "Channel",           "ChannelState", "ChannelStateDesc",
    "CallerIDNum",       "CallerIDName", "ConnectedLineNum",
    "ConnectedLineName", "Language",     "AccountCode",
    "Context",           "Exten",        "Priority",
    "Uniqueid",          "Linkedid"};

constexpr std::array<std::string_view, 6> kEntryKeys = {
    "Channel", "Uniqueid", "CallerIDNum", "CallerIDName", "ConnectedLineNum", "ConnectedLineName"};

constexpr std::array<std::string_view, 13> kMemberKeys = {
    "StateInterface", "Membership", "Penalty",   "CallsTaken", "LastCall",
    "LastPause",      "LoginTime",  "InCall",    "Status",     "Paused",
    "PausedReason",   "Ringinuse",  "Wrapuptime"};

std::string StateLines(std::string_view block) {
  std::string lines;
  for (const std::string_view key : kStateKeys) {
    lines.append(key).append(": ").append(ValueIn(block, key)).append("\r\n");
  }
  return lines;
}

std::string HoursMinutesSeconds(double ms) {
  const auto seconds = static_cast<int>(std::max(ms, 0.0) / 1000);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60,
                seconds % 60);
  return text.data();
}

}  // namespace

void AmiReplayChannels::Take(const AmiReplayBlock& block) {
  const std::string_view uniqueid = ValueIn(block.bytes, "Uniqueid");
  const std::string_view event = ValueIn(block.bytes, "Event");
  if (uniqueid.empty() || ValueIn(block.bytes, "ChannelState").empty()) return;
  if (event == "Newchannel") channels_[std::string(uniqueid)].created_ms = block.at_ms;
  const auto found = channels_.find(uniqueid);
  if (found == channels_.end()) return;
  if (event == "Hangup") {
    channels_.erase(found);
    return;
  }
  Channel& channel = found->second;
  channel.state = StateLines(block.bytes);
  if (event == "Newexten") {
    channel.application = ValueIn(block.bytes, "Application");
    channel.application_data = ValueIn(block.bytes, "AppData");
  }
  if (event == "BridgeEnter") channel.bridge = ValueIn(block.bytes, "BridgeUniqueid");
  if (event == "BridgeLeave") channel.bridge.clear();
}

std::vector<std::string> AmiReplayChannels::Items(std::string_view event, double now_ms) const {
  std::vector<std::string> items;
  for (const auto& [uniqueid, channel] : channels_) {
    std::string item = "Event: ";
    item.append(event).append("\r\n").append(channel.state);
    item.append("Application: ").append(channel.application);
    item.append("\r\nApplicationData: ").append(channel.application_data);
    item.append("\r\nDuration: ").append(HoursMinutesSeconds(now_ms - channel.created_ms));
    item.append("\r\nBridgeId: ").append(channel.bridge).append("\r\n");
    items.push_back(std::move(item));
  }
  return items;
}

void AmiReplayQueues::Take(const AmiReplayBlock& block) {
  const std::string_view event = ValueIn(block.bytes, "Event");
  const std::string uniqueid(ValueIn(block.bytes, "Uniqueid"));
  const std::string queue(ValueIn(block.bytes, "Queue"));
  TakeMember(event, block);
  if (event == "QueueCallerJoin") {
    Waiting& waiting = waiting_[uniqueid];
    waiting = {block.at_ms, queue, ""};
    for (const std::string_view key : kEntryKeys) {
      waiting.entry.append(key).append(": ").append(ValueIn(block.bytes, key)).append("\r\n");
    }
  } else if (event == "QueueCallerLeave") {
    if (waiting_.erase(uniqueid) == 0 && moved_[queue] > 0) --moved_[queue];
  } else if (event == "Hangup") {
    const auto found = waiting_.find(uniqueid);
    if (found == waiting_.end()) return;
    ++moved_[found->second.queue];
    waiting_.erase(found);
  }
}

void AmiReplayQueues::TakeMember(std::string_view event, const AmiReplayBlock& block) {
  const bool removed = event == "QueueMemberRemoved";
  if (!removed && event != "QueueMemberAdded" && event != "QueueMemberPause") return;
  const std::string_view queue = ValueIn(block.bytes, "Queue");
  const std::string_view interface = ValueIn(block.bytes, "Interface");
  std::string item = "Event: QueueMember\r\n";
  item.append("Queue: ").append(queue).append("\r\nName: ");
  item.append(ValueIn(block.bytes, "MemberName")).append("\r\nLocation: ").append(interface);
  item.append("\r\n");
  for (const std::string_view key : kMemberKeys) {
    item.append(key).append(": ").append(ValueIn(block.bytes, key)).append("\r\n");
  }
  members_[{std::string(queue), std::string(interface)}] = {!removed, std::move(item)};
}

std::vector<std::string> AmiReplayQueues::WithMembers(
    const std::vector<std::string>& status_items) const {
  std::vector<std::string> items;
  for (const std::string& item : status_items) {
    const MemberKey key(ValueIn(item, "Queue"), ValueIn(item, "Location"));
    if (ValueIn(item, "Event") != "QueueMember" || !members_.contains(key)) items.push_back(item);
  }
  for (const auto& [key, member] : members_) {
    if (member.there) items.push_back(member.item);
  }
  return items;
}

std::vector<std::string> AmiReplayQueues::Corrected(const std::vector<std::string>& status_items,
                                                    double now_ms) const {
  std::vector<std::string> items;
  std::set<std::string, std::less<>> listed;
  std::map<std::string, int, std::less<>> positions;
  for (const std::string& item : WithMembers(status_items)) {
    if (ValueIn(item, "Event") != "QueueEntry") {
      items.push_back(item);
      continue;
    }
    const std::string uniqueid(ValueIn(item, "Uniqueid"));
    const std::string queue(ValueIn(item, "Queue"));
    const auto moved = moved_.find(queue);
    if (!waiting_.contains(uniqueid) && (moved == moved_.end() || moved->second == 0)) continue;
    ++positions[queue];
    listed.insert(uniqueid);
    items.push_back(item);
  }
  for (const auto& [uniqueid, waiting] : waiting_) {
    if (listed.contains(uniqueid)) continue;
    std::string item = "Event: QueueEntry\r\nQueue: " + waiting.queue;
    item += "\r\nPosition: " + std::to_string(++positions[waiting.queue]) + "\r\n";
    const auto waited = static_cast<long>((now_ms - waiting.joined_ms) / 1000);
    item += waiting.entry + "Wait: " + std::to_string(waited) + "\r\nPriority: 0\r\n";
    items.push_back(std::move(item));
  }
  return items;
}

std::vector<std::string> SummaryItems(const std::vector<std::string>& status_items) {
  std::vector<std::string> summaries;
  for (const std::string& item : status_items) {
    if (ValueIn(item, "Event") != "QueueParams") continue;
    const std::string_view queue = ValueIn(item, "Queue");
    const auto count = [&](std::string_view event) {
      return std::count_if(status_items.begin(), status_items.end(), [&](const auto& other) {
        return ValueIn(other, "Event") == event && ValueIn(other, "Queue") == queue;
      });
    };
    std::string summary = "Event: QueueSummary\r\nQueue: " + std::string(queue);
    summary += "\r\nLoggedIn: " + std::to_string(count("QueueMember"));
    summary += "\r\nAvailable: 0\r\nCallers: " + std::to_string(count("QueueEntry"));
    summary += "\r\nHoldTime: 0\r\nTalkTime: 0\r\nLongestHoldTime: 0\r\n";
    summaries.push_back(std::move(summary));
  }
  return summaries;
}

std::string ListAnswer(const std::vector<std::string>& items, std::string_view message,
                       std::string_view complete, std::string_view action_id) {
  std::string id_line;
  if (!action_id.empty()) id_line.append("ActionID: ").append(action_id).append("\r\n");
  std::string answer = "Response: Success\r\n" + id_line + "EventList: start\r\nMessage: ";
  answer.append(message).append("\r\n\r\n");
  for (const std::string& item : items) answer.append(item).append(id_line).append("\r\n");
  answer.append("Event: ").append(complete).append("\r\n").append(id_line);
  answer.append("EventList: Complete\r\nListItems: ").append(std::to_string(items.size()));
  answer.append("\r\n\r\n");
  return answer;
}

}  // namespace jackfield::test
