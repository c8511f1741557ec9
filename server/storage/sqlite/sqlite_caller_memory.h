#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/ports/caller_memory.h"
#include "server/storage/sqlite/database.h"
#include "server/storage/sqlite/interaction_claims.h"
#include "server/storage/sqlite/subject_keys.h"

namespace jackfield::sqlite {

// What was learnt of who calls, in SQLite.
//
// Rules:
//  L1. A claim is done in transactions of at most `step_rows` calls, as bulk work, and goes on
//      after a restart.
//  L2. With its last calls the customer gets the key of the number, which sealed their texts: they
//      stay readable, and erasing the customer erases them. Further calls of nobody that come from
//      the number get a new key.
//
// Lifetime: `database` and `keys` outlive it.
//
// Thread safety: thread-safe.
class SqliteCallerMemory final : public CallerMemory {
 public:
  static constexpr std::size_t kStepRows = 500;

  SqliteCallerMemory(Database& database, SubjectKeys& keys, std::size_t step_rows = kStepRows)
      : database_(database), keys_(keys), step_rows_(step_rows) {}

  std::string KeyOf(std::string_view number) const override;
  Result<std::vector<CallerChoice>> ChoicesOf(std::string_view number_key) override;
  Status Remember(std::string_view number_key, const CallerChoice& choice,
                  const AuditRecord& act) override;
  Status Lift(const CustomerNumber& number, CustomerId customer) override;
  Result<ClaimProgress> ClaimStep(std::optional<CustomerId> customer) override;
  Result<std::int64_t> ClaimedOf(CustomerId customer) override;

 private:
  // Whether the customer still has the number, and nobody else has.
  bool IsGood(Connection& connection, const interaction_claims::Claim& claim) const;

  Database& database_;
  SubjectKeys& keys_;
  const std::size_t step_rows_;
};

}  // namespace jackfield::sqlite
