#include "server/storage/sqlite/idempotency_records.h"

#include <vector>

namespace jackfield::sqlite {
namespace {

constexpr std::string_view kFindSql = R"sql(
  SELECT response FROM request_record WHERE actor = ?1 AND request_id = ?2 AND at_ms >= ?3
)sql";
// One that is too old counts as none.
constexpr std::string_view kSaveSql = R"sql(
  INSERT INTO request_record (actor, request_id, response, at_ms) VALUES (?1, ?2, ?3, ?4)
  ON CONFLICT (actor, request_id) DO UPDATE
    SET response = excluded.response, at_ms = excluded.at_ms WHERE request_record.at_ms < ?5
)sql";
constexpr std::string_view kTrimSql = R"sql(
  DELETE FROM request_record WHERE (actor, request_id) IN
    (SELECT actor, request_id FROM request_record WHERE at_ms < ?1 ORDER BY at_ms LIMIT ?2)
)sql";

}  // namespace

Result<std::optional<std::string>> IdempotencyRecords::Find(std::string_view actor,
                                                            std::string_view request_id) {
  return database_.Read([&](Connection& connection) -> Result<std::optional<std::string>> {
    auto found = connection.Prepare(kFindSql);
    if (!found.Bind(actor, request_id, Oldest()).Step()) return std::nullopt;
    return found.Value<std::string>();
  });
}

Status IdempotencyRecords::Save(std::string_view actor, std::string_view request_id,
                                std::string_view response) {
  std::vector<OwnedKey> keys;
  Status saved = database_.Write(Urgency::kBulk, [&](Connection& connection) -> Status {
    keys = keys_.SaveUnsaved(connection);
    connection.Prepare(kSaveSql)
        .Bind(actor, request_id, Blob{response}, clock_.WallNow(), Oldest())
        .Run();
    return {};
  });
  if (saved) keys_.MarkSaved(keys);
  return saved;
}

Result<bool> IdempotencyRecords::TrimStep() {
  int deleted = 0;
  const Status done = database_.Write(Urgency::kBulk, [&](Connection& connection) -> Status {
    deleted = connection.Prepare(kTrimSql).Bind(Oldest(), kTrimRowsMax).Run();
    return {};
  });
  if (!done) return Fail(done);
  return deleted == kTrimRowsMax;
}

}  // namespace jackfield::sqlite
