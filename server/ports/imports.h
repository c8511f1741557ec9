#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/archive.h"
#include "server/base/result.h"
#include "server/ports/customers.h"

namespace jackfield {

// What an import has done so far.
struct ImportCounts {
  std::int64_t rows = 0;
  std::int64_t created = 0;
  std::int64_t updated = 0;
  std::int64_t unchanged = 0;
  std::int64_t rejected = 0;
  std::int64_t uncertain_numbers = 0;
  std::int64_t possible_duplicates = 0;

  bool operator==(const ImportCounts&) const = default;
  JACKFIELD_FIELDS(rows, created, updated, unchanged, rejected, uncertain_numbers,
                   possible_duplicates)
};

// Where an import stands: rows up to `done_line` of the caller's file were dealt with.
struct ImportProgress {
  std::int64_t done_line = 0;
  ImportCounts counts;
};

// Which import: the id is the client's own.
struct ImportKey {
  std::string actor;  // Login or `tokens/{id}`.
  std::string id;     // Empty: nothing is remembered of it.
};

struct ImportRow {
  std::int64_t line = 0;
  Result<Customer> customer;  // Or why it is refused.
  // The external id that says who it is; empty: the row always creates a customer.
  std::string system;
  std::string external_id;
};

enum class ImportOutcome : std::uint8_t { kCreated, kUpdated, kUnchanged };

struct ImportedRow {
  ImportOutcome outcome = ImportOutcome::kCreated;
  std::optional<PossibleDuplicate> duplicate;  // The likeliest; of created ones only.
  // Whose tier, flags or preferred agent an update changed; none: nobody's.
  CustomerId changed_standing;
};

// A row that was refused, as it is remembered.
struct RefusedRow {
  std::int64_t line = 0;
  std::string field;  // Empty: the row as a whole.
  std::string rule;
  std::string reason;

  JACKFIELD_FIELDS(line, field, rule, reason)
};

struct ImportStep {
  std::vector<Result<ImportedRow>> rows;  // In the order of those that were given.
  ImportProgress progress;                // After them.
};

// Many customers at once, in small steps beside the engine's commits.
//
// Rules:
//  I1. A row whose external id a customer has updates that customer: fields that are set replace,
//      external ids are added, empty fields stay. One whose customer was merged away changes
//      nothing.
//  I2. A row that is refused keeps no other from being written.
//  I3. What is remembered of an import is stored together with the rows that it tells of, and kept
//      for kRetentionDays after the last of them: whoever goes on after `done_line` does no row
//      twice and leaves none out, whatever died in between.
//
// Errors of all: kUnavailable, kResourceExhausted, kDataLoss.
//
// Thread safety: thread-safe; blocks on the store. Never called on the engine thread. Two steps of
// one import must not run at once.
class Imports {
 public:
  static constexpr int kRetentionDays = 7;
  static constexpr std::size_t kRowsMax = 500;            // In one step.
  static constexpr std::size_t kRefusedRowsMax = 10'000;  // That are remembered of one import.

  enum class Mode : std::uint8_t { kWrite, kDryRun };

  virtual ~Imports() = default;

  // Where the import stands. One that is not remembered begins.
  virtual Result<ImportProgress> Find(const ImportKey& key) = 0;

  // Its refused rows with lines after `line`, by line, at most `count`.
  virtual Result<std::vector<RefusedRow>> ListRefused(const ImportKey& key, std::int64_t line,
                                                      std::size_t count) = 0;

  // Takes at most kRowsMax rows of an import that stands at `before`. A dry run writes nothing.
  // When it fails, some of the rows may be stored: Find() says how far.
  virtual Result<ImportStep> Take(const ImportKey& key, const std::vector<ImportRow>& rows,
                                  const ImportProgress& before, Mode mode) = 0;
};

}  // namespace jackfield
