#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/ports/accounts.h"
#include "server/ports/clock.h"
#include "server/security/principal.h"

namespace jackfield::grpc_api {

// How long a person stays signed in.
struct SessionLimits {
  Duration idle_max{12LL * 3600 * 1000};
  Duration lifetime_max{30LL * 24 * 3600 * 1000};
};

// Who shows a secret.
//
// Thread safety: immutable value.
struct Identity {
  security::Principal principal;
  std::string display_name;
  TokenRecord token;  // The session or token that was shown.
};
using SharedIdentity = std::shared_ptr<const Identity>;

// Finds out who shows a secret.
//
// Rules:
//  R1. What the store said is believed for kStaleness, no longer. Why: whoever is disabled or
//      revoked is out within that time, and a store is not asked for every event.
//  R2. At most kEntriesMax identities are remembered; at the limit all are forgotten.
//
// Thread safety: thread-safe.
class Authenticator {
 public:
  static constexpr Duration kStaleness{5'000};
  static constexpr Duration kUseStep{60'000};  // The time of use is stored to the minute.
  static constexpr std::size_t kEntriesMax = 20'000;

  Authenticator(Accounts& accounts, const Clock& clock, SessionLimits limits)
      : accounts_(accounts), clock_(clock), limits_(limits) {}

  // Who shows the secret with this hash, if that is remembered. Never blocks.
  std::optional<SharedIdentity> Recall(const std::string& secret_hash) ABSL_LOCKS_EXCLUDED(mutex_);

  // The same, by the store where it is not remembered. Blocks on the store.
  // Errors: kUnauthenticated (CREDENTIALS_INVALID, SESSION_EXPIRED); those of Accounts.
  Result<SharedIdentity> Resolve(const std::string& secret_hash) ABSL_LOCKS_EXCLUDED(mutex_);

  // Asks the store the next time. After every change of users and tokens.
  void Forget() ABSL_LOCKS_EXCLUDED(mutex_);

  const SessionLimits& limits() const { return limits_; }

 private:
  struct Entry {
    SharedIdentity identity;
    Instant asked{};
  };

  Result<SharedIdentity> AskStore(const std::string& secret_hash);
  Result<SharedIdentity> OfPerson(TokenRecord token);
  // Moves the end of a session on, and notes the use.
  Status NoteUse(TokenRecord& token);

  Accounts& accounts_;
  const Clock& clock_;
  const SessionLimits limits_;

  absl::Mutex mutex_;
  std::unordered_map<std::string, Entry> entries_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace jackfield::grpc_api
