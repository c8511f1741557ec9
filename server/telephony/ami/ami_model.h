#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/time.h"
#include "server/exchange/telephony_event.h"
#include "server/telephony/ami/ami_call_table.h"
#include "server/telephony/ami/ami_parser.h"
#include "server/telephony/ami/ami_queue_legs.h"

namespace jackfield::ami {

struct AmiTranslatorOptions {
  std::string source;                           // The configured name.
  std::vector<std::string> attached_variables;  // Channel variables to report with the call.
};

// What the translator knows of one switch, and its way of saying something about it.
//
// R1. A call is announced (Originated) before anything else is said of it, but not before its
// caller
//     is known: the announcement waits for the first thing there is to say, at most kAnnounceAfter.
//     Why: Asterisk creates a channel first and tells number and presentation after.
// R2. A Linkedid that changes makes two calls one. The change is told by AttendedTransfer where
// there
//     is one, else, after kMergeAfter, as a consultation transfer by nobody. Why: Asterisk sends
//     AttendedTransfer after the channels have moved.
// R3. Nothing is said before the link is ready; what happens meanwhile is said after LinkUp.
//
// Flow: at most kHeldMax events are held back (R3), then the oldest are dropped and counted; the
// snapshot that follows makes up for them.
//
// Thread safety: none; one per translator.
class AmiModel {
 public:
  static constexpr Duration kAnnounceAfter{500};
  static constexpr Duration kMergeAfter{300};
  static constexpr std::size_t kHeldMax = 20'000;

  explicit AmiModel(AmiTranslatorOptions options) : options_(std::move(options)) {}

  // The source's own time line: its latest Timestamp, or when the latest message came in.
  void AdvanceTo(std::optional<WallTime> stamped, WallTime received);
  // Says all that waits for its time, because the source has gone quiet.
  void FlushWaiting();

  // The channel of the fields `prefix`Uniqueid, `prefix`Linkedid and `prefix`Channel, taken in when
  // it is new; nullptr when the message names none or it is gone. Follows its Linkedid (R2).
  AmiChannel* ChannelOf(const AmiMessage& message, std::string_view prefix = "");
  // Follows a Linkedid read elsewhere (R2).
  void FollowLinkedid(AmiChannel& channel, std::string_view linkedid);

  // Says `body`, at the time of the message in progress.
  void Say(exchange::TelephonyEventBody body);
  // The same, about a call: announces it first (R1).
  void SayOf(std::string_view call, exchange::TelephonyEventBody body);
  void Announce(AmiCall& call);
  // Notes an attached variable of the call, and says it if the call has been announced.
  void Attach(AmiChannel& channel, std::string_view variable, std::string_view value);

  // Says that `from` became part of `into`, by the connection `by` ("" for nobody).
  void Transfer(const exchange::Transferred& transfer);
  // Says the merges that wait for their AttendedTransfer.
  void FlushMerges();

  // The link. What is said while it is not ready is held back (R3).
  void SetReady(const std::string& epoch);
  // What the switch can be told to do: said with the link, and again when it changes.
  void SetCapabilities(std::set<exchange::CommandKind> capabilities);
  void SetLost();
  bool ready() const { return ready_; }
  // The source's time when the link was last lost; the beginning of time before that.
  WallTime lost_at() const { return lost_at_; }
  // Whether all channels are known: a whole list came since the link was there.
  bool whole() const { return whole_; }
  void SetWhole() { whole_ = true; }
  // Whether a leg that waited when the link was lost may have been answered since: no list has
  // named it, or one has missed it.
  bool Doubtful(const AmiLeg& leg) const {
    return IsWaiting(leg) && (leg.missing || (!whole_ && leg.changed <= lost_at_));
  }
  // Forgets all channels, calls, legs and what waits: the switch has begun anew.
  void Forget();

  std::vector<exchange::TelephonyEvent> TakeEvents();

  AmiCallTable& calls() { return calls_; }
  AmiQueueLegs& legs() { return legs_; }
  WallTime now() const { return now_; }
  const AmiTranslatorOptions& options() const { return options_; }
  std::uint64_t held_dropped_count() const { return held_dropped_count_; }
  std::uint64_t refused_channel_count() const { return calls_.refused_count(); }

  // Devices that are members of queues: the switch's own side.
  std::map<std::string, std::map<std::string, bool>, std::less<>>
      members;  // Queue, device, paused.
  bool IsMember(std::string_view device) const;

 private:
  struct Waiting {
    std::string from;  // A call to announce, or one to merge
    std::string into;  // into this one.
    WallTime due;
  };

  void FlushDue();
  void AnnounceIfBegun(std::string_view id);
  void SayAttached(const AmiCall& call);
  void Merge(const std::string& from, const std::string& into);

  const AmiTranslatorOptions options_;
  AmiCallTable calls_;
  AmiQueueLegs legs_;
  WallTime now_{};
  std::optional<WallTime> stamped_;  // Timestamp of the message in progress.
  bool source_stamps_ = false;
  bool ready_ = false;
  std::string epoch_;  // As last said.
  std::set<exchange::CommandKind> capabilities_;
  WallTime lost_at_{};
  bool whole_ = false;
  std::deque<Waiting> announcements_;
  std::deque<Waiting> merges_;
  std::deque<exchange::TelephonyEvent> held_;
  std::vector<exchange::TelephonyEvent> said_;
  std::uint64_t held_dropped_count_ = 0;
};

}  // namespace jackfield::ami
