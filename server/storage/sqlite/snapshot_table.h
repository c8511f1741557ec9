#pragma once

#include <optional>

#include "server/base/result.h"
#include "server/ports/store.h"
#include "server/storage/sqlite/connection.h"

// Snapshots of the exchange, of which the two newest are kept. Functions throw SQLite::Exception;
// see Caught().
namespace jackfield::sqlite::snapshot_table {

void Save(Connection& connection, const StoredSnapshot& snapshot);

// The newest that is whole; nullopt: none was ever saved. Errors: kDataLoss when all are damaged.
Result<std::optional<StoredSnapshot>> Load(Connection& connection);

// The last entry that all kept snapshots contain; none unless there are two.
Sequence ContainedInAll(Connection& connection);

}  // namespace jackfield::sqlite::snapshot_table
