#include "server/storage/sqlite/ticket_query.h"

#include <algorithm>
#include <array>
#include <utility>

#include "server/storage/sqlite/search_words.h"
#include "server/storage/sqlite/ticket_table.h"
#include "server/storage/sqlite/ticket_words.h"

namespace jackfield::sqlite {
namespace {

using exchange::TicketState;
using ticket_table::Mark;

// Parameters of all: ?1, ?2 the place; ?3 the count; ?4, ?5 the span of creation; ?6 a bit for each
// state; ?7 a bit for each type; ?8 the least priority; ?9 customer; ?10 queue; ?11 owner; ?12
// unowned; ?13 tag; ?14 watcher; ?15 breached; ?16 due before; ?17 whether there is a scope; ?18 to
// ?20 its login, queues and customers. Of some also: ?21 priority of the part; ?22, ?23 kind and
// value of the leading mark; from ?24 on the words.
constexpr int kFirstWord = 24;

// How a part of an order is read: sorted by which key, and which tickets are in it.
enum class Walk { kNewest, kUpdated, kDue, kUndue, kPriority };

// likely(): without it the planner takes a part for so small that it sorts it.
struct WalkSql {
  std::string_view key;
  std::string_view index;  // Holds all of the part's tickets in its order.
  std::string_view where;
  std::string_view order;
};
constexpr std::array<WalkSql, 5> kWalks = {{
    {"t.created_at_ms", "ticket_by_creation", "(t.created_at_ms, t.id) < (?1, ?2)",
     "t.created_at_ms DESC, t.id DESC"},
    {"t.updated_at_ms", "ticket_by_update", "(t.updated_at_ms, t.id) < (?1, ?2)",
     "t.updated_at_ms DESC, t.id DESC"},
    {"t.due_at_ms", "ticket_by_due", "t.due_at_ms IS NOT NULL AND (t.due_at_ms, t.id) > (?1, ?2)",
     "t.due_at_ms, t.id"},
    {"t.created_at_ms", "ticket_by_creation",
     "t.due_at_ms IS NULL AND (t.created_at_ms, t.id) < (?1, ?2)",
     "t.created_at_ms DESC, t.id DESC"},
    {"t.created_at_ms", "ticket_by_priority",
     "likely(t.priority = ?21) AND (t.created_at_ms, t.id) > (?1, ?2)", "t.created_at_ms, t.id"},
}};

bool IsDescending(Walk walk) {
  switch (walk) {
    case Walk::kNewest:
    case Walk::kUpdated:
    case Walk::kUndue:
      return true;
    case Walk::kDue:
    case Walk::kPriority:
      return false;
  }
  return true;
}

struct Part {
  Walk walk = Walk::kNewest;
  exchange::TicketPriority priority = exchange::TicketPriority::kNormal;  // Of kPriority.
};

std::vector<Part> PartsOf(TicketOrder order) {
  using exchange::TicketPriority;
  switch (order) {
    case TicketOrder::kNewest:
      return {{Walk::kNewest}};
    case TicketOrder::kUpdated:
      return {{Walk::kUpdated}};
    case TicketOrder::kDue:
      return {{Walk::kDue}, {Walk::kUndue}};
    case TicketOrder::kPriority:
      return {{Walk::kPriority, TicketPriority::kUrgent},
              {Walk::kPriority, TicketPriority::kHigh},
              {Walk::kPriority, TicketPriority::kNormal},
              {Walk::kPriority, TicketPriority::kLow}};
  }
  return {};
}

// What leads the list: what narrows it most. Only kAll is read in the order of the list; what the
// others find is sorted, which is little beside reading it. The rest of the filter only refuses.
enum class Lead {
  kAll,
  kWords,
  kCustomer,
  kMark,
  kOwner,
  kLiveOwner,
  kQueue,
  kLiveQueue,
  kLive,
  kBreached,
  kScope,
};

// CROSS JOIN: in this order.
constexpr std::array<std::string_view, 11> kLeads = {{
    "FROM ticket AS t INDEXED BY ",  // An index and WHERE follow.
    R"sql(FROM (SELECT DISTINCT rowid >> 16 AS id FROM
            (SELECT rowid FROM ticket_words WHERE ticket_words MATCH ?24
             ORDER BY rowid DESC LIMIT 50000)) AS w
          CROSS JOIN ticket AS t ON t.id = w.id WHERE )sql",
    R"sql(FROM ticket AS t INDEXED BY ticket_by_customer
          WHERE t.customer_id <> 0 AND t.customer_id IN (SELECT ?9 UNION ALL
            SELECT id FROM customer WHERE merged_into = ?9 AND merged_into <> 0) AND )sql",
    R"sql(FROM ticket_mark AS m CROSS JOIN ticket AS t ON t.id = m.ticket_id
          WHERE m.kind = ?22 AND m.value = ?23 AND )sql",
    "FROM ticket AS t INDEXED BY ticket_by_owner WHERE t.owner = ?11 AND t.owner <> '' AND ",
    R"sql(FROM ticket AS t INDEXED BY ticket_by_owner
          WHERE t.owner = ?11 AND t.owner <> '' AND t.state IN (1, 2, 3, 4) AND )sql",
    "FROM ticket AS t INDEXED BY ticket_by_queue WHERE t.queue = ?10 AND t.queue <> '' AND ",
    R"sql(FROM ticket AS t INDEXED BY ticket_by_queue
          WHERE t.queue = ?10 AND t.queue <> '' AND t.state IN (1, 2, 3, 4) AND )sql",
    "FROM ticket AS t INDEXED BY ticket_live WHERE t.state <> 5 AND ",
    "FROM ticket AS t INDEXED BY ticket_breached WHERE t.breached <> 0 AND ",
    "",  // See SqlFor().
}};

// Queues and customers of a scope stand in one text each, between line feeds, which no name has.
constexpr std::string_view kFilter = R"sql(
  AND t.created_at_ms >= ?4 AND t.created_at_ms < ?5
  AND (?6 = 0 OR (?6 >> t.state) & 1)
  AND (?7 = 0 OR (?7 >> t.type) & 1)
  AND t.priority >= ?8
  AND (?9 = 0 OR t.customer_id IN (SELECT ?9 UNION ALL
        SELECT id FROM customer WHERE merged_into = ?9 AND merged_into <> 0))
  AND (?10 = '' OR t.queue = ?10)
  AND (?11 = '' OR t.owner = ?11)
  AND (?12 = 0 OR t.owner = '')
  AND (?13 = '' OR EXISTS (SELECT 1 FROM ticket_mark AS a
        WHERE a.kind = 1 AND a.value = ?13 AND a.ticket_id = t.id))
  AND (?14 = '' OR EXISTS (SELECT 1 FROM ticket_mark AS b
        WHERE b.kind = 2 AND b.value = ?14 AND b.ticket_id = t.id))
  AND ((?15 = 0 AND ?16 IS NULL) OR (?15 <> 0 AND t.breached <> 0) OR t.due_at_ms < ?16)
  AND (?17 = 0 OR t.owner = ?18
    OR instr(?19, char(10) || t.queue || char(10)) > 0
    OR EXISTS (SELECT 1 FROM ticket_mark AS c
        WHERE c.kind = 2 AND c.value = ?18 AND c.ticket_id = t.id)
    OR (?20 <> '' AND t.customer_id <> 0 AND instr(?20, char(10) || coalesce(
          (SELECT nullif(merged_into, 0) FROM customer WHERE id = t.customer_id),
          t.customer_id) || char(10)) > 0))
)sql";
// All that is in a scope, some of it more than once. Both lists begin with what is none.
constexpr std::string_view kScopeIds = R"sql(
  WITH RECURSIVE
    seen_queue (name, rest) AS (
      SELECT '', substr(?19, 2)
      UNION ALL SELECT substr(rest, 1, instr(rest, char(10)) - 1),
        substr(rest, instr(rest, char(10)) + 1) FROM seen_queue WHERE rest <> ''),
    seen_customer (id, rest) AS (
      SELECT 0, substr(?20, 2)
      UNION ALL SELECT CAST(substr(rest, 1, instr(rest, char(10)) - 1) AS INTEGER),
        substr(rest, instr(rest, char(10)) + 1) FROM seen_customer WHERE rest <> '')
  SELECT id FROM ticket INDEXED BY ticket_by_owner WHERE owner = ?18 AND owner <> ''
  UNION ALL SELECT ticket_id FROM ticket_mark WHERE kind = 2 AND value = ?18
  UNION ALL SELECT own.id FROM seen_queue AS q
    CROSS JOIN ticket AS own INDEXED BY ticket_by_queue
    WHERE own.queue = q.name AND own.queue <> ''
  UNION ALL SELECT own.id FROM seen_customer AS c
    CROSS JOIN ticket AS own INDEXED BY ticket_by_customer
    WHERE own.customer_id = c.id AND own.customer_id <> 0
  UNION ALL SELECT own.id FROM seen_customer AS c CROSS JOIN customer AS merged
    CROSS JOIN ticket AS own INDEXED BY ticket_by_customer
    WHERE merged.merged_into = c.id AND merged.merged_into <> 0
      AND own.customer_id = merged.id AND own.customer_id <> 0
)sql";
// A scope with no more than so many leads its lists. One with more is met so often in any order
// that a page is soon full.
constexpr std::size_t kScopeLeadMax = 20'000;

static_assert(kTextsPerWordMax == 50'000 && ticket_words::kNumbersEnd == 1U << 16U);

// The first word leads; each further one may be in another text of the ticket.
std::string WordFilter() {
  std::string filter;
  for (std::size_t i = 1; i < kQueryWordsMax; ++i) {
    const std::string word = "?" + std::to_string(kFirstWord + static_cast<int>(i));
    filter += " AND (" + word +
              " = '' OR t.id IN (SELECT rowid >> 16 FROM"
              " (SELECT rowid FROM ticket_words WHERE ticket_words MATCH " +
              word + " ORDER BY rowid DESC LIMIT 50000)))";
  }
  return filter;
}

std::string SqlFor(Lead lead, const WalkSql& walk) {
  std::string sql = "SELECT t.id, " + std::string(walk.key) + " ";
  sql += kLeads[static_cast<std::size_t>(lead)];
  if (lead == Lead::kAll) sql += std::string(walk.index) + " WHERE ";
  if (lead == Lead::kScope) {
    sql += "FROM (SELECT DISTINCT id FROM (" + std::string(kScopeIds) +
           ")) AS s CROSS JOIN ticket AS t ON t.id = s.id WHERE ";
  }
  sql += std::string(walk.where) + std::string(kFilter);
  if (lead == Lead::kWords) sql += WordFilter();
  return sql + " ORDER BY " + std::string(walk.order) + " LIMIT ?3";
}

// Each is put together once, for good, as Connection::Prepare() needs it.
const std::string& SqlOf(Lead lead, Walk walk) {
  static const auto kAll = [] {
    std::array<std::array<std::string, kWalks.size()>, kLeads.size()> all;
    for (std::size_t i = 0; i < kLeads.size(); ++i) {
      for (std::size_t j = 0; j < kWalks.size(); ++j) {
        all[i][j] = SqlFor(static_cast<Lead>(i), kWalks[j]);
      }
    }
    return all;
  }();
  return kAll[static_cast<std::size_t>(lead)][static_cast<std::size_t>(walk)];
}

const std::string& CountScopeSql() {
  static const std::string kSql =
      "SELECT count(*) FROM (SELECT 1 FROM (" + std::string(kScopeIds) + ") LIMIT ?3)";
  return kSql;
}

constexpr std::string_view kEntriesSql = R"sql(
  SELECT * FROM ticket_entry WHERE ticket_id = ?1 AND number < ?2
  ORDER BY number DESC LIMIT ?3
)sql";
// 1, 2 and 3: kCreated, kCommented and kStateChanged.
constexpr std::string_view kCommentsSql = R"sql(
  SELECT * FROM ticket_entry
  WHERE ticket_id = ?1 AND number < ?2 AND what IN (1, 2, 3) AND text <> x''
  ORDER BY number DESC LIMIT ?3
)sql";
constexpr std::string_view kTicketsOfSql = R"sql(
  SELECT t.name FROM ticket_mark AS m JOIN ticket AS t ON t.id = m.ticket_id
  WHERE m.kind = 3 AND m.value = ?1 ORDER BY m.ticket_id DESC LIMIT ?2
)sql";
constexpr std::string_view kCountOpenSql = R"sql(
  SELECT count(*) FROM ticket
  WHERE customer_id <> 0 AND state IN (1, 2, 3) AND customer_id IN (SELECT ?1 UNION ALL
    SELECT id FROM customer WHERE merged_into = ?1 AND merged_into <> 0)
)sql";
constexpr std::string_view kFindOpenSql = R"sql(
  SELECT id FROM ticket
  WHERE customer_id <> 0 AND state IN (1, 2, 3) AND customer_id IN (SELECT ?1 UNION ALL
    SELECT id FROM customer WHERE merged_into = ?1 AND merged_into <> 0)
  ORDER BY created_at_ms DESC, id DESC LIMIT ?2
)sql";
constexpr std::string_view kResolveSql =
    "SELECT merged_into FROM customer WHERE id = ?1 AND merged_into <> 0";

// Who a customer is now.
CustomerId Resolved(Connection& connection, CustomerId customer) {
  auto found = connection.Prepare(kResolveSql);
  return customer && found.Bind(customer).Step() ? found.Value<CustomerId>() : customer;
}

template <typename T>
std::int64_t BitsOf(const std::vector<T>& wanted) {
  std::int64_t bits = 0;
  for (const T each : wanted) bits |= std::int64_t{1} << static_cast<int>(each);
  return bits;
}

// A filter as the statements take it.
struct Question {
  TicketFilter filter;  // Customers as they are now.
  std::vector<std::string> terms;
  std::string scope_queues;
  std::string scope_customers;
  bool scope_leads = false;
};

Question Asked(Connection& connection, const TicketFilter& filter) {
  Question question{filter, TermsOf(filter.words), {}, {}};
  question.filter.customer = Resolved(connection, filter.customer);
  if (!filter.scope) return question;
  for (const std::string& queue : filter.scope->queues) {
    question.scope_queues += (question.scope_queues.empty() ? "\n" : "") + queue + "\n";
  }
  for (const CustomerId customer : filter.scope->customers) {
    question.scope_customers += (question.scope_customers.empty() ? "\n" : "") +
                                std::to_string(Resolved(connection, customer).value) + "\n";
  }
  return question;
}

bool IsLiveOnly(const TicketFilter& filter) {
  return !filter.states.empty() && std::find(filter.states.begin(), filter.states.end(),
                                             TicketState::kClosed) == filter.states.end();
}

Lead LeadOf(const Question& question, Walk walk) {
  const TicketFilter& filter = question.filter;
  const bool live = IsLiveOnly(filter);
  if (!question.terms.empty()) return Lead::kWords;
  if (filter.customer) return Lead::kCustomer;
  if (!filter.watcher.empty() || !filter.tag.empty()) return Lead::kMark;
  if (!filter.owner.empty()) return live ? Lead::kLiveOwner : Lead::kOwner;
  if (!filter.queue.empty()) return live ? Lead::kLiveQueue : Lead::kQueue;
  if (walk == Walk::kDue) return Lead::kAll;  // Only live ones are in its index.
  if (question.scope_leads) return Lead::kScope;
  if (live) return Lead::kLive;
  return filter.breached && !filter.due_before ? Lead::kBreached : Lead::kAll;
}

void BindFilter(Prepared& found, const Question& question) {
  using Limits = std::numeric_limits<std::int64_t>;
  const TicketFilter& filter = question.filter;
  const TicketScope scope = filter.scope.value_or(TicketScope{});
  const int priority_min = filter.priority_min ? static_cast<int>(*filter.priority_min) : 0;
  found.Bind(filter.from.value_or(WallTime(Duration(Limits::min()))))
      .Bind(filter.until.value_or(WallTime(Duration(Limits::max()))))
      .Bind(BitsOf(filter.states), BitsOf(filter.types), priority_min, filter.customer)
      .Bind(filter.queue, filter.owner, filter.unowned, filter.tag, filter.watcher)
      .Bind(filter.breached, filter.due_before, filter.scope.has_value(), scope.login)
      .Bind(question.scope_queues, question.scope_customers);
}

// Whether the scope is what narrows the list most.
bool IsScopeToLead(Connection& connection, const Question& question) {
  if (!question.filter.scope) return false;
  const Lead lead = LeadOf(question, Walk::kNewest);
  if (lead != Lead::kAll && lead != Lead::kLive) return false;
  auto counted = connection.Prepare(CountScopeSql());
  counted.Bind(0, 0, kScopeLeadMax + 1);
  BindFilter(counted, question);
  counted.Step();
  return counted.Value<std::size_t>() <= kScopeLeadMax;
}

void BindLead(Prepared& found, const Question& question, Lead lead, const Part& part) {
  const TicketFilter& filter = question.filter;
  const bool by_mark = lead == Lead::kMark;
  const bool by_words = lead == Lead::kWords;
  if (by_mark || by_words || part.walk == Walk::kPriority) found.Bind(part.priority);
  if (!by_mark && !by_words) return;
  const bool watched = !filter.watcher.empty();
  found.Bind(watched ? Mark::kWatcher : Mark::kTag, watched ? filter.watcher : filter.tag);
  if (!by_words) return;
  for (std::size_t i = 0; i < kQueryWordsMax; ++i) {
    found.Bind(i < question.terms.size() ? question.terms[i] : std::string());
  }
}

struct Match {
  TicketId ticket;
  std::int64_t key = 0;
};

std::vector<Match> FindPart(Connection& connection, const Question& question, const Part& part,
                            const TicketPlace& place, std::size_t count) {
  using Limits = std::numeric_limits<std::int64_t>;
  const bool descending = IsDescending(part.walk);
  const std::int64_t first = descending ? Limits::max() : Limits::min();
  const std::int64_t key = place.begun ? place.key : first;
  const std::int64_t ticket = place.begun ? static_cast<std::int64_t>(place.ticket.value) : first;
  const Lead lead = LeadOf(question, part.walk);
  auto found = connection.Prepare(SqlOf(lead, part.walk));
  found.Bind(key, ticket, count);
  BindFilter(found, question);
  BindLead(found, question, lead, part);
  std::vector<Match> matches;
  while (found.Step()) {
    Match& match = matches.emplace_back();
    found.Read(match.ticket, match.key);
  }
  return matches;
}

}  // namespace

std::string QuestionOf(const TicketFilter& filter, TicketOrder order) {
  TicketFilter asked = filter;
  if (asked.scope) {
    asked.scope->queues.clear();
    asked.scope->customers.clear();
  }
  return ToArchive(std::pair(asked, order));
}

TicketMatches FindTickets(Connection& connection, const TicketFilter& filter, TicketOrder order,
                          const TicketPlace& place, std::size_t count) {
  TicketMatches matches;
  Question question = Asked(connection, filter);
  question.scope_leads = IsScopeToLead(connection, question);
  if (question.terms.empty() && !filter.words.empty()) return matches;
  const std::vector<Part> parts = PartsOf(order);
  TicketPlace at = place;
  while (at.part < parts.size()) {
    const std::size_t wanted = count - matches.tickets.size();
    // One more than wanted tells whether there are more.
    const auto found = FindPart(connection, question, parts[at.part], at, wanted + 1);
    for (std::size_t i = 0; i < std::min(wanted, found.size()); ++i) {
      matches.tickets.push_back(found[i].ticket);
      at = {at.part, true, found[i].key, found[i].ticket};
    }
    if (found.size() > wanted) {
      matches.next = at;
      return matches;
    }
    at = {static_cast<std::uint8_t>(at.part + 1)};
  }
  return matches;
}

std::vector<TicketEntryRow> FindEntries(Connection& connection, TicketId ticket, bool comments_only,
                                        std::uint32_t below, std::size_t count) {
  auto found = connection.Prepare(comments_only ? kCommentsSql : kEntriesSql);
  found.Bind(ticket, below, count);
  std::vector<TicketEntryRow> entries;
  while (found.Step()) entries.push_back(ticket_table::ReadEntry(found));
  return entries;
}

std::vector<std::string> FindTicketsOf(Connection& connection, const std::string& interaction) {
  auto found = connection.Prepare(kTicketsOfSql);
  found.Bind(interaction, kLinkedMax);
  std::vector<std::string> names;
  while (found.Step()) names.push_back(found.Value<std::string>());
  return names;
}

std::size_t CountOpen(Connection& connection, CustomerId customer) {
  auto found = connection.Prepare(kCountOpenSql);
  found.Bind(Resolved(connection, customer)).Step();
  return found.Value<std::size_t>();
}

std::vector<TicketId> FindOpen(Connection& connection, CustomerId customer, std::size_t count) {
  auto found = connection.Prepare(kFindOpenSql);
  found.Bind(Resolved(connection, customer), count);
  std::vector<TicketId> tickets;
  while (found.Step()) tickets.push_back(found.Value<TicketId>());
  return tickets;
}

}  // namespace jackfield::sqlite
