#include "server/storage/sqlite/trace_table.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "server/storage/sqlite/checksum.h"

namespace jackfield::sqlite::trace_table {
namespace {

constexpr std::string_view kSaveSql = R"sql(
  INSERT OR REPLACE INTO call_trace (call_id, sequence, at_ms, steps) VALUES (?1, ?2, ?3, ?4)
)sql";
constexpr std::string_view kNameSql =
    "INSERT OR REPLACE INTO traced_call (call_id, source_call) VALUES (?1, ?2)";
constexpr std::string_view kSaveStraySql = R"sql(
  INSERT OR REPLACE INTO stray_trace (source_call, sequence, at_ms, steps) VALUES (?1, ?2, ?3, ?4)
)sql";
constexpr std::string_view kOfCallSql = R"sql(
  SELECT steps FROM call_trace WHERE call_id = ?1 ORDER BY sequence DESC, at_ms DESC LIMIT ?2
)sql";
constexpr std::string_view kStraysSql = R"sql(
  SELECT steps FROM stray_trace WHERE source_call = ?1 ORDER BY sequence DESC, at_ms DESC LIMIT ?2
)sql";
constexpr std::string_view kNewestSql = R"sql(
  SELECT name FROM traced_call JOIN interaction USING (call_id)
  WHERE source_call = ?1 ORDER BY call_id DESC LIMIT 1
)sql";
constexpr std::string_view kOldestSql = R"sql(
  SELECT call_id, sequence, at_ms FROM call_trace ORDER BY call_id, sequence, at_ms LIMIT ?1
)sql";
constexpr std::string_view kDeleteSql =
    "DELETE FROM call_trace WHERE (call_id, sequence, at_ms) <= (?1, ?2, ?3)";
// The names of calls of which nothing is left.
constexpr std::string_view kForgetSql = R"sql(
  DELETE FROM traced_call
  WHERE call_id < coalesce((SELECT min(call_id) FROM call_trace), ?1 + 1)
)sql";
constexpr std::string_view kDeleteStraysSql = R"sql(
  DELETE FROM stray_trace WHERE (source_call, sequence, at_ms) IN (
    SELECT source_call, sequence, at_ms FROM stray_trace WHERE at_ms < ?1 ORDER BY at_ms LIMIT ?2)
)sql";

// The steps of rows that come newest first, oldest first.
std::vector<TraceStep> ReadSteps(Prepared& rows) {
  std::vector<std::vector<TraceStep>> newest_first;
  while (rows.Step()) rows.Read(Archived{newest_first.emplace_back()});
  std::vector<TraceStep> steps;
  for (auto row = newest_first.rbegin(); row != newest_first.rend(); ++row) {
    steps.insert(steps.end(), std::make_move_iterator(row->begin()),
                 std::make_move_iterator(row->end()));
  }
  const auto over = static_cast<std::ptrdiff_t>(std::max(steps.size(), CallTraces::kStepsMax) -
                                                CallTraces::kStepsMax);
  steps.erase(steps.begin(), steps.begin() + over);
  return steps;
}

// A prefix, so that what stands in order is read in order.
bool TrimCalls(Connection& connection, WallTime before) {
  struct {
    CallId call;
    Sequence sequence;
    WallTime at;
    std::size_t rows = 0;
  } last;
  {
    auto oldest = connection.Prepare(kOldestSql);
    oldest.Bind(kTrimRowsMax);
    while (oldest.Step()) {
      CallId call;
      Sequence sequence;
      WallTime at;
      oldest.Read(call, sequence, at);
      if (at >= before) break;
      last = {call, sequence, at, last.rows + 1};
    }
  }
  if (last.rows == 0) return false;
  connection.Prepare(kDeleteSql).Bind(last.call, last.sequence, last.at).Run();
  connection.Prepare(kForgetSql).Bind(last.call).Run();
  return last.rows == kTrimRowsMax;
}

}  // namespace

void Save(Connection& connection, const CallTraceRow& row) {
  if (!row.call) {
    const std::string key = EventKey(row.source, row.switch_id);
    connection.Prepare(kSaveStraySql)
        .Bind(Blob{key}, row.sequence, row.at, Archived{row.steps})
        .Run();
    return;
  }
  connection.Prepare(kSaveSql).Bind(row.call, row.sequence, row.at, Archived{row.steps}).Run();
  if (row.source.empty()) return;
  const std::string key = EventKey(row.source, row.switch_id);
  connection.Prepare(kNameSql).Bind(row.call, Blob{key}).Run();
}

std::vector<TraceStep> OfCall(Connection& connection, CallId call) {
  auto rows = connection.Prepare(kOfCallSql);
  rows.Bind(call, kRowsReadMax);
  return ReadSteps(rows);
}

SourceCallTrace OfSourceCall(Connection& connection, std::string_view source,
                             std::string_view switch_id) {
  const std::string key = EventKey(source, switch_id);
  SourceCallTrace trace;
  {
    auto newest = connection.Prepare(kNewestSql);
    if (newest.Bind(Blob{key}).Step()) trace.call = newest.Value<std::string>();
  }
  auto strays = connection.Prepare(kStraysSql);
  strays.Bind(Blob{key}, kRowsReadMax);
  trace.strays = ReadSteps(strays);
  return trace;
}

bool Trim(Connection& connection, WallTime before) {
  const bool more_calls = TrimCalls(connection, before);
  const int strays = connection.Prepare(kDeleteStraysSql).Bind(before, kTrimRowsMax).Run();
  return more_calls || strays == static_cast<int>(kTrimRowsMax);
}

}  // namespace jackfield::sqlite::trace_table
