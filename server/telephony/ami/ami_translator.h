#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/base/time.h"
#include "server/exchange/telephony_event.h"
#include "server/telephony/ami/ami_call_events.h"
#include "server/telephony/ami/ami_lists.h"
#include "server/telephony/ami/ami_model.h"
#include "server/telephony/ami/ami_parser.h"
#include "server/telephony/ami/ami_queue_events.h"

namespace jackfield::ami {

struct AmiTranslatorCounters {
  std::uint64_t translated = 0;  // Messages taken.
  std::uint64_t left_aside = 0;  // Known events that say nothing of calls.
  std::uint64_t unknown = 0;     // Events of names never heard of.
  std::uint64_t refused = 0;     // Channels beyond the table's limit.
  std::uint64_t held_dropped = 0;
  std::uint64_t snapshots = 0;
};

// Turns the AMI messages of one Asterisk into telephony events: the words of the PBX stop here.
// Knows no socket and no clock; the same messages give the same events.
//
// R1. Time is that of the source (AmiModel): fast replays give what real time gave.
// R2. State outlives a lost link; the lists asked for after it say what to keep (AmiLists).
// R3. A restart of Asterisk is known by FullyBooted with a later start, or, for accounts that never
//     see it, by channel numbers that begin anew. It empties the state and begins an epoch.
//
// Thread safety: none; one per connector, used on its strand.
class AmiTranslator {
 public:
  explicit AmiTranslator(AmiTranslatorOptions options);
  AmiTranslator(const AmiTranslator&) = delete;
  AmiTranslator& operator=(const AmiTranslator&) = delete;

  // Whether the parser should hand out the event. Counts those it keeps back.
  bool Wants(std::string_view event, std::string_view block);

  // Takes an event; responses are ignored. `received`: when its bytes came in.
  void Take(const AmiMessage& message, WallTime received);

  // The switch answers: events are said from now on, those of the time since login first.
  void TakeLinkReady(WallTime received);
  void TakeLinkLost(WallTime received);

  // What the login can be told to do; empty at first, and again when the link is lost.
  void SetCapabilities(std::set<exchange::CommandKind> capabilities) {
    model_.SetCapabilities(std::move(capabilities));
  }
  // The channels that are up, for commands about them.
  AmiCallTable& calls() { return model_.calls(); }

  // CoreShowChannels and QueueStatus were sent; their items are to follow.
  void BeginSnapshot() { lists_.Begin(); }
  // Whether to send them again within a few seconds.
  bool snapshot_wanted() const { return lists_.wanted_again(); }

  // Nothing came in for a while: what waited for its time is said. Called about once a second.
  void Tick(WallTime received);

  // What there is to say since the last call.
  std::vector<exchange::TelephonyEvent> TakeEvents() { return model_.TakeEvents(); }

  AmiTranslatorCounters counters() const;

 private:
  bool WantsVariable(std::string_view block) const;
  void Dispatch(AmiEventType type, const AmiMessage& message);
  void TakeFullyBooted(const AmiMessage& message);
  void NoteChannelNumber(const AmiMessage& message);
  void BeginEpoch(std::string epoch);

  AmiModel model_;
  AmiCallEvents calls_{model_};
  AmiQueueEvents queues_{model_};
  AmiLists lists_{model_};
  std::string epoch_;
  std::optional<WallTime> booted_;
  long long channel_number_max_ = 0;
  WallTime last_received_{};
  AmiTranslatorCounters counters_;
};

}  // namespace jackfield::ami
