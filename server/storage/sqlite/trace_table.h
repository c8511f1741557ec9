#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "server/base/time.h"
#include "server/ports/call_trace.h"
#include "server/storage/sqlite/connection.h"

// Traces of calls. Functions throw SQLite::Exception; see Caught().
namespace jackfield::sqlite::trace_table {

constexpr std::size_t kTrimRowsMax = 500;
constexpr std::size_t kRowsReadMax = 1'000;  // Of one call; the newest.

// Saving the same row twice leaves it once.
void Save(Connection& connection, const CallTraceRow& row);

std::vector<TraceStep> OfCall(Connection& connection, CallId call);
SourceCallTrace OfSourceCall(Connection& connection, std::string_view source,
                             std::string_view switch_id);

// Deletes at most kTrimRowsMax rows of either kind from before `before`. Returns whether there may
// be more.
bool Trim(Connection& connection, WallTime before);

}  // namespace jackfield::sqlite::trace_table
