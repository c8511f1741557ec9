#include "server/storage/sqlite/sqlite_interactions.h"

#include <algorithm>
#include <utility>

#include "server/storage/sqlite/call_log_query.h"
#include "server/storage/sqlite/interaction_query.h"
#include "server/storage/sqlite/interaction_table.h"
#include "server/storage/sqlite/interval_table.h"
#include "server/storage/sqlite/secrets.h"
#include "server/storage/sqlite/subject_keys.h"

namespace jackfield::sqlite {
namespace {

constexpr std::size_t kPageSizeDefault = 50;
constexpr std::string_view kIdOfNameSql = "SELECT call_id FROM interaction WHERE name = ?1";
constexpr std::string_view kHasQueueSql = "SELECT 1 FROM queue_interval WHERE queue = ?1 LIMIT 1";
constexpr std::string_view kHasAgentSql = "SELECT 1 FROM agent_interval WHERE agent = ?1 LIMIT 1";

}  // namespace

SqliteInteractions::SqliteInteractions(Database& database, std::string token_secret,
                                       std::string hash_secret)
    : database_(database), tokens_(std::move(token_secret)), hash_secret_(std::move(hash_secret)) {}

Result<std::unique_ptr<SqliteInteractions>> SqliteInteractions::Open(Database& database,
                                                                     Random& random) {
  auto tokens = SecretOf(database, random, "page_tokens");
  if (!tokens) return Fail(tokens);
  auto hash = SecretOf(database, random, kSubjectSecret);
  if (!hash) return Fail(hash);
  return std::unique_ptr<SqliteInteractions>(
      new SqliteInteractions(database, std::move(*tokens), std::move(*hash)));
}

Result<InteractionRow> SqliteInteractions::GetByName(std::string_view name) {
  return database_.Read([&](Connection& connection) -> Result<InteractionRow> {
    auto found = connection.Prepare(kIdOfNameSql);
    auto row =
        found.Bind(name).Step() ? LoadInteraction(connection, found.Value<CallId>()) : std::nullopt;
    if (!row) {
      return Fail(ErrorCode::kNotFound, "INTERACTION_NOT_FOUND", "no such interaction");
    }
    interaction_table::LoadParts(connection, *row);
    return std::move(*row);
  });
}

Result<InteractionPage> SqliteInteractions::List(const InteractionFilter& filter,
                                                 std::size_t page_size,
                                                 std::string_view page_token) {
  if (filter.number_keys.size() > InteractionFilter::kNumberKeysMax) {
    return FailField("FIELD_INVALID", "number", "has too many forms");
  }
  const std::string question = "interactions\n" + QuestionOf(filter);
  InteractionPlace place;
  if (!page_token.empty()) {
    const auto read = tokens_.Read<InteractionPlace>(question, page_token);
    if (!read) return Fail(read);
    place = *read;
  }
  const std::size_t count = page_size == 0 ? kPageSizeDefault : std::min(page_size, kPageSizeMax);
  return database_.Read([&](Connection& connection) -> Result<InteractionPage> {
    InteractionPage page;
    page.interactions = FindInteractions(connection, filter, place, count + 1);
    if (page.interactions.size() > count) {
      page.interactions.resize(count);
      const InteractionRow& last = page.interactions.back();
      page.next_page_token = tokens_.Make(question, InteractionPlace{last.started, last.call});
    }
    for (InteractionRow& row : page.interactions) interaction_table::LoadParts(connection, row);
    return page;
  });
}

Result<std::vector<InteractionRow>> SqliteInteractions::Recent(CustomerId customer,
                                                               std::size_t count) {
  if (!customer) return std::vector<InteractionRow>{};
  return database_.Read([&](Connection& connection) -> Result<std::vector<InteractionRow>> {
    return FindRecent(connection, customer, std::min(count, kRecentMax));
  });
}

Result<std::vector<Contact>> SqliteInteractions::Contacts(CustomerId customer, std::size_t count) {
  if (!customer) return std::vector<Contact>{};
  return database_.Read([&](Connection& connection) -> Result<std::vector<Contact>> {
    return FindContacts(connection, customer, std::min(count, kRecentMax));
  });
}

Result<std::vector<QueueIntervalRow>> SqliteInteractions::QueueIntervals(WallTime from,
                                                                         WallTime until) {
  return database_.Read([&](Connection& connection) -> Result<std::vector<QueueIntervalRow>> {
    return interval_table::QueueRows(connection, from, until);
  });
}

Result<std::vector<AgentIntervalRow>> SqliteInteractions::AgentIntervals(WallTime from,
                                                                         WallTime until) {
  return database_.Read([&](Connection& connection) -> Result<std::vector<AgentIntervalRow>> {
    return interval_table::AgentRows(connection, from, until);
  });
}

Result<CallLogStep> SqliteInteractions::ReadCalls(const CallLogPlace& after, WallTime until) {
  return database_.Read([&](Connection& connection) -> Result<CallLogStep> {
    return ReadCallLog(connection, hash_secret_, after, until, kLogStepCalls);
  });
}

Result<std::vector<InteractionRow>> SqliteInteractions::GetCalls(const std::vector<CallId>& calls) {
  return database_.Read([&](Connection& connection) -> Result<std::vector<InteractionRow>> {
    std::vector<InteractionRow> rows;
    for (const CallId call : calls) {
      auto row = LoadInteraction(connection, call);
      if (!row) continue;
      interaction_table::LoadParts(connection, *row);
      rows.push_back(std::move(*row));
    }
    return rows;
  });
}

Result<bool> SqliteInteractions::HasQueue(const std::string& queue) {
  return Finds(kHasQueueSql, queue);
}

Result<bool> SqliteInteractions::HasAgent(const std::string& agent) {
  return Finds(kHasAgentSql, agent);
}

Result<bool> SqliteInteractions::Finds(std::string_view sql, const std::string& name) {
  return database_.Read([&](Connection& connection) -> Result<bool> {
    auto found = connection.Prepare(sql);
    return found.Bind(name).Step();
  });
}

}  // namespace jackfield::sqlite
