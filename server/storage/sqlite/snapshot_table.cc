#include "server/storage/sqlite/snapshot_table.h"

#include <cstdint>
#include <string_view>

#include "server/storage/sqlite/checksum.h"

namespace jackfield::sqlite::snapshot_table {
namespace {

constexpr std::string_view kSaveSql =
    "INSERT OR REPLACE INTO snapshot (sequence, state, checksum) VALUES (?1, ?2, ?3)";
constexpr std::string_view kMakeRoomSql = R"sql(
  DELETE FROM snapshot
  WHERE sequence < (SELECT max(sequence) FROM snapshot WHERE sequence < ?1)
)sql";
constexpr std::string_view kLoadSql =
    "SELECT sequence, state, checksum FROM snapshot ORDER BY sequence DESC";
constexpr std::string_view kContainedSql =
    "SELECT CASE count(*) WHEN 2 THEN min(sequence) ELSE 0 END FROM snapshot";

}  // namespace

void Save(Connection& connection, const StoredSnapshot& snapshot) {
  // First, so that the new one is written over the pages of the one that goes.
  connection.Prepare(kMakeRoomSql).Bind(snapshot.sequence).Run();
  connection.Prepare(kSaveSql)
      .Bind(snapshot.sequence, Blob{snapshot.state}, ChecksumOf(snapshot))
      .Run();
}

Result<std::optional<StoredSnapshot>> Load(Connection& connection) {
  auto found = connection.Prepare(kLoadSql);
  bool damaged = false;
  while (found.Step()) {
    StoredSnapshot snapshot;
    std::uint64_t checksum = 0;
    found.Read(snapshot.sequence, snapshot.state, checksum);
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
