#include "server/storage/sqlite/ticket_trace_table.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>

namespace jackfield::sqlite::ticket_trace_table {
namespace {

constexpr std::string_view kSaveSql = R"sql(
  INSERT OR REPLACE INTO ticket_trace (ticket_id, sequence, at_ms, steps) VALUES (?1, ?2, ?3, ?4)
)sql";
// A row has at least one step.
constexpr std::string_view kOfTicketSql = R"sql(
  SELECT steps FROM ticket_trace WHERE ticket_id = ?1 ORDER BY sequence DESC LIMIT ?2
)sql";
constexpr std::string_view kDeleteSql = R"sql(
  DELETE FROM ticket_trace WHERE (ticket_id, sequence) IN (
    SELECT ticket_id, sequence FROM ticket_trace WHERE at_ms < ?1 ORDER BY at_ms LIMIT ?2)
)sql";

}  // namespace

void Save(Connection& connection, const TicketTraceRow& row) {
  connection.Prepare(kSaveSql).Bind(row.ticket, row.sequence, row.at, Archived{row.steps}).Run();
}

std::vector<ReservationTraceStep> OfTicket(Connection& connection, TicketId ticket,
                                           std::size_t steps_max) {
  std::vector<std::vector<ReservationTraceStep>> newest_first;
  {
    auto rows = connection.Prepare(kOfTicketSql);
    rows.Bind(ticket, steps_max);
    while (rows.Step()) rows.Read(Archived{newest_first.emplace_back()});
  }
  std::vector<ReservationTraceStep> steps;
  for (auto row = newest_first.rbegin(); row != newest_first.rend(); ++row) {
    steps.insert(steps.end(), std::make_move_iterator(row->begin()),
                 std::make_move_iterator(row->end()));
  }
  const std::size_t over = std::max(steps.size(), steps_max) - steps_max;
  steps.erase(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(over));
  return steps;
}

bool Trim(Connection& connection, WallTime before) {
  return connection.Prepare(kDeleteSql).Bind(before, kTrimRowsMax).Run() ==
         static_cast<int>(kTrimRowsMax);
}

}  // namespace jackfield::sqlite::ticket_trace_table
