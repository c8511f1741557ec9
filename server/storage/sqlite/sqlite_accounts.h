#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/ports/accounts.h"
#include "server/storage/sqlite/database.h"

namespace jackfield::sqlite {

// Users, tokens, audit and documents in SQLite.
//
// Lifetime: `database` outlives it.
//
// Thread safety: thread-safe.
class SqliteAccounts final : public Accounts {
 public:
  // More users or tokens than these are not listed.
  static constexpr int kListedMax = 10'000;

  explicit SqliteAccounts(Database& database) : database_(database) {}

  Result<std::optional<UserRecord>> FindUser(std::string_view login) override;
  Result<std::vector<UserRecord>> ListUsers() override;  // By login.
  Status SaveUser(const UserRecord& user) override;
  Status DeleteUser(std::string_view login) override;

  Result<std::optional<TokenRecord>> FindToken(std::string_view secret_hash) override;
  Result<std::vector<TokenRecord>> ListTokens() override;  // By creation.
  Status SaveToken(const TokenRecord& token) override;
  Status NoteTokenUse(const TokenRecord& token) override;
  Status DeleteToken(std::string_view id) override;
  Status DeleteSessionsOf(std::string_view login) override;

  Status Audit(const AuditRecord& record) override;

  Result<std::optional<std::string>> LoadDocument(std::string_view name) override;
  Status SaveDocument(std::string_view name, std::string_view text) override;

 private:
  Database& database_;
};

}  // namespace jackfield::sqlite
