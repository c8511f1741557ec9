#pragma once

#include "server/ports/call_trace.h"
#include "server/storage/sqlite/database.h"

namespace jackfield::sqlite {

// The traces of calls in SQLite, read beside the engine's commits.
//
// Lifetime: `database` outlives it.
//
// Thread safety: thread-safe.
class SqliteCallTraces final : public CallTraces {
 public:
  explicit SqliteCallTraces(Database& database) : database_(database) {}

  Result<std::vector<TraceStep>> OfCall(CallId call) override;
  Result<SourceCallTrace> OfSourceCall(std::string_view source,
                                       std::string_view switch_id) override;

 private:
  Database& database_;
};

}  // namespace jackfield::sqlite
