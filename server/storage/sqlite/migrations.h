#pragma once

#include <span>
#include <string>
#include <string_view>

#include "server/base/result.h"
#include "server/storage/sqlite/connection.h"

namespace jackfield::sqlite {

// One step of the schema. The n-th of a list takes the database from version n-1 to n.
struct Migration {
  std::string_view name;  // Of the file in migrations/.
  std::string_view sql;
};

// The files of migrations/, in order. Released ones never change.
std::span<const Migration> AllMigrations();

// The version of the schema in the database; 0: it is empty.
// Errors: kFailedPrecondition (STORE_OF_ANOTHER_PROGRAM); kUnavailable, kDataLoss.
Result<int> SchemaVersion(Connection& connection);

// Brings the database to the last version, each step in a transaction of its own together with its
// number, so that a crash leaves the schema before or after a step. Does nothing when it is there.
// Errors: kFailedPrecondition (STORE_TOO_NEW) when a newer program wrote the database;
// kFailedPrecondition (STORE_OF_ANOTHER_PROGRAM); kUnavailable, kResourceExhausted, kDataLoss.
Status Migrate(Connection& connection, std::span<const Migration> migrations);

}  // namespace jackfield::sqlite
