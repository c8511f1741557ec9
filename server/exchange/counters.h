#pragma once

#include <cstdint>

#include "server/base/archive.h"
#include "server/base/time.h"

// The raw figures of reference metrics, per queue or agent and interval. Ratios are never stored:
// they are computed from these on reading. All counts and sums are of events whose time falls into
// the interval; `offered` by the time of entry, everything else by the time it happened.
namespace jackfield::exchange {

constexpr Duration kIntervalLength{15 * 60 * 1000};

// The start of the 15-minute interval that `time` falls into.
inline WallTime IntervalOf(WallTime time) {
  const auto count = time.time_since_epoch() / kIntervalLength;
  return WallTime(count * kIntervalLength);
}

struct QueueCounters {
  std::uint64_t offered = 0;  // Entered the queue.
  std::uint64_t answered = 0;
  std::uint64_t answered_within = 0;   // Within the service-level threshold T.
  std::uint64_t abandoned = 0;         // The caller hung up while waiting.
  std::uint64_t abandoned_within = 0;  // Within T.
  std::uint64_t abandoned_short = 0;   // Within the short-abandon threshold.
  std::uint64_t timed_out = 0;
  std::uint64_t exit_key = 0;
  std::uint64_t exit_empty = 0;
  std::uint64_t withdrawn = 0;
  std::uint64_t lost = 0;          // Closed by reconciliation or the watchdog.
  std::uint64_t refused_full = 0;  // Never entered; not offered.
  std::uint64_t refused_empty = 0;
  std::uint64_t passed_threshold = 0;  // Waited past T: counted the moment T passes.
  std::uint64_t transferred_out = 0;   // Answered legs whose agent transferred the caller.
  std::uint64_t ring_no_answers = 0;
  std::uint64_t completed = 0;  // Answered legs that are over: `talk` counts these.
  Duration wait_answered{0};    // Sum over `answered`.
  Duration wait_abandoned{0};   // Sum over `abandoned`.
  Duration wait_max{0};         // Longest wait of a leg that left in the interval.
  Duration talk{0};             // Sum; without hold.
  Duration hold{0};
  Duration after_call_work{0};
  std::uint64_t overflowed = 0;  // Went elsewhere by the queue's own rule.
  // Of the answered, those for whom a wait had been foretold; and of these, who waited no longer
  // than half, and than nine of ten, were to.
  std::uint64_t foretold = 0;
  std::uint64_t foretold_p50 = 0;
  std::uint64_t foretold_p90 = 0;
  Duration wait_foretold{0};     // Sum over `foretold` of what half were to wait no longer than.
  Duration wait_of_foretold{0};  // Sum over `foretold` of what they waited.
  // Those for whom a wait was foretold, of the offered, the abandoned and the overflowed.
  std::uint64_t foretold_offered = 0;
  std::uint64_t foretold_abandoned = 0;
  std::uint64_t foretold_overflowed = 0;

  bool operator==(const QueueCounters&) const = default;
  JACKFIELD_FIELDS(offered, answered, answered_within, abandoned, abandoned_within, abandoned_short,
                   timed_out, exit_key, exit_empty, withdrawn, lost, refused_full, refused_empty,
                   passed_threshold, transferred_out, ring_no_answers, completed, wait_answered,
                   wait_abandoned, wait_max, talk, hold, after_call_work, overflowed, foretold,
                   foretold_p50, foretold_p90, wait_foretold, wait_of_foretold, foretold_offered,
                   foretold_abandoned, foretold_overflowed)
};

// Of one agent in one queue; queue 0: calls that came by no queue, and the times of the agent as
// such (ready, not ready, logged on).
struct AgentCounters {
  std::uint64_t offers = 0;
  std::uint64_t answered = 0;
  std::uint64_t ring_no_answers = 0;
  std::uint64_t pauses = 0;  // From available to paused, one for each queue membership.
  std::uint64_t transferred_out = 0;
  std::uint64_t completed = 0;
  Duration ringing{0};
  Duration talk{0};  // Without hold.
  Duration hold{0};
  Duration after_call_work{0};
  Duration ready{0};  // Idle, while Ready; also while reserved.
  Duration not_ready{0};
  Duration logged_on{0};

  bool operator==(const AgentCounters&) const = default;
  JACKFIELD_FIELDS(offers, answered, ring_no_answers, pauses, transferred_out, completed, ringing,
                   talk, hold, after_call_work, ready, not_ready, logged_on)
};

}  // namespace jackfield::exchange
