#include "server/exchange/calendar/zone_offsets.h"

#include <algorithm>
#include <iterator>

namespace jackfield::exchange {
namespace {

using Change = std::vector<OffsetChange>::const_iterator;

// The offset up to `change`, which may be the end.
std::chrono::seconds OffsetBefore(const ZoneOffsets& zone, Change change) {
  return change == zone.changes.begin() ? zone.first : std::prev(change)->offset;
}

// When clocks with this offset show `local`.
WallTime WithOffset(LocalTime local, std::chrono::seconds offset) {
  return WallTime(local.time_since_epoch() - offset);
}

}  // namespace

LocalTime ToLocal(const ZoneOffsets& zone, WallTime at) {
  const Change next =
      std::upper_bound(zone.changes.begin(), zone.changes.end(), at,
                       [](WallTime time, const OffsetChange& change) { return time < change.at; });
  return LocalTime(at.time_since_epoch() + OffsetBefore(zone, next));
}

WallTime ToUtc(const ZoneOffsets& zone, LocalTime local, LocalMeaning meaning) {
  // The first change that sets the clocks to a time after `local`.
  const Change next = std::partition_point(zone.changes.begin(), zone.changes.end(),
                                           [local](const OffsetChange& change) {
                                             return change.at <= WithOffset(local, change.offset);
                                           });
  const WallTime later = WithOffset(local, OffsetBefore(zone, next));
  if (next != zone.changes.end() && later >= next->at) return next->at;  // Skipped.
  if (meaning == LocalMeaning::kLater || next == zone.changes.begin()) return later;
  const Change last = std::prev(next);
  const WallTime earlier = WithOffset(local, OffsetBefore(zone, last));
  return earlier < last->at ? earlier : later;
}

}  // namespace jackfield::exchange
