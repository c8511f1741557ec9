#include "server/storage/sqlite/interaction_query.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>
#include <utility>

#include "server/storage/sqlite/interaction_table.h"

namespace jackfield::sqlite {
namespace {

// What leads the list: what narrows it most, read through an index in the order of the list, so
// that a page costs what it shows and not what there is. The rest of the filter only refuses.
enum class Lead { kAll, kLive, kCustomer, kNumber, kParticipant, kResult, kDirection };

// Parameters of all: ?1, ?2 the place; ?3 the count; ?4 the earliest start; ?5 source; ?6 customer;
// ?7 agent; ?8 queue; ?9 live only; ?10, ?11 kind and name of the leading participant; ?12
// direction; ?13 a bit for each result; ?14 disposition; ?15 what finds the number; ?16 the leading
// result.
constexpr std::string_view kSelect = "SELECT i.started_at_ms, i.call_id FROM interaction AS i ";
constexpr std::string_view kLeads[] = {
    "WHERE ",
    "WHERE i.ended_at_ms IS NULL AND ",
    "WHERE i.owner_id <> 0 AND i.owner_id IN (SELECT ?6 UNION ALL "
    "SELECT id FROM customer WHERE merged_into = ?6 AND merged_into <> 0) AND ",
    "WHERE i.number_lookup = ?15 AND i.number_lookup <> x'' AND ",
    "JOIN interaction_participant AS p USING (call_id, started_at_ms) "
    "WHERE p.kind = ?10 AND p.name = ?11 AND (p.started_at_ms, p.call_id) < (?1, ?2) AND ",
    "WHERE i.result = ?16 AND ",
    "WHERE i.direction = ?12 AND ",
};
constexpr std::string_view kFilter = R"sql(
  (i.started_at_ms, i.call_id) < (?1, ?2) AND i.started_at_ms >= ?4
  AND (?5 = '' OR i.source = ?5)
  AND (?6 = 0 OR i.owner_id IN (SELECT ?6 UNION ALL
        SELECT id FROM customer WHERE merged_into = ?6 AND merged_into <> 0))
  AND (?7 = '' OR EXISTS (SELECT 1 FROM interaction_participant AS a WHERE a.kind = 1
        AND a.name = ?7 AND a.started_at_ms = i.started_at_ms AND a.call_id = i.call_id))
  AND (?8 = '' OR EXISTS (SELECT 1 FROM interaction_participant AS q WHERE q.kind = 2
        AND q.name = ?8 AND q.started_at_ms = i.started_at_ms AND q.call_id = i.call_id))
  AND (?9 = 0 OR i.ended_at_ms IS NULL)
  AND (?12 = 0 OR i.direction = ?12)
  AND (?13 = 0 OR (?13 >> i.result) & 1)
  AND (?14 = '' OR EXISTS (SELECT 1 FROM interaction_after_call AS d
        WHERE d.call_id = i.call_id AND d.disposition = ?14))
  AND (?15 = x'' OR i.number_lookup = ?15)
)sql";
constexpr std::string_view kOrder = " ORDER BY i.started_at_ms DESC, i.call_id DESC LIMIT ?3";
constexpr std::string_view kParticipantOrder =
    " ORDER BY p.started_at_ms DESC, p.call_id DESC LIMIT ?3";

// Each is put together once, for good, as Connection::Prepare() needs it.
const std::string& SqlOf(Lead lead) {
  static const std::array<std::string, std::size(kLeads)> kAll = [] {
    std::array<std::string, std::size(kLeads)> all;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool by_participant = i == static_cast<std::size_t>(Lead::kParticipant);
      all[i] = std::string(kSelect) + std::string(kLeads[i]) + std::string(kFilter) +
               std::string(by_participant ? kParticipantOrder : kOrder);
    }
    return all;
  }();
  return kAll[static_cast<std::size_t>(lead)];
}

// The id that is shown of a customer whose record was merged away is that of the other. A call that
// was claimed is shown as one of a customer who has the number.
constexpr std::string_view kSelectRow = R"sql(
  SELECT call_id, name, source, switch_id, direction, origin, presentation,
    number_key, number, caller_name_key, caller_name, e164_key, e164,
    CASE WHEN customer_id = 0 AND claimed_by <> 0 THEN 1 ELSE match END,
    coalesce((SELECT nullif(merged_into, 0) FROM customer WHERE id = owner_id), owner_id),
    candidates, candidate_count, dialled_key, dialled, attached,
    started_at_ms, ended_at_ms, end_cause, parent_id, talk_ms, hold_ms, agent, queue, result,
    number_lookup, denied_id
  FROM interaction
)sql";
constexpr std::string_view kOneRow = "WHERE call_id = ?1";
constexpr std::string_view kRecentRows = R"sql(
  WHERE owner_id <> 0 AND owner_id IN (SELECT ?1 UNION ALL
    SELECT id FROM customer WHERE merged_into = ?1 AND merged_into <> 0)
  ORDER BY started_at_ms DESC, call_id DESC LIMIT ?2
)sql";

// The last agent and queue of a call stand in its row, the others in its legs.
constexpr std::string_view kContactsSql = R"sql(
  WITH newest AS (
    SELECT call_id, started_at_ms, agent, queue FROM interaction
    WHERE owner_id <> 0 AND owner_id IN (SELECT ?1 UNION ALL
      SELECT id FROM customer WHERE merged_into = ?1 AND merged_into <> 0)
    ORDER BY started_at_ms DESC, call_id DESC LIMIT ?2)
  SELECT started_at_ms, agent, queue FROM newest
  UNION
  SELECT started_at_ms, leg.agent, leg.queue
  FROM newest JOIN interaction_leg AS leg USING (call_id)
  ORDER BY 1 DESC, 2, 3 LIMIT ?3
)sql";

constexpr std::string_view kResolveSql =
    "SELECT merged_into FROM customer WHERE id = ?1 AND merged_into <> 0";

// Who a customer is now.
CustomerId Resolved(Connection& connection, CustomerId customer) {
  auto found = connection.Prepare(kResolveSql);
  return customer && found.Bind(customer).Step() ? found.Value<CustomerId>() : customer;
}

// As interaction_table writes them.
enum class Participant : std::uint8_t { kNone = 0, kAgent = 1, kQueue = 2, kDisposition = 3 };

struct NamedParticipant {
  Participant kind = Participant::kNone;
  std::string name;
};

// Who of those that are asked for has the fewest calls, as a rule.
NamedParticipant LeadingParticipant(const InteractionFilter& filter) {
  if (!filter.agent.empty()) return {Participant::kAgent, filter.agent};
  if (!filter.disposition.empty()) return {Participant::kDisposition, filter.disposition};
  if (!filter.queue.empty()) return {Participant::kQueue, filter.queue};
  return {};
}

// A bit for each result that is wanted; 0: all are.
std::int64_t BitsOf(const std::vector<CallResult>& results) {
  std::int64_t bits = 0;
  for (const CallResult result : results) bits |= std::int64_t{1} << static_cast<int>(result);
  return bits;
}

Lead LeadOf(const InteractionFilter& filter) {
  if (filter.live_only) return Lead::kLive;
  if (filter.customer) return Lead::kCustomer;
  if (!filter.number_keys.empty()) return Lead::kNumber;
  if (LeadingParticipant(filter).kind != Participant::kNone) return Lead::kParticipant;
  if (filter.results.size() == 1) return Lead::kResult;
  if (filter.direction != exchange::Direction::kUnknown) return Lead::kDirection;
  return Lead::kAll;
}

// Of one number, or of all.
std::vector<InteractionPlace> FindCalls(Connection& connection, const InteractionFilter& filter,
                                        std::string_view number_key, const InteractionPlace& place,
                                        std::size_t count) {
  const WallTime earliest =
      filter.from.value_or(WallTime(Duration(std::numeric_limits<std::int64_t>::min())));
  const NamedParticipant leading = LeadingParticipant(filter);
  auto found = connection.Prepare(SqlOf(LeadOf(filter)));
  found.Bind(place.started, place.call, count, earliest, filter.source)
      .Bind(filter.customer, filter.agent, filter.queue, filter.live_only, leading.kind)
      .Bind(leading.name, filter.direction, BitsOf(filter.results), filter.disposition)
      .Bind(Blob{number_key});
  if (LeadOf(filter) == Lead::kResult) found.Bind(filter.results.front());
  std::vector<InteractionPlace> calls;
  while (found.Step()) {
    InteractionPlace& call = calls.emplace_back();
    found.Read(call.started, call.call);
  }
  return calls;
}

// Each number is read in the order of the list, so that a page costs what it shows.
std::vector<InteractionPlace> FindCalls(Connection& connection, const InteractionFilter& filter,
                                        const InteractionPlace& place, std::size_t count) {
  if (filter.number_keys.empty()) return FindCalls(connection, filter, "", place, count);
  std::vector<InteractionPlace> calls;
  for (const std::string& key : filter.number_keys) {
    const auto more = FindCalls(connection, filter, key, place, count);
    calls.insert(calls.end(), more.begin(), more.end());
  }
  std::sort(calls.begin(), calls.end(), [](const InteractionPlace& a, const InteractionPlace& b) {
    return std::tie(a.started, a.call) > std::tie(b.started, b.call);
  });
  if (calls.size() > count) calls.resize(count);
  return calls;
}

}  // namespace

std::string QuestionOf(const InteractionFilter& filter) {
  return ToArchive(std::pair(
      std::pair(std::pair(filter.customer, filter.agent), std::pair(filter.queue, filter.source)),
      std::pair(std::pair(std::pair(filter.from, filter.until), filter.live_only),
                std::pair(std::pair(filter.direction, BitsOf(filter.results)),
                          std::pair(filter.disposition, filter.number_keys)))));
}

std::vector<InteractionRow> FindInteractions(Connection& connection,
                                             const InteractionFilter& filter,
                                             const InteractionPlace& place, std::size_t count) {
  InteractionFilter wanted = filter;
  wanted.customer = Resolved(connection, filter.customer);
  InteractionPlace from = place;
  // Before the first possible call of `until` is before `until`.
  if (filter.until && *filter.until <= from.started) from = {*filter.until, CallId{}};
  std::vector<InteractionRow> rows;
  for (const InteractionPlace& call : FindCalls(connection, wanted, from, count)) {
    if (auto row = LoadInteraction(connection, call.call)) rows.push_back(std::move(*row));
  }
  return rows;
}

std::vector<InteractionRow> FindRecent(Connection& connection, CustomerId customer,
                                       std::size_t count) {
  static const std::string sql = std::string(kSelectRow) + std::string(kRecentRows);
  std::vector<InteractionRow> rows;
  {
    auto found = connection.Prepare(sql);
    found.Bind(Resolved(connection, customer), count);
    while (found.Step()) rows.push_back(interaction_table::ReadRow(found));
  }
  for (InteractionRow& row : rows) interaction_table::LoadAfterCall(connection, row);
  return rows;
}

std::vector<Contact> FindContacts(Connection& connection, CustomerId customer, std::size_t count) {
  std::vector<Contact> contacts;
  auto found = connection.Prepare(kContactsSql);
  found.Bind(Resolved(connection, customer), count, Interactions::kContactsMax);
  while (found.Step()) {
    Contact& contact = contacts.emplace_back();
    found.Read(contact.at, contact.agent, contact.queue);
  }
  return contacts;
}

std::optional<InteractionRow> LoadInteraction(Connection& connection, CallId call) {
  static const std::string sql = std::string(kSelectRow) + std::string(kOneRow);
  auto found = connection.Prepare(sql);
  if (!found.Bind(call).Step()) return std::nullopt;
  return interaction_table::ReadRow(found);
}

}  // namespace jackfield::sqlite
