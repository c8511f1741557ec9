#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/base/result.h"
#include "server/base/time.h"

namespace jackfield::security {

// What one hash costs. The defaults are libsodium's "interactive": about 0.1 s on a desktop core.
struct PasswordCost {
  std::uint64_t operations = 2;    // Passes over the memory, 1 to 10.
  std::size_t memory_mib = 64;     // 8 to 1024.
  std::size_t concurrent_max = 2;  // Hashes at a time; bounds memory and processors.
  Duration wait_max{5'000};        // For one's turn.
};

// Hashes and checks passwords with Argon2id (libsodium).
//
// Rules:
//  R1. At most `concurrent_max` hashes run at a time; who waits longer than `wait_max` is refused.
//      Why: each takes memory and a processor, and everybody may try to sign in.
//  R2. Checking the password of a user who does not exist takes as long as of one who does.
//      Why: else the time tells who exists.
//
// Thread safety: thread-safe; blocks for as long as a hash takes.
class PasswordHasher {
 public:
  static constexpr std::size_t kPasswordBytesMin = 10;
  static constexpr std::size_t kPasswordBytesMax = 256;

  // Errors: kUnavailable when libsodium cannot start or has not the memory.
  static Result<std::unique_ptr<PasswordHasher>> Prepare(PasswordCost cost);

  // Whether `password` may be set: its length, not one character repeated, not among the most used.
  // Errors: kInvalidArgument (PASSWORD_TOO_WEAK) for `field`.
  static Status CheckStrength(std::string_view field, std::string_view password);

  // The hash as it is stored: text with salt and cost.
  // Errors: kResourceExhausted (SIGN_IN_THROTTLED), also when memory is short.
  Result<std::string> Hash(std::string_view password);

  // Whether `password` has `hash`. An empty hash stands for a user who cannot sign in or does not
  // exist: false, after the same time (R2).
  // Errors: as Hash().
  Result<bool> Verify(std::string_view hash, std::string_view password);

  // Whether `hash` was made at another cost and should be made again at the next sign-in.
  bool NeedsRehash(std::string_view hash) const;

 private:
  explicit PasswordHasher(PasswordCost cost) : cost_(cost) {}

  Result<std::string> HashNow(std::string_view password) const;
  Status TakeTurn() ABSL_LOCKS_EXCLUDED(mutex_);
  void GiveTurn() ABSL_LOCKS_EXCLUDED(mutex_);
  std::size_t memory_bytes() const { return cost_.memory_mib * 1024 * 1024; }

  const PasswordCost cost_;
  std::string absent_;  // What Verify() checks against where there is no hash; set by Prepare().

  absl::Mutex mutex_;
  std::size_t running_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace jackfield::security
