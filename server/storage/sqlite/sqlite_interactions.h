#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/ports/interactions.h"
#include "server/ports/random.h"
#include "server/storage/sqlite/database.h"
#include "server/storage/sqlite/page_tokens.h"

namespace jackfield::sqlite {

// The log of interactions in SQLite, read beside the engine's commits. Of a customer whose record
// was merged into another, the other's interactions are meant, and the other's id is shown.
//
// Lifetime: `database` outlives it.
//
// Thread safety: thread-safe.
class SqliteInteractions final : public Interactions {
 public:
  static constexpr std::size_t kPageSizeMax = 500;
  static constexpr std::size_t kRecentMax = 100;
  static constexpr std::size_t kLogStepCalls = 2'000;  // A few milliseconds.

  // Errors: as Database::Write().
  static Result<std::unique_ptr<SqliteInteractions>> Open(Database& database, Random& random);

  Result<InteractionRow> GetByName(std::string_view name) override;
  // `page_size` beyond kPageSizeMax counts as that; 0: 50. Of an agent: what the agent talked in or
  // has a record of.
  Result<InteractionPage> List(const InteractionFilter& filter, std::size_t page_size,
                               std::string_view page_token) override;
  Result<std::vector<InteractionRow>> Recent(CustomerId customer, std::size_t count) override;
  Result<std::vector<Contact>> Contacts(CustomerId customer, std::size_t count) override;
  Result<std::vector<QueueIntervalRow>> QueueIntervals(WallTime from, WallTime until) override;
  Result<std::vector<AgentIntervalRow>> AgentIntervals(WallTime from, WallTime until) override;

  Result<CallLogStep> ReadCalls(const CallLogPlace& after, WallTime until) override;
  Result<std::vector<InteractionRow>> GetCalls(const std::vector<CallId>& calls) override;
  Result<bool> HasQueue(const std::string& queue) override;
  Result<bool> HasAgent(const std::string& agent) override;

 private:
  SqliteInteractions(Database& database, std::string token_secret, std::string hash_secret);

  // Whether the statement, which has one parameter, finds a row.
  Result<bool> Finds(std::string_view sql, const std::string& name);

  Database& database_;
  const PageTokens tokens_;
  const std::string hash_secret_;
};

}  // namespace jackfield::sqlite
