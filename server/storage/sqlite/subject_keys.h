#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/ports/random.h"
#include "server/ports/vault.h"
#include "server/storage/sqlite/database.h"
#include "server/storage/sqlite/key_cache.h"

namespace jackfield::sqlite {

// The secret that subjects are hashed with.
inline constexpr std::string_view kSubjectSecret = "subject_hash";

// The hash that stands for a number, as `subject_key.subject` and `interaction.number_lookup` have
// it.
//
// Thread safety: pure function.
std::string NumberSubject(const std::string& secret, std::string_view number);

// How a person is named in the table: a keyed hash of the customer's id or of the number.
//
// Thread safety: pure function.
std::string SubjectHash(const std::string& hash_secret, const VaultSubject& subject);

// The vault: one key per person in the table `subject_key`, found by a keyed hash of the customer's
// id or of the number, so that the table names nobody.
//
// Rules:
//  V1. A key is stored no later than the first text that it sealed: Seal() makes it in memory, and
//      the commit that carries the text writes it.
//  V2. The id of an erased key never names another key.
//  V3. A person may come to have two keys (two threads that meet a person at once, or a number of
//      which the calls became a customer's): the newest seals, all open, Erase() drops all.
//
// Lifetime: `database` and `random` outlive it.
//
// Thread safety: thread-safe.
class SubjectKeys final : public Vault {
 public:
  static constexpr std::size_t kCachedMax = 20'000;
  // Keys that wait for a commit. At the limit Seal() fails until one succeeds.
  static constexpr std::size_t kUnsavedMax = 100'000;

  // Errors: as Database::Write().
  static Result<std::unique_ptr<SubjectKeys>> Open(Database& database, Random& random);

  Result<exchange::PersonalText> Seal(const VaultSubject& subject,
                                      const exchange::PersonalText& text) override
      ABSL_LOCKS_EXCLUDED(mutex_);
  Result<std::string> Open(const exchange::PersonalText& text) override ABSL_LOCKS_EXCLUDED(mutex_);

  // Drops all keys of the person: what they sealed is unreadable from now on, also in memory, and
  // after the log was flushed also in the files. Twice is as once. A text that is sealed for the
  // person afterwards gets a new key. Also forgets by what the person's calls were found and what
  // was said of who called from the number, and the words of texts of tickets (ticket_words.h).
  // The keys of the person's tickets go, too: those that are the customer's now, and those from
  // calls of the customer or the number that are no customer's.
  // Errors: as Database::Write().
  Status Erase(const VaultSubject& subject) ABSL_LOCKS_EXCLUDED(mutex_);

  // The hash that a key of a number is found by. Calls of the number are found by it, too.
  std::string SubjectOfNumber(std::string_view number) const {
    return NumberSubject(hash_secret_, number);
  }

  // Makes the stored keys of a number, given as SubjectOfNumber(), the customer's, in a transaction
  // of the caller, who tells of its success by MarkMoved(). Throws SQLite::Exception.
  void MoveKeys(Connection& connection, const std::string& number_key, CustomerId customer) const;
  void MarkMoved(const std::string& number_key) ABSL_LOCKS_EXCLUDED(mutex_);

  // Writes the keys that are not stored yet, in a transaction of the caller, who tells of its
  // success by MarkSaved(). Throws SQLite::Exception.
  std::vector<OwnedKey> SaveUnsaved(Connection& connection) ABSL_LOCKS_EXCLUDED(mutex_);
  void MarkSaved(const std::vector<OwnedKey>& saved) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  SubjectKeys(Database& database, Random& random, std::string hash_secret, std::uint64_t last_id);

  std::string SubjectOf(const VaultSubject& subject) const {
    return SubjectHash(hash_secret_, subject);
  }
  // The person, and their tickets.
  Result<std::vector<std::string>> SubjectsOf(const VaultSubject& person);
  // Takes words that were deleted out of the index, too, in small steps.
  Status MergeWords();
  Result<SubjectKey> KeyOf(const std::string& subject) ABSL_LOCKS_EXCLUDED(mutex_);
  Result<SubjectKey> KeyById(std::uint64_t id) ABSL_LOCKS_EXCLUDED(mutex_);
  Result<SubjectKey> MakeKey(const std::string& subject) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Forget(const std::string& subject) ABSL_LOCKS_EXCLUDED(mutex_);

  Database& database_;
  Random& random_;
  const std::string hash_secret_;
  absl::Mutex mutex_;
  KeyCache cache_ ABSL_GUARDED_BY(mutex_){kCachedMax};
  std::uint64_t last_id_ ABSL_GUARDED_BY(mutex_);
  // Grows with each Erase(): what was read from the database before is not to be believed.
  std::uint64_t erasures_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace jackfield::sqlite
