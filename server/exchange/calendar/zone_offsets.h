#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "server/base/archive.h"
#include "server/base/time.h"

namespace jackfield::exchange {

// What the clocks of a zone show, as milliseconds since they showed 1970-01-01 00:00. Not a point
// in time: where the clocks are set, some of it is skipped and some comes twice.
using LocalTime = std::chrono::local_time<Duration>;

// The clocks of a zone are set.
struct OffsetChange {
  WallTime at{};                   // From here on, included.
  std::chrono::seconds offset{0};  // Local time less UTC: east of Greenwich it is positive.

  bool operator==(const OffsetChange&) const = default;
  JACKFIELD_FIELDS(at, offset)
};

// How far the clocks of a time zone are from UTC. The default is UTC itself.
//
// It is asked of the tz database where a configuration is applied, and from then on a part of the
// configuration. Why: a journal gives the same state on every machine, however new the tz database
// is there (X1).
struct ZoneOffsets {
  std::chrono::seconds first{0};      // Before the first change.
  std::vector<OffsetChange> changes;  // By time; further apart than the clocks are ever set.

  bool operator==(const ZoneOffsets&) const = default;
  JACKFIELD_FIELDS(first, changes)
};

// Which of the two is meant by a local time that comes twice.
enum class LocalMeaning : std::uint8_t { kEarlier, kLater };

// Thread safety: pure function.
LocalTime ToLocal(const ZoneOffsets& zone, WallTime at);

// When the clocks show `local`. For a time that they skip: when they are set. So a later local time
// is never an earlier moment, for either meaning.
//
// Thread safety: pure function.
WallTime ToUtc(const ZoneOffsets& zone, LocalTime local, LocalMeaning meaning);

}  // namespace jackfield::exchange
