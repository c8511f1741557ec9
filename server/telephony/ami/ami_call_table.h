#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/time.h"
#include "server/exchange/caller.h"
#include "server/exchange/telephony_event.h"

namespace jackfield::ami {

// A ring of one channel.
enum class AmiRing : std::uint8_t {
  kNone,
  kRinging,
  kAnswered,
  kEnded,     // Unanswered, for another reason than the agent.
  kNoAnswer,  // Unanswered by the agent's own doing: rang out, busy, declined.
};

// One channel of the switch, which is a connection of a call.
//
// Thread safety: none; confined to its table.
struct AmiChannel {
  std::string uniqueid;
  std::string name;      // "PJSIP/1001-0000000a".
  std::string device;    // DeviceOf(name), or the queue member's interface.
  std::string call;      // The call it is part of now.
  std::string linkedid;  // As the switch last wrote it.
  WallTime seen{};       // Its latest event.

  bool down = false;  // As the switch last wrote its state: neither rings nor is up.
  AmiRing ring = AmiRing::kNone;
  std::string queue;   // Of a ring by a queue; else "".
  std::string leg;     // The waiting connection that the ring is for; else "".
  std::string dialer;  // The channel that dials this one; else "".

  bool told = false;  // The exchange has heard of this connection.
  bool hangup_requested = false;
  bool held = false;         // This side put the other on hold.
  bool transferred = false;  // This side has transferred its call away.
  std::string queue_app;     // The queue that its dialplan entered last.
  std::string replaced_by;   // The channel that takes this Local half's place (optimization).
  std::vector<std::string> also_clears;  // Connections that end when this channel does.
};

// One call: the channels that share a Linkedid.
//
// Thread safety: none; confined to its table.
struct AmiCall {
  std::string id;                           // The Linkedid under which it began.
  std::set<std::string, std::less<>> live;  // Its channels' Uniqueids.
  std::uint64_t taken_in = 0;               // Channels that it ever had.
  std::string origin;                       // The calling channel; "" until seen.
  exchange::Direction direction = exchange::Direction::kUnknown;
  exchange::Caller caller;
  std::string dialled;
  std::optional<WallTime> begun;                             // By the switch's clock, if it tells.
  WallTime first_seen{};                                     // On the source's time line.
  bool told = false;                                         // The exchange has heard of it
  bool announced = false;                                    // by Originated or a snapshot.
  std::string parked_at;                                     // The place; "" when it is not parked.
  std::map<std::string, std::string, std::less<>> attached;  // Variables already reported.
};

// The channels and calls that are up, as the stream of events tells.
//
// R1. A channel that hung up stays gone: its late events find nothing (NewCallerid comes after
//     Hangup). The last kGoneMax are remembered.
// R2. A call that was merged into another is found under both ids.
//
// Flow: at most kChannelsMax channels; a further one is not taken in, and counted.
//
// Thread safety: none; one per translator.
class AmiCallTable {
 public:
  static constexpr std::size_t kChannelsMax = 50'000;
  static constexpr std::size_t kGoneMax = 20'000;
  static constexpr std::size_t kMergedMax = 10'000;

  // The channel, or nullptr. Valid until it is removed.
  AmiChannel* Find(std::string_view uniqueid);
  AmiCall* FindCall(std::string_view id);

  // The channel; taken in as part of the call `linkedid` when it is new. nullptr when it is gone
  // (R1), nameless, or the table is full.
  AmiChannel* FindOrAdd(std::string_view uniqueid, std::string_view linkedid,
                        std::string_view name);

  // Takes the channel out. Its call stays, also when this was its last channel.
  void Remove(std::string_view uniqueid);
  void RemoveCall(std::string_view id);

  // Makes all channels of `from` part of `into`, and `from` another name of it (R2).
  void Merge(const std::string& from, const std::string& into);

  // The id of the call that `linkedid` names now.
  std::string CallOf(std::string_view linkedid) const;
  bool Gone(std::string_view uniqueid) const { return gone_.contains(uniqueid); }

  void Clear();

  const std::map<std::string, AmiChannel, std::less<>>& channels() const { return channels_; }
  const std::map<std::string, AmiCall, std::less<>>& calls() const { return calls_; }
  std::uint64_t refused_count() const { return refused_count_; }

 private:
  AmiCall& CallFor(const std::string& id);

  std::map<std::string, AmiChannel, std::less<>> channels_;  // By Uniqueid.
  std::map<std::string, AmiCall, std::less<>> calls_;
  std::set<std::string, std::less<>> gone_;
  std::deque<std::string> gone_order_;
  std::map<std::string, std::string, std::less<>> merged_;
  std::deque<std::string> merged_order_;
  std::uint64_t refused_count_ = 0;
};

}  // namespace jackfield::ami
