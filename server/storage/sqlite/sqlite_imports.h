#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "server/ports/clock.h"
#include "server/ports/imports.h"
#include "server/ports/random.h"
#include "server/storage/sqlite/connection.h"
#include "server/storage/sqlite/database.h"
#include "server/storage/sqlite/sqlite_customers.h"

namespace jackfield::sqlite {

// Imports of customers in SQLite.
//
// Rules:
//  S1. A step is cut into slices, one transaction each. A slice ends after kSliceMax, and after
//      kSliceMin when the engine waits. Why: an event must not wait for the rest of a step, and
//      each transaction costs a sync of the disk.
//  S2. The names of the customers of a slice begin with the same kPrefixBytes random bytes. Why:
//  each
//      would touch a page of the index of names of its own, and a fifth of all that is written.
//      What follows is random for each.
//  S3. Imports that are not remembered any more are deleted when another one begins.
//
// Lifetime: what it is made of outlives it.
//
// Thread safety: thread-safe.
class SqliteImports final : public Imports {
 public:
  static constexpr Duration kSliceMax{100};
  static constexpr Duration kSliceMin{10};
  static constexpr std::size_t kPrefixBytes = 4;

  SqliteImports(Database& database, SqliteCustomers& customers, const Clock& clock, Random& random)
      : database_(database), customers_(customers), clock_(clock), random_(random) {}

  Result<ImportProgress> Find(const ImportKey& key) override;
  Result<std::vector<RefusedRow>> ListRefused(const ImportKey& key, std::int64_t line,
                                              std::size_t count) override;
  // Errors also: kInvalidArgument (FIELD_INVALID): too many rows.
  Result<ImportStep> Take(const ImportKey& key, const std::vector<ImportRow>& rows,
                          const ImportProgress& before, Mode mode) override;

 private:
  void TakeSlice(Connection& connection, const ImportKey& key, const std::vector<ImportRow>& rows,
                 ImportStep& step);
  Result<ImportedRow> TakeRow(Connection& connection, const ImportRow& row,
                              const std::string& name_prefix);
  Result<ImportedRow> UpdateWith(Connection& connection, const Customer& before,
                                 const Customer& row);
  void Remember(Connection& connection, const ImportKey& key, const ImportProgress& progress);
  void Begin(Connection& connection, const ImportKey& key);
  bool IsSliceOver(Instant begin) const;
  WallTime Oldest() const {
    return clock_.WallNow() - std::chrono::hours(24) * Imports::kRetentionDays;
  }

  Database& database_;
  SqliteCustomers& customers_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace jackfield::sqlite
