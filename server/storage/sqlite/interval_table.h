#pragma once

#include <vector>

#include "server/base/time.h"
#include "server/ports/interaction_row.h"
#include "server/storage/sqlite/connection.h"

// The figures of intervals. Functions throw SQLite::Exception; see Caught().
namespace jackfield::sqlite::interval_table {

// Writes the row over what stands there.
void Save(Connection& connection, const QueueIntervalRow& row);
void Save(Connection& connection, const AgentIntervalRow& row);

// Rows of intervals that start in [from, until), by name and interval.
std::vector<QueueIntervalRow> QueueRows(Connection& connection, WallTime from, WallTime until);
std::vector<AgentIntervalRow> AgentRows(Connection& connection, WallTime from, WallTime until);

}  // namespace jackfield::sqlite::interval_table
