#include "server/storage/sqlite/sqlite_accounts.h"

#include "server/storage/sqlite/audit_table.h"

namespace jackfield::sqlite {
namespace {

constexpr std::string_view kFindUserSql = R"sql(
  SELECT login, display_name, role, password_hash, disabled, created_at_ms, teams, revision,
         updated_at_ms
  FROM user
  WHERE login = ?1
)sql";
constexpr std::string_view kListUsersSql = R"sql(
  SELECT login, display_name, role, password_hash, disabled, created_at_ms, teams, revision,
         updated_at_ms
  FROM user
  ORDER BY login LIMIT ?1
)sql";
constexpr std::string_view kSaveUserSql = R"sql(
  INSERT OR REPLACE INTO user (login, display_name, role, password_hash, disabled, created_at_ms,
                               teams, revision, updated_at_ms)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
)sql";
constexpr std::string_view kDeleteUserSql = "DELETE FROM user WHERE login = ?1";
constexpr std::string_view kDeletePrivateViewsSql =
    "DELETE FROM saved_view WHERE owner = ?1 AND shared = 0";
constexpr std::string_view kFindTokenSql = R"sql(
  SELECT id, secret_hash, login, role, source, label, session, created_at_ms, expires_at_ms,
         last_used_at_ms, customers_allowed, queues, revoked_at_ms, tickets_allowed,
         desk_shows_allowed
  FROM token WHERE secret_hash = ?1
)sql";
constexpr std::string_view kListTokensSql = R"sql(
  SELECT id, secret_hash, login, role, source, label, session, created_at_ms, expires_at_ms,
         last_used_at_ms, customers_allowed, queues, revoked_at_ms, tickets_allowed,
         desk_shows_allowed
  FROM token WHERE session = 0 ORDER BY created_at_ms, id LIMIT ?1
)sql";
// A revoked token stays revoked: who notes its use may have read it before.
constexpr std::string_view kSaveTokenSql = R"sql(
  INSERT INTO token (id, secret_hash, login, role, source, label, session, created_at_ms,
                     expires_at_ms, last_used_at_ms, customers_allowed, queues, revoked_at_ms,
                     tickets_allowed, desk_shows_allowed)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET
    secret_hash = excluded.secret_hash, login = excluded.login, role = excluded.role,
    source = excluded.source, label = excluded.label, session = excluded.session,
    created_at_ms = excluded.created_at_ms, expires_at_ms = excluded.expires_at_ms,
    last_used_at_ms = excluded.last_used_at_ms,
    customers_allowed = excluded.customers_allowed, queues = excluded.queues,
    tickets_allowed = excluded.tickets_allowed,
    desk_shows_allowed = excluded.desk_shows_allowed,
    revoked_at_ms = coalesce(token.revoked_at_ms, excluded.revoked_at_ms)
)sql";
constexpr std::string_view kNoteUseSql =
    "UPDATE token SET last_used_at_ms = ?2, expires_at_ms = ?3 WHERE id = ?1";
constexpr std::string_view kDeleteTokenSql = "DELETE FROM token WHERE id = ?1";
constexpr std::string_view kDeleteSessionsSql =
    "DELETE FROM token WHERE login = ?1 AND session <> 0";
constexpr std::string_view kLoadDocumentSql = "SELECT text FROM document WHERE name = ?1";
constexpr std::string_view kSaveDocumentSql =
    "INSERT OR REPLACE INTO document (name, text) VALUES (?1, ?2)";

void ReadOne(Prepared& found, UserRecord& user) {
  found.Read(user.login, user.display_name, user.role, user.password_hash, user.disabled,
             user.created);
  found.Read(Archived{user.teams}, user.revision, user.updated);
}

void ReadOne(Prepared& found, TokenRecord& token) {
  found.Read(token.id, token.secret_hash, token.login, token.role, token.source, token.label);
  found.Read(token.session, token.created, token.expires, token.last_used);
  found.Read(token.customers_allowed, Archived{token.queues}, token.revoked, token.tickets_allowed,
             token.desk_shows_allowed);
}

template <typename Record>
Result<std::optional<Record>> Find(Database& database, std::string_view sql, std::string_view key) {
  return database.Read([&](Connection& connection) -> Result<std::optional<Record>> {
    auto found = connection.Prepare(sql);
    if (!found.Bind(key).Step()) return std::nullopt;
    Record record;
    ReadOne(found, record);
    return record;
  });
}

template <typename Record>
Result<std::vector<Record>> List(Database& database, std::string_view sql) {
  return database.Read([&](Connection& connection) -> Result<std::vector<Record>> {
    std::vector<Record> records;
    auto found = connection.Prepare(sql);
    found.Bind(SqliteAccounts::kListedMax);
    while (found.Step()) ReadOne(found, records.emplace_back());
    return records;
  });
}

// Runs one statement as a bulk write.
template <typename... T>
Status Run(Database& database, std::string_view sql, const T&... values) {
  return database.Write(Urgency::kBulk, [&](Connection& connection) -> Status {
    connection.Prepare(sql).Bind(values...).Run();
    return {};
  });
}

}  // namespace

Result<std::optional<UserRecord>> SqliteAccounts::FindUser(std::string_view login) {
  return Find<UserRecord>(database_, kFindUserSql, login);
}

Result<std::vector<UserRecord>> SqliteAccounts::ListUsers() {
  return List<UserRecord>(database_, kListUsersSql);
}

Status SqliteAccounts::SaveUser(const UserRecord& user) {
  return Run(database_, kSaveUserSql, user.login, user.display_name, user.role, user.password_hash,
             user.disabled, user.created, Archived{user.teams}, user.revision, user.updated);
}

Status SqliteAccounts::DeleteUser(std::string_view login) {
  return database_.Write(Urgency::kBulk, [&](Connection& connection) -> Status {
    connection.Prepare(kDeletePrivateViewsSql).Bind(login).Run();
    connection.Prepare(kDeleteUserSql).Bind(login).Run();
    return {};
  });
}

Result<std::optional<TokenRecord>> SqliteAccounts::FindToken(std::string_view secret_hash) {
  return Find<TokenRecord>(database_, kFindTokenSql, secret_hash);
}

Result<std::vector<TokenRecord>> SqliteAccounts::ListTokens() {
  return List<TokenRecord>(database_, kListTokensSql);
}

Status SqliteAccounts::SaveToken(const TokenRecord& token) {
  return Run(database_, kSaveTokenSql, token.id, token.secret_hash, token.login, token.role,
             token.source, token.label, token.session, token.created, token.expires,
             token.last_used, token.customers_allowed, Archived{token.queues}, token.revoked,
             token.tickets_allowed, token.desk_shows_allowed);
}

Status SqliteAccounts::NoteTokenUse(const TokenRecord& token) {
  return Run(database_, kNoteUseSql, token.id, token.last_used, token.expires);
}

Status SqliteAccounts::DeleteToken(std::string_view id) {
  return Run(database_, kDeleteTokenSql, id);
}

Status SqliteAccounts::DeleteSessionsOf(std::string_view login) {
  return Run(database_, kDeleteSessionsSql, login);
}

Status SqliteAccounts::Audit(const AuditRecord& record) {
  return database_.Write(Urgency::kBulk, [&](Connection& connection) -> Status {
    audit_table::Append(connection, record);
    return {};
  });
}

Result<std::optional<std::string>> SqliteAccounts::LoadDocument(std::string_view name) {
  return database_.Read([&](Connection& connection) -> Result<std::optional<std::string>> {
    auto found = connection.Prepare(kLoadDocumentSql);
    if (!found.Bind(name).Step()) return std::nullopt;
    return found.Value<std::string>();
  });
}

Status SqliteAccounts::SaveDocument(std::string_view name, std::string_view text) {
  return Run(database_, kSaveDocumentSql, name, text);
}

}  // namespace jackfield::sqlite
