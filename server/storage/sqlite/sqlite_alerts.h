#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "server/ports/alerts.h"
#include "server/ports/random.h"
#include "server/storage/sqlite/database.h"
#include "server/storage/sqlite/page_tokens.h"

namespace jackfield::sqlite {

// The alerts in SQLite, read beside the engine's commits.
//
// Lifetime: `database` outlives it.
//
// Thread safety: thread-safe.
class SqliteAlerts final : public Alerts {
 public:
  static constexpr std::size_t kPageSizeMax = 500;

  // Errors: as Database::Write().
  static Result<std::unique_ptr<SqliteAlerts>> Open(Database& database, Random& random);

  Result<AlertRow> Get(AlertId id) override;
  // `page_size` beyond kPageSizeMax counts as that; 0: 100.
  Result<AlertPage> List(const AlertFilter& filter, std::size_t page_size,
                         std::string_view page_token) override;

 private:
  SqliteAlerts(Database& database, std::string secret);

  Database& database_;
  const PageTokens tokens_;
};

}  // namespace jackfield::sqlite
