#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "server/telephony/ami/ami_model.h"

namespace jackfield::ami {

// Turns the answers to CoreShowChannels and QueueStatus into the model's state and one
// SwitchSnapshot.
//
// R1. The stream is newer than a list where both speak of the last kFresh of this session: an
//     answer may have been taken a moment before or after what the stream has told. So a leg or a
//     channel that changed within kFresh keeps the state the stream gave it.
// R2. A leg that a list misses, whose caller is still up and talks to nobody, is kept until a
//     second list misses it too. Why: closing is final, and the next list is seconds away. One
//     whose caller talks to a member of its queue was answered while the link was down, and is said
//     to be.
// R3. Items count only when both lists came in whole, with as many items as their ends say.
// R4. A channel that has been created only, and neither rings nor is up yet, is no connection: the
//     stream tells of its ring.
// R5. A caller who is listed as waiting while a member's channel of the same call is up and in no
//     bridge is being answered: that the member picked up was not heard, AgentConnect is to follow.
//
// Flow: at most kItemsMax items of both lists, and kCallsMax calls; longer ones are not used. At
// most kConnectionsMax connections of a call are named. An item that names nothing is left out.
//
// Thread safety: none; one per translator.
class AmiLists {
 public:
  static constexpr Duration kFresh{3'000};
  static constexpr std::size_t kItemsMax = 100'000;
  static constexpr std::size_t kCallsMax = 20'000;
  static constexpr std::size_t kConnectionsMax = 128;
  static constexpr Duration kThresholdMax{3'600'000};

  explicit AmiLists(AmiModel& model) : model_(model) {}

  // Both lists are asked for anew. What came of earlier ones is forgotten.
  void Begin();

  // An item of CoreShowChannels, or of Status, which an account may use that has no right to that.
  void CoreShowChannel(const AmiMessage& message);
  void CoreShowChannelsComplete(const AmiMessage& message);
  void QueueParams(const AmiMessage& message);
  void QueueMember(const AmiMessage& message);
  void QueueEntry(const AmiMessage& message);
  void QueueStatusComplete(const AmiMessage& message);

  void WantAgain() { wanted_again_ = true; }
  // Whether lists should be asked for again soon (R2).
  bool wanted_again() const { return wanted_again_; }
  std::uint64_t snapshot_count() const { return snapshot_count_; }

 private:
  struct Channel {
    std::string uniqueid;
    std::string linkedid;
    std::string name;
    std::string dialled;
    std::string number;
    std::string caller_name;
    bool ringing = false;
    bool down = false;
  };
  struct Entry {
    std::string queue;
    std::string uniqueid;
    Duration waited{0};
  };

  bool Full();
  void ReconcileIfWhole();
  void ReconcileChannels();
  void Adopt(const Channel& item);
  static void TakeState(AmiChannel& channel, const Channel& item);
  void RemoveMissing();
  void ReconcileLegs();
  void ReconcileEntry(const Entry& entry);
  bool MemberPicksUp(const AmiChannel& caller, const std::string& queue);
  // Ends a leg that no list has any more.
  void EndLeg(const std::string& uniqueid);
  AmiChannel* MemberWhoTalksTo(std::string_view uniqueid, const std::string& queue);
  void ReconcileMembers();
  exchange::SwitchSnapshot Snapshot();
  exchange::SnapshotCall CallOf(AmiCall& call);
  bool Fresh(WallTime moment) const {
    return moment > model_.lost_at() && model_.now() - moment < kFresh;
  }

  AmiModel& model_;
  std::vector<Channel> channels_;
  std::vector<exchange::QueueParameters> queues_;
  std::vector<exchange::MemberAdded> members_;
  std::vector<Entry> entries_;
  std::map<std::string, std::string, std::less<>> bridges_;  // Of channels that talk: their bridge.
  std::set<std::string, std::less<>> picked_up_;  // Channels that are up and talk to nobody.
  bool channels_whole_ = false;
  bool queues_whole_ = false;
  bool too_long_ = false;
  bool wanted_again_ = false;
  std::uint64_t snapshot_count_ = 0;
};

}  // namespace jackfield::ami
