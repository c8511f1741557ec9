#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/ports/alerts.h"
#include "server/storage/sqlite/connection.h"

// Alerts of queues and tickets. Functions throw SQLite::Exception; see Caught().
namespace jackfield::sqlite::alert_table {

// Writes the row over what stands there.
void Save(Connection& connection, const AlertRow& row);

// nullopt: there is none.
std::optional<AlertRow> Load(Connection& connection, AlertId id);

// The next `count` alerts before `place` that fit, newest first.
std::vector<AlertRow> Find(Connection& connection, const AlertFilter& filter, AlertId place,
                           std::size_t count);

// Deletes some of the alerts that were cleared before `time`. Returns whether there may be more.
bool DeleteClearedBefore(Connection& connection, WallTime time);

}  // namespace jackfield::sqlite::alert_table
