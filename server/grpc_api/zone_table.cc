#include "server/grpc_api/zone_table.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <iterator>
#include <vector>

#include <date/date.h>
#include <date/tz.h>

namespace jackfield::grpc_api {
namespace {

using exchange::OffsetChange;
using exchange::ZoneOffsets;

constexpr std::chrono::years kBefore{1};
constexpr std::chrono::years kAfter{20};

// The files of the tz database list the changes of a rule without an end up to here. What follows
// is in a rule at the end of the file (RFC 9636, section 3.3), which the library does not read.
constexpr date::year kListedLast{2037};

// From here to kListedLast there is a year for each weekday that March may begin on.
constexpr date::year kModelFirst{2030};

date::year YearOf(WallTime at) { return date::year_month_day(date::floor<date::days>(at)).year(); }

date::sys_days MarchOf(date::year year) { return date::sys_days(year / date::March / 1); }

// The changes after `begin`, up to `end`.
std::vector<OffsetChange> ListedChanges(const date::time_zone& zone, WallTime begin, WallTime end) {
  std::vector<OffsetChange> changes;
  date::sys_info info = zone.get_info(begin);
  while (info.end <= end) {
    const std::chrono::seconds before = info.offset;
    const date::sys_seconds at = info.end;
    info = zone.get_info(at);
    if (info.offset != before) changes.push_back({at, info.offset});  // Else only its name changes.
  }
  return changes;
}

// The latest year of those listed in which March begins on the same weekday as in `year`. Rules
// name the n-th or the last weekday of a month, and no month but the first two: so the changes of
// both years are on the same days.
date::year ModelOf(date::year year) {
  date::year model = kListedLast;
  while (model > kModelFirst && date::weekday(MarchOf(model)) != date::weekday(MarchOf(year))) {
    --model;
  }
  return model;
}

// What the rule brings that was in force in the last year listed. A zone with changes after that
// year has none: theirs are listed as far as they are known, like those of Morocco's Ramadan.
std::vector<OffsetChange> FollowingChanges(const date::time_zone& zone, WallTime end) {
  const std::vector<OffsetChange> listed = ListedChanges(
      zone, MarchOf(kModelFirst - date::years{1}), MarchOf(kListedLast + date::years{3}));
  std::vector<OffsetChange> changes;
  if (listed.empty() || YearOf(listed.back().at) != kListedLast) return changes;
  for (date::year year = kListedLast + date::years{1}; year <= YearOf(end); ++year) {
    const date::year model = ModelOf(year);
    for (const OffsetChange& change : listed) {
      if (YearOf(change.at) != model) continue;
      const WallTime at = change.at + (MarchOf(year) - MarchOf(model));
      if (at <= end) changes.push_back({at, change.offset});
    }
  }
  return changes;
}

}  // namespace

Result<const date::time_zone*> FindZone(const std::string& time_zone) {
  try {
    const date::time_zone* const zone = date::locate_zone(time_zone);
    zone->get_info(date::sys_seconds{});  // Reads the file.
    return zone;
  } catch (const std::exception&) {
    return Fail(ErrorCode::kInvalidArgument, "FIELD_INVALID",
                "there is no time zone " + time_zone + " on the server");
  }
}

Result<ZoneOffsets> OffsetsOf(const std::string& time_zone, WallTime from) {
  if (time_zone.empty()) return ZoneOffsets();
  const Result<const date::time_zone*> found = FindZone(time_zone);
  if (!found) return Fail(found);
  const date::time_zone& zone = **found;
  const WallTime begin = from - kBefore;
  const WallTime end = from + kAfter;
  ZoneOffsets offsets{zone.get_info(begin).offset, ListedChanges(zone, begin, end)};
  for (const OffsetChange& change : FollowingChanges(zone, end)) {
    if (change.at > begin) {
      offsets.changes.push_back(change);
    } else {
      offsets.first = change.offset;
    }
  }
  return offsets;
}

}  // namespace jackfield::grpc_api
