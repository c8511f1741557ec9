#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "server/ports/clock.h"
#include "server/ports/requests.h"
#include "server/storage/sqlite/database.h"
#include "server/storage/sqlite/subject_keys.h"

namespace jackfield::sqlite {

// The answers to requests that carried a `request_id`, so that a repeated one gets the same answer
// and is not done again. Kept for kRetention. The commit of an answer stores the keys that texts in
// it were sealed with, too (V1 of subject_keys.h).
//
// Lifetime: `database`, `keys` and `clock` outlive it.
//
// Thread safety: thread-safe.
class IdempotencyRecords final : public Requests {
 public:
  static constexpr std::chrono::hours kRetention{24};
  static constexpr int kTrimRowsMax = 500;

  IdempotencyRecords(Database& database, SubjectKeys& keys, const Clock& clock)
      : database_(database), keys_(keys), clock_(clock) {}

  // The answer that `actor` got for `request_id` within kRetention; nullopt: none.
  // Errors: as Database::Read().
  Result<std::optional<std::string>> Find(std::string_view actor,
                                          std::string_view request_id) override;

  // Keeps the first answer: a second one for the same changes nothing. Errors: as
  // Database::Write().
  Status Save(std::string_view actor, std::string_view request_id,
              std::string_view response) override;

  // Deletes at most kTrimRowsMax answers that are too old. Returns whether there may be more.
  Result<bool> TrimStep();

 private:
  WallTime Oldest() const { return clock_.WallNow() - kRetention; }

  Database& database_;
  SubjectKeys& keys_;
  const Clock& clock_;
};

}  // namespace jackfield::sqlite
