#include "server/storage/sqlite/sqlite_call_traces.h"

#include "server/storage/sqlite/trace_table.h"

namespace jackfield::sqlite {

Result<std::vector<TraceStep>> SqliteCallTraces::OfCall(CallId call) {
  return database_.Read([&](Connection& connection) -> Result<std::vector<TraceStep>> {
    return trace_table::OfCall(connection, call);
  });
}

Result<SourceCallTrace> SqliteCallTraces::OfSourceCall(std::string_view source,
                                                       std::string_view switch_id) {
  return database_.Read([&](Connection& connection) -> Result<SourceCallTrace> {
    return trace_table::OfSourceCall(connection, source, switch_id);
  });
}

}  // namespace jackfield::sqlite
