#include "server/storage/sqlite/journal_table.h"

#include <string>

#include "server/storage/sqlite/checksum.h"

namespace jackfield::sqlite::journal_table {
namespace {

constexpr std::string_view kAppendSql = R"sql(
  INSERT INTO journal (sequence, at_ms, source, event_id, input, checksum)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6)
)sql";
constexpr std::string_view kRememberSql =
    "INSERT INTO seen_event (event_key, sequence, at_ms) VALUES (?1, ?2, ?3)";
constexpr std::string_view kDeleteAfterSql = "DELETE FROM journal WHERE sequence > ?1";
constexpr std::string_view kForgetAfterSql = "DELETE FROM seen_event WHERE sequence > ?1";
constexpr std::string_view kLastSql = "SELECT coalesce(max(sequence), 0) FROM journal";
constexpr std::string_view kFirstSql = "SELECT coalesce(min(sequence), 0) FROM journal";
constexpr std::string_view kFindEventSql =
    "SELECT sequence FROM seen_event WHERE event_key = ?1 AND sequence <= ?2";
constexpr std::string_view kReadSql = R"sql(
  SELECT sequence, source, event_id, input, checksum FROM journal
  WHERE sequence > ?1 ORDER BY sequence
)sql";
constexpr std::string_view kOldestEntriesSql =
    "SELECT sequence, at_ms FROM journal WHERE sequence <= ?1 ORDER BY sequence LIMIT ?2";
constexpr std::string_view kDeleteUpToSql = "DELETE FROM journal WHERE sequence <= ?1";
constexpr std::string_view kOldestEventsSql =
    "SELECT sequence, at_ms FROM seen_event WHERE sequence < ?1 ORDER BY sequence LIMIT ?2";
constexpr std::string_view kForgetUpToSql = "DELETE FROM seen_event WHERE sequence <= ?1";

// What of the oldest rows may go: a prefix, so that no gap is left.
struct Prefix {
  Sequence last;
  std::size_t rows = 0;
};

bool TrimEntries(Connection& connection, const TrimLimits& limits) {
  Prefix prefix;
  {
    auto oldest = connection.Prepare(kOldestEntriesSql);
    oldest.Bind(limits.contained, kTrimRowsMax);
    while (oldest.Step()) {
      Sequence sequence;
      WallTime at;
      oldest.Read(sequence, at);
      if (at >= limits.entries_before) break;
      prefix = {sequence, prefix.rows + 1};
    }
  }
  if (prefix.rows > 0) connection.Prepare(kDeleteUpToSql).Bind(prefix.last).Run();
  return prefix.rows == kTrimRowsMax;
}

Sequence First(Connection& connection) {
  auto first = connection.Prepare(kFirstSql);
  first.Step();
  return first.Value<Sequence>();
}

bool TrimEvents(Connection& connection, const TrimLimits& limits) {
  const Sequence first = First(connection);
  const Sequence last = Last(connection);
  Prefix prefix;
  {
    auto oldest = connection.Prepare(kOldestEventsSql);
    oldest.Bind(first, kTrimRowsMax);
    while (oldest.Step()) {
      Sequence sequence;
      WallTime at;
      oldest.Read(sequence, at);
      const bool beyond = last.value - sequence.value >= kSeenEventsMax;
      if (at >= limits.seen_events_before && !beyond) break;
      prefix = {sequence, prefix.rows + 1};
    }
  }
  if (prefix.rows > 0) connection.Prepare(kForgetUpToSql).Bind(prefix.last).Run();
  return prefix.rows == kTrimRowsMax;
}

}  // namespace

void Append(Connection& connection, const JournalEntry& entry, WallTime at) {
  connection.Prepare(kAppendSql)
      .Bind(entry.sequence, at, entry.source, entry.event_id, Blob{entry.input}, ChecksumOf(entry))
      .Run();
  if (entry.event_id.empty()) return;
  const std::string key = EventKey(entry.source, entry.event_id);
  connection.Prepare(kRememberSql).Bind(Blob{key}, entry.sequence, at).Run();
}

void DeleteAfter(Connection& connection, Sequence last) {
  connection.Prepare(kDeleteAfterSql).Bind(last).Run();
  connection.Prepare(kForgetAfterSql).Bind(last).Run();
}

Sequence Last(Connection& connection) {
  auto last = connection.Prepare(kLastSql);
  last.Step();
  return last.Value<Sequence>();
}

std::optional<Sequence> FindEvent(Connection& connection, const std::string& event_key,
                                  Sequence last) {
  auto found = connection.Prepare(kFindEventSql);
  if (!found.Bind(Blob{event_key}, last).Step()) return std::nullopt;
  return found.Value<Sequence>();
}

Status Read(Connection& connection, Sequence after,
            const std::function<Status(const JournalEntry&)>& take) {
  auto rows = connection.Prepare(kReadSql);
  rows.Bind(after);
  std::uint64_t expected = after.value;
  while (rows.Step()) {
    JournalEntry entry;
    std::uint64_t checksum = 0;
    rows.Read(entry.sequence, entry.source, entry.event_id, entry.input, checksum);
    ++expected;
    if (entry.sequence.value != expected) {
      return Fail(ErrorCode::kDataLoss, "JOURNAL_DAMAGED",
                  "journal entry " + std::to_string(expected) + " is missing");
    }
    if (ChecksumOf(entry) != checksum) {
      return Fail(ErrorCode::kDataLoss, "JOURNAL_DAMAGED",
                  "journal entry " + std::to_string(expected) + " is damaged");
    }
    if (Status taken = take(entry); !taken) return taken;
  }
  return {};
}

bool Trim(Connection& connection, const TrimLimits& limits) {
  const bool more_entries = TrimEntries(connection, limits);
  const bool more_events = TrimEvents(connection, limits);
  return more_entries || more_events;
}

}  // namespace jackfield::sqlite::journal_table
