#include "server/storage/sqlite/snapshot_table.h"

#include <cstdint>
#include <string_view>

#include "server/storage/sqlite/checksum.h"

namespace jackfield::sqlite::snapshot_table {
namespace {

// Also the same one, where it is damaged and saved again.
constexpr std::string_view kMakeRoomSql = R"sql(
  DELETE FROM snapshot WHERE sequence = ?1
    OR sequence < (SELECT max(sequence) FROM snapshot WHERE sequence < ?1)
)sql";
// Of no snapshot, and not one of the ?2 parts that were written of ?1.
constexpr std::string_view kDeleteStraySql = R"sql(
  DELETE FROM snapshot_part WHERE rowid = (
    SELECT rowid FROM snapshot_part
    WHERE snapshot NOT IN (SELECT sequence FROM snapshot) AND NOT (snapshot = ?1 AND number < ?2)
    LIMIT 1)
)sql";
constexpr std::string_view kSavePartSql =
    "INSERT OR REPLACE INTO snapshot_part (snapshot, number, bytes) VALUES (?1, ?2, ?3)";
constexpr std::string_view kSaveSql = "INSERT INTO snapshot (sequence, checksum) VALUES (?1, ?2)";
constexpr std::string_view kListSql =
    "SELECT sequence, checksum FROM snapshot ORDER BY sequence DESC";
constexpr std::string_view kLoadSql =
    "SELECT bytes FROM snapshot_part WHERE snapshot = ?1 ORDER BY number";
constexpr std::string_view kContainedSql =
    "SELECT CASE count(*) WHEN 2 THEN min(sequence) ELSE 0 END FROM snapshot";

}  // namespace

Saving::Saving(const StoredSnapshot& snapshot)
    : snapshot_(snapshot), checksum_(ChecksumOf(snapshot)) {}

bool Saving::Step(Connection& connection) {
  const Sequence sequence = snapshot_.sequence;
  const std::string_view state = snapshot_.state;
  if (parts_ == 0) connection.Prepare(kMakeRoomSql).Bind(sequence).Run();
  // First, so that the new part is written over the pages of the one that goes.
  const bool stray = connection.Prepare(kDeleteStraySql).Bind(sequence, parts_).Run() > 0;
  if (parts_ * kPartBytes < state.size()) {
    const Blob part{state.substr(parts_ * kPartBytes, kPartBytes)};
    connection.Prepare(kSavePartSql).Bind(sequence, parts_, part).Run();
    ++parts_;
  }
  if (stray || parts_ * kPartBytes < state.size()) return true;
  connection.Prepare(kSaveSql).Bind(sequence, checksum_).Run();
  return false;
}

Result<std::optional<StoredSnapshot>> Load(Connection& connection) {
  auto found = connection.Prepare(kListSql);
  bool damaged = false;
  while (found.Step()) {
    StoredSnapshot snapshot;
    std::uint64_t checksum = 0;
    found.Read(snapshot.sequence, checksum);
    auto part = connection.Prepare(kLoadSql);
    for (part.Bind(snapshot.sequence); part.Step();) snapshot.state += part.Value<std::string>();
    if (ChecksumOf(snapshot) == checksum) return snapshot;
    damaged = true;
  }
  if (damaged) {
    return Fail(ErrorCode::kDataLoss, "SNAPSHOT_DAMAGED",
                "no snapshot reads back whole: restore a backup");
  }
  return std::nullopt;
}

Sequence ContainedInAll(Connection& connection) {
  auto found = connection.Prepare(kContainedSql);
  found.Step();
  return found.Value<Sequence>();
}

}  // namespace jackfield::sqlite::snapshot_table
