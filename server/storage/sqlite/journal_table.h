#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "server/base/ids.h"
#include "server/base/result.h"
#include "server/base/time.h"
#include "server/ports/store.h"
#include "server/storage/sqlite/connection.h"

// The journal and what is remembered of its events. Functions throw SQLite::Exception; see
// Caught().
namespace jackfield::sqlite::journal_table {

constexpr std::size_t kTrimRowsMax = 500;
// Beyond this many entries an event is forgotten even before its time.
constexpr std::uint64_t kSeenEventsMax = 5'000'000;

// What one trim step may delete.
struct TrimLimits {
  Sequence contained;             // Entries up to this one stand in both newest snapshots.
  WallTime entries_before{};      // Entries of before this time.
  WallTime seen_events_before{};  // Events of before this time.
};

// Appends the entry. Throws on a sequence or an event that stands there already.
void Append(Connection& connection, const JournalEntry& entry, WallTime at);

// Deletes what stands after `last`, as if it had never been written.
void DeleteAfter(Connection& connection, Sequence last);

// The last entry; none: there is none.
Sequence Last(Connection& connection);

// The entry that the event became, as far as it is remembered and not after `last`.
std::optional<Sequence> FindEvent(Connection& connection, const std::string& event_key,
                                  Sequence last);

// As Store::ReadJournal().
Status Read(Connection& connection, Sequence after,
            const std::function<Status(const JournalEntry&)>& take);

// Deletes at most kTrimRowsMax entries and as many remembered events, oldest first. An event is
// remembered at least as long as its entry stands (S2). Returns whether there may be more.
bool Trim(Connection& connection, const TrimLimits& limits);

}  // namespace jackfield::sqlite::journal_table
