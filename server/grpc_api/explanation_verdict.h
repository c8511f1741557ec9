#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "jackfield/v1/explanation.pb.h"

#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/ports/call_trace.h"

namespace jackfield::grpc_api {

// One ring at one agent, as its steps tell it.
//
// Thread safety: immutable value.
struct RingStory {
  OfferId offer;
  std::string agent;
  std::string device;
  std::optional<WallTime> began;  // Absent: that was before the trace.
  bool desk_present = false;
  exchange::PopMode pop_mode = exchange::PopMode::kOn;
  std::optional<WallTime> delivered;  // The first time.
  std::optional<WallTime> shown;
  std::optional<WallTime> closed;
  exchange::OfferState state = exchange::OfferState::kRinging;
};

// What a trace comes to.
//
// Thread safety: immutable value.
struct CallStory {
  std::vector<RingStory> rings;       // In order of their first step.
  std::vector<std::string> unmapped;  // Devices of nobody that rang, each once.
  std::uint32_t rings_repeated = 0;   // Ring events that told what was known.
  std::uint32_t rings_late = 0;       // Ring events that came after the end.
  std::uint32_t late = 0;             // Events that came after the end, rings too.
  std::uint32_t repeated = 0;         // Events that came again under the same id.
  std::uint32_t effective = 0;        // Events that had an effect.
  bool withheld = false;              // The number, as last known.
};

// Both are pure functions.
CallStory StoryOf(const std::vector<TraceStep>& steps);

// Rules:
//  V1. What was shown needs no reason, whatever the desk was told and when.
//  V2. Switched off comes before everything else: nothing was to be shown.
//  V3. A pop that was written before the ring ended was not reported; what else did not get there
//  in
//      time was too late for the desk (kShortRing), or there was no desk.
v1::NoPopReason ReasonOf(const RingStory& ring);

// How short a ring may be for a connected desk not to be told in time.
inline constexpr Duration kShortRing{1'000};

struct Verdict {
  std::string text;  // One to four sentences; the first is the answer.
  v1::NoPopReason reason = v1::NO_POP_REASON_UNSPECIFIED;
};

// `waited`: the words for how the caller waited, for a call that never rang; may be empty.
//
// Thread safety: pure function.
Verdict VerdictOf(const CallStory& story, const std::string& waited);

}  // namespace jackfield::grpc_api
