#include "server/storage/sqlite/interval_table.h"

#include <string_view>
#include <tuple>

#include "server/exchange/counters.h"

namespace jackfield::sqlite::interval_table {
namespace {

// The counters are bound and read in the order of their fields; the tables' columns follow it. They
// are updated, not replaced: that would write the index by time each time.
constexpr std::string_view kSaveQueueSql = R"sql(
  INSERT INTO queue_interval VALUES
  (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
   ?, ?, ?)
  ON CONFLICT (queue, interval_at_ms) DO UPDATE SET
    offered = excluded.offered, answered = excluded.answered,
    answered_within = excluded.answered_within, abandoned = excluded.abandoned,
    abandoned_within = excluded.abandoned_within, abandoned_short = excluded.abandoned_short,
    timed_out = excluded.timed_out, exit_key = excluded.exit_key,
    exit_empty = excluded.exit_empty, withdrawn = excluded.withdrawn, lost = excluded.lost,
    refused_full = excluded.refused_full, refused_empty = excluded.refused_empty,
    passed_threshold = excluded.passed_threshold, transferred_out = excluded.transferred_out,
    ring_no_answers = excluded.ring_no_answers, completed = excluded.completed,
    wait_answered_ms = excluded.wait_answered_ms, wait_abandoned_ms = excluded.wait_abandoned_ms,
    wait_max_ms = excluded.wait_max_ms, talk_ms = excluded.talk_ms, hold_ms = excluded.hold_ms,
    after_call_work_ms = excluded.after_call_work_ms, overflowed = excluded.overflowed,
    foretold = excluded.foretold, foretold_p50 = excluded.foretold_p50,
    foretold_p90 = excluded.foretold_p90, wait_foretold_ms = excluded.wait_foretold_ms,
    wait_of_foretold_ms = excluded.wait_of_foretold_ms,
    foretold_offered = excluded.foretold_offered,
    foretold_abandoned = excluded.foretold_abandoned,
    foretold_overflowed = excluded.foretold_overflowed
)sql";
constexpr std::string_view kSaveAgentSql = R"sql(
  INSERT INTO agent_interval VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (agent, queue, interval_at_ms) DO UPDATE SET
    offers = excluded.offers, answered = excluded.answered,
    ring_no_answers = excluded.ring_no_answers, pauses = excluded.pauses,
    transferred_out = excluded.transferred_out, completed = excluded.completed,
    ringing_ms = excluded.ringing_ms, talk_ms = excluded.talk_ms, hold_ms = excluded.hold_ms,
    after_call_work_ms = excluded.after_call_work_ms, ready_ms = excluded.ready_ms,
    not_ready_ms = excluded.not_ready_ms, logged_on_ms = excluded.logged_on_ms
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
static_assert(kFieldsOf<exchange::QueueCounters> == 32);
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
