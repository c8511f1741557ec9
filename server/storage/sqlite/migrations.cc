#include "server/storage/sqlite/migrations.h"

#include <cstddef>

#include "server/storage/sqlite/failure.h"

namespace jackfield::sqlite {
namespace {

// "JACK", so that file(1) and we know our files.
constexpr std::int64_t kApplicationId = 0x4a41434b;

Status Apply(Connection& connection, const Migration& migration, std::size_t version) {
  return Caught([&]() -> Status {
    connection.Execute("BEGIN IMMEDIATE");
    connection.Execute(std::string(migration.sql));
    connection.Execute("PRAGMA application_id = " + std::to_string(kApplicationId));
    connection.Execute("PRAGMA user_version = " + std::to_string(version));
    connection.Execute("COMMIT");
    return {};
  });
}

void RollBack(Connection& connection) {
  const Status ignored = Caught([&]() -> Status {
    connection.Execute("ROLLBACK");
    return {};
  });
  static_cast<void>(ignored);  // Where SQLite rolled back by itself there is nothing left to do.
}

}  // namespace

Result<int> SchemaVersion(Connection& connection) {
  return Caught([&]() -> Result<int> {
    const auto version = connection.AskNumber("PRAGMA user_version");
    const auto owner = connection.AskNumber("PRAGMA application_id");
    const auto tables = connection.AskNumber("SELECT count(*) FROM sqlite_schema");
    if (owner != kApplicationId && (version != 0 || tables != 0)) {
      return Fail(ErrorCode::kFailedPrecondition, "STORE_OF_ANOTHER_PROGRAM",
                  "the file is a database of another program");
    }
    return static_cast<int>(version);
  });
}

Status Migrate(Connection& connection, std::span<const Migration> migrations) {
  const auto version = SchemaVersion(connection);
  if (!version) return Fail(version);
  const auto last = migrations.size();
  const auto present = static_cast<std::size_t>(*version);
  if (present > last) {
    return Fail(ErrorCode::kFailedPrecondition, "STORE_TOO_NEW",
                "the database has schema " + std::to_string(present) +
                    ", this program knows schemas up to " + std::to_string(last) +
                    ": start the newer program, or restore a backup of this version");
  }
  for (std::size_t next = present; next < last; ++next) {
    const Status applied = Apply(connection, migrations[next], next + 1);
    if (!applied) {
      RollBack(connection);
      Error error = applied.error();
      error.message = "migration " + std::string(migrations[next].name) + ": " + error.message;
      return tl::unexpected<Error>(std::move(error));
    }
  }
  return {};
}

}  // namespace jackfield::sqlite
