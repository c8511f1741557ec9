#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "server/ports/callbacks.h"
#include "server/ports/random.h"
#include "server/storage/sqlite/database.h"
#include "server/storage/sqlite/page_tokens.h"

namespace jackfield::sqlite {

// The callbacks in SQLite, read beside the engine's commits. Of a customer whose record was merged
// into another, the other's callbacks are meant, and the other's id is shown.
//
// Lifetime: `database` outlives it.
//
// Thread safety: thread-safe.
class SqliteCallbacks final : public Callbacks {
 public:
  static constexpr std::size_t kPageSizeMax = 500;

  // Errors: as Database::Write().
  static Result<std::unique_ptr<SqliteCallbacks>> Open(Database& database, Random& random);

  Result<CallbackRow> GetByName(std::string_view name) override;
  Result<CallbackRow> GetById(CallbackId id) override;
  // Page sizes beyond the limit count as that; 0: 50.
  Result<CallbackPage> List(const CallbackFilter& filter, std::size_t page_size,
                            std::string_view page_token) override;

 private:
  SqliteCallbacks(Database& database, std::string token_secret);

  Database& database_;
  const PageTokens tokens_;
};

}  // namespace jackfield::sqlite
