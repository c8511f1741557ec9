#include "server/storage/sqlite/callback_table.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>

namespace jackfield::sqlite::callback_table {
namespace {

constexpr std::string_view kSaveSql = R"sql(
  INSERT OR REPLACE INTO callback VALUES (
    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
)sql";

// The id that is shown of a customer whose record was merged away is that of the other.
constexpr std::string_view kLoadSql = R"sql(
  SELECT id, name, number_key, number,
    coalesce((SELECT nullif(merged_into, 0) FROM customer WHERE customer.id = customer_id),
             customer_id),
    value_tier, queue, queue_display_name, state, origin, note_key, note, list, call, ticket,
    preferred, agent, wait_start_at_ms, earliest_at_ms, next_attempt_at_ms, lease_until_at_ms,
    attempts, held, end, ended_by, created_at_ms, ended_at_ms, revision
  FROM callback WHERE id = ?1
)sql";
constexpr std::string_view kIdOfNameSql = "SELECT id FROM callback WHERE name = ?1";

// Parameters: ?1, ?2 the place; ?3 the count; ?4, ?5 the span of creation; ?6 a bit for each state;
// ?7 a bit for each origin; ?8 customer; ?9 queue; ?10 agent; ?11 list; ?12 recovered: 0 no, 1 yes,
// 2 either; ?13 whether there is a scope; ?14, ?15 its login and its queues. 1, 2 and 3 of `end`
// are what IsRecovered() names. Queues of a scope stand in one text, between line feeds.
constexpr std::string_view kRestSql = R"sql(
    AND (c.created_at_ms, c.id) < (?1, ?2)
    AND c.created_at_ms >= ?4 AND c.created_at_ms < ?5
    AND (?6 = 0 OR (?6 >> c.state) & 1)
    AND (?7 = 0 OR (?7 >> c.origin) & 1)
    AND (?8 = 0 OR c.customer_id IN (SELECT ?8 UNION ALL
          SELECT id FROM customer WHERE merged_into = ?8 AND merged_into <> 0))
    AND (?9 = '' OR c.queue = ?9)
    AND (?10 = '' OR c.agent = ?10)
    AND (?11 = '' OR c.list = ?11)
    AND (?12 = 2 OR (c.end IN (1, 2, 3)) = ?12)
    AND (?13 = 0 OR c.agent = ?14 OR c.preferred = ?14
         OR instr(?15, char(10) || c.queue || char(10)) > 0)
  ORDER BY c.created_at_ms DESC, c.id DESC LIMIT ?3
)sql";
// Which index holds all that can be meant. Those of one customer are few, and are sorted; what is
// over is soon much more than what is live.
enum class Lead { kAll, kLive, kCustomer };
constexpr std::array<std::string_view, 3> kLeads = {
    "SELECT c.id FROM callback AS c INDEXED BY callback_by_creation WHERE 1",
    "SELECT c.id FROM callback AS c INDEXED BY callback_live WHERE c.end = 0",
    R"sql(SELECT c.id FROM callback AS c INDEXED BY callback_by_customer
  WHERE c.customer_id <> 0 AND c.customer_id IN (SELECT ?8 UNION ALL
    SELECT id FROM customer WHERE merged_into = ?8 AND merged_into <> 0))sql"};
static_assert(static_cast<int>(exchange::CallbackEnd::kReached) == 1 &&
              static_cast<int>(exchange::CallbackEnd::kReachedOtherwise) == 2 &&
              static_cast<int>(exchange::CallbackEnd::kCustomerCalled) == 3);

template <typename T>
std::int64_t BitsOf(const std::vector<T>& wanted) {
  std::int64_t bits = 0;
  for (const T each : wanted) bits |= std::int64_t{1} << static_cast<int>(each);
  return bits;
}

// Each is put together once, for good, as Connection::Prepare() needs it.
const std::string& SqlOf(Lead lead) {
  static const auto kAll = [] {
    std::array<std::string, kLeads.size()> all;
    for (std::size_t i = 0; i < kLeads.size(); ++i) {
      all[i] = std::string(kLeads[i]) + std::string(kRestSql);
    }
    return all;
  }();
  return kAll[static_cast<std::size_t>(lead)];
}

bool IsLive(exchange::CallbackState state) {
  switch (state) {
    case exchange::CallbackState::kWaiting:
    case exchange::CallbackState::kScheduled:
    case exchange::CallbackState::kInProgress:
      return true;
    case exchange::CallbackState::kReached:
    case exchange::CallbackState::kUnreached:
    case exchange::CallbackState::kCancelled:
      return false;
  }
  return false;
}

Lead LeadOf(const CallbackFilter& filter) {
  if (filter.customer) return Lead::kCustomer;
  const bool live =
      !filter.states.empty() && std::all_of(filter.states.begin(), filter.states.end(), IsLive);
  return live ? Lead::kLive : Lead::kAll;
}

std::string LinesOf(const std::vector<std::string>& queues) {
  std::string lines;
  for (const std::string& queue : queues) lines += (lines.empty() ? "\n" : "") + queue + "\n";
  return lines;
}

int RecoveredOf(const CallbackFilter& filter) {
  constexpr int kEither = 2;
  return filter.recovered ? static_cast<int>(*filter.recovered) : kEither;
}

}  // namespace

void Save(Connection& connection, const CallbackRow& row) {
  connection.Prepare(kSaveSql)
      .Bind(row.callback, row.name, row.number, row.customer, row.value_tier, row.queue)
      .Bind(row.queue_display_name, row.state, row.origin, row.note, row.list, row.call)
      .Bind(row.ticket, row.preferred, row.agent, row.wait_start, row.earliest)
      .Bind(row.next_attempt, row.lease_until, Archived{row.attempts}, row.held, row.end)
      .Bind(row.ended_by, row.created, row.ended, row.revision)
      .Run();
}

std::optional<CallbackRow> Load(Connection& connection, CallbackId id) {
  auto found = connection.Prepare(kLoadSql);
  if (!found.Bind(id).Step()) return std::nullopt;
  CallbackRow row;
  found.Read(row.callback, row.name, row.number, row.customer, row.value_tier, row.queue);
  found.Read(row.queue_display_name, row.state, row.origin, row.note, row.list, row.call);
  found.Read(row.ticket, row.preferred, row.agent, row.wait_start, row.earliest);
  found.Read(row.next_attempt, row.lease_until, Archived{row.attempts}, row.held, row.end);
  found.Read(row.ended_by, row.created, row.ended, row.revision);
  return row;
}

std::optional<CallbackRow> LoadByName(Connection& connection, std::string_view name) {
  CallbackId id;
  {
    auto found = connection.Prepare(kIdOfNameSql);
    if (!found.Bind(name).Step()) return std::nullopt;
    id = found.Value<CallbackId>();
  }
  return Load(connection, id);
}

std::vector<CallbackRow> Find(Connection& connection, const CallbackFilter& filter,
                              const std::optional<Place>& place, std::size_t count) {
  using Limits = std::numeric_limits<std::int64_t>;
  const CallbackScope scope = filter.scope.value_or(CallbackScope{});
  std::vector<CallbackId> ids;
  {
    auto found = connection.Prepare(SqlOf(LeadOf(filter)));
    found.Bind(place ? place->created_ms : Limits::max())
        .Bind(place ? static_cast<std::int64_t>(place->callback.value) : Limits::max(), count)
        .Bind(filter.from.value_or(WallTime(Duration(Limits::min()))))
        .Bind(filter.until.value_or(WallTime(Duration(Limits::max()))))
        .Bind(BitsOf(filter.states), BitsOf(filter.origins), filter.customer, filter.queue)
        .Bind(filter.agent, filter.list, RecoveredOf(filter), filter.scope.has_value())
        .Bind(scope.login, LinesOf(scope.queues));
    while (found.Step()) ids.push_back(found.Value<CallbackId>());
  }
  std::vector<CallbackRow> rows;
  for (const CallbackId id : ids) {
    if (auto row = Load(connection, id)) rows.push_back(*std::move(row));
  }
  return rows;
}

}  // namespace jackfield::sqlite::callback_table
