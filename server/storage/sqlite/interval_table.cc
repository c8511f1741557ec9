#include "server/storage/sqlite/interval_table.h"

#include <string_view>
#include <tuple>

#include "server/exchange/counters.h"

namespace jackfield::sqlite::interval_table {
namespace {

// The counters are bound and read in the order of their fields; the tables' columns follow it.
constexpr std::string_view kSaveQueueSql = R"sql(
  INSERT OR REPLACE INTO queue_interval VALUES
  (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
)sql";
constexpr std::string_view kSaveAgentSql = R"sql(
  INSERT OR REPLACE INTO agent_interval VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
)sql";
constexpr std::string_view kQueueRowsSql = R"sql(
  SELECT * FROM queue_interval WHERE interval_at_ms >= ?1 AND interval_at_ms < ?2
  ORDER BY queue, interval_at_ms
)sql";
constexpr std::string_view kAgentRowsSql = R"sql(
  SELECT * FROM agent_interval WHERE interval_at_ms >= ?1 AND interval_at_ms < ?2
  ORDER BY agent, queue, interval_at_ms
)sql";

template <typename Counters>
constexpr std::size_t kFieldsOf =
    std::tuple_size_v<decltype(Counters::Fields(std::declval<Counters&>()))>;
// A further field needs a migration that adds its column.
static_assert(kFieldsOf<exchange::QueueCounters> == 23);
static_assert(kFieldsOf<exchange::AgentCounters> == 13);

}  // namespace

void Save(Connection& connection, const QueueIntervalRow& row) {
  connection.Prepare(kSaveQueueSql).Bind(row.queue, row.interval).BindFields(row.counters).Run();
}

void Save(Connection& connection, const AgentIntervalRow& row) {
  connection.Prepare(kSaveAgentSql)
      .Bind(row.agent, row.queue, row.interval)
      .BindFields(row.counters)
      .Run();
}

std::vector<QueueIntervalRow> QueueRows(Connection& connection, WallTime from, WallTime until) {
  std::vector<QueueIntervalRow> rows;
  auto found = connection.Prepare(kQueueRowsSql);
  found.Bind(from, until);
  while (found.Step()) {
    QueueIntervalRow& row = rows.emplace_back();
    found.Read(row.queue, row.interval);
    found.ReadFields(row.counters);
  }
  return rows;
}

std::vector<AgentIntervalRow> AgentRows(Connection& connection, WallTime from, WallTime until) {
  std::vector<AgentIntervalRow> rows;
  auto found = connection.Prepare(kAgentRowsSql);
  found.Bind(from, until);
  while (found.Step()) {
    AgentIntervalRow& row = rows.emplace_back();
    found.Read(row.agent, row.queue, row.interval);
    found.ReadFields(row.counters);
  }
  return rows;
}

}  // namespace jackfield::sqlite::interval_table
