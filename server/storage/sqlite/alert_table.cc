#include "server/storage/sqlite/alert_table.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

namespace jackfield::sqlite::alert_table {
namespace {

constexpr int kDeletedAtOnce = 100;
constexpr std::size_t kRowsMax = 1'000;

constexpr std::string_view kSaveSql = R"sql(
  INSERT OR REPLACE INTO alert VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
)sql";
constexpr std::string_view kLoadSql = "SELECT * FROM alert WHERE id = ?1";
// The queues stand in one text, each between line feeds, which no name has.
constexpr std::string_view kFindSql = R"sql(
  SELECT * FROM alert
  WHERE id < ?1 AND raised_at_ms >= ?3 AND raised_at_ms < ?4
    AND (?5 = '' OR instr(?5, char(10) || queue || char(10)) > 0) AND (?6 = 0 OR ticket = 0)
  ORDER BY id DESC LIMIT ?2
)sql";
constexpr std::string_view kFindRaisedSql = R"sql(
  SELECT * FROM alert
  WHERE id < ?1 AND cleared_at_ms IS NULL AND raised_at_ms >= ?3 AND raised_at_ms < ?4
    AND (?5 = '' OR instr(?5, char(10) || queue || char(10)) > 0) AND (?6 = 0 OR ticket = 0)
  ORDER BY id DESC LIMIT ?2
)sql";
constexpr std::string_view kDeleteSql = R"sql(
  DELETE FROM alert WHERE id IN
    (SELECT id FROM alert WHERE cleared_at_ms < ?1 ORDER BY cleared_at_ms LIMIT ?2)
)sql";

AlertRow ReadRow(Prepared& found) {
  AlertRow row;
  exchange::Alert& alert = row.alert;
  found.Read(alert.id, row.queue, row.queue_display_name, alert.rule.figure,
             alert.rule.limit_millionths, alert.rule.raise_after, alert.rule.clear_after,
             alert.raised_value_millionths, alert.raised, alert.cleared, alert.acknowledged,
             alert.acknowledged_by, alert.revision);
  exchange::TicketAlert ticket;
  found.Read(ticket.ticket, ticket.name, ticket.cause);
  if (ticket.ticket) alert.ticket = std::move(ticket);
  return row;
}

std::string JoinNames(const std::vector<std::string>& names) {
  std::string joined;
  for (const std::string& name : names) joined += (joined.empty() ? "\n" : "") + name + "\n";
  return joined;
}

}  // namespace

void Save(Connection& connection, const AlertRow& row) {
  const exchange::Alert& alert = row.alert;
  const exchange::TicketAlert ticket = alert.ticket.value_or(exchange::TicketAlert());
  connection.Prepare(kSaveSql)
      .Bind(alert.id, row.queue, row.queue_display_name, alert.rule.figure)
      .Bind(alert.rule.limit_millionths, alert.rule.raise_after, alert.rule.clear_after)
      .Bind(alert.raised_value_millionths, alert.raised, alert.cleared, alert.acknowledged)
      .Bind(alert.acknowledged_by, alert.revision)
      .Bind(ticket.ticket, ticket.name, ticket.cause)
      .Run();
}

std::optional<AlertRow> Load(Connection& connection, AlertId id) {
  auto found = connection.Prepare(kLoadSql);
  if (!found.Bind(id).Step()) return std::nullopt;
  return ReadRow(found);
}

std::vector<AlertRow> Find(Connection& connection, const AlertFilter& filter, AlertId place,
                           std::size_t count) {
  using Limits = std::numeric_limits<std::int64_t>;
  auto found = connection.Prepare(filter.raised_only ? kFindRaisedSql : kFindSql);
  found.Bind(place, std::min(count, kRowsMax))
      .Bind(filter.from.value_or(WallTime(Duration(Limits::min()))))
      .Bind(filter.until.value_or(WallTime(Duration(Limits::max()))))
      .Bind(JoinNames(filter.queues), filter.figures_only);
  std::vector<AlertRow> rows;
  while (found.Step()) rows.push_back(ReadRow(found));
  return rows;
}

bool DeleteClearedBefore(Connection& connection, WallTime time) {
  return connection.Prepare(kDeleteSql).Bind(time, kDeletedAtOnce).Run() == kDeletedAtOnce;
}

}  // namespace jackfield::sqlite::alert_table
