#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/base/time.h"

namespace jackfield::security {

// Slows down who guesses passwords.
//
// Rules:
//  R1. After kTriesFree tries of one account, each further try has to wait for a delay that doubles
//      from kDelayMin to kAccountDelayMax. The same for one peer from kPeerTriesFree on, up to
//      kPeerDelayMax.
//  R2. Nobody is locked out. The delay of an account is short, and does not concern a peer from
//      which this account has signed in before. Why: else whoever knows a login keeps its owner
//      out.
//  R3. A try counts from its begin, not from its end. Why: many at a time would all pass.
//  R4. What was quiet for kForgetAfter is forgotten. Each table holds kEntriesMax at most; at the
//      limit the entry that was quiet for longest makes room.
//
// Thread safety: thread-safe.
class SignInThrottle {
 public:
  static constexpr std::uint32_t kTriesFree = 5;
  static constexpr std::uint32_t kPeerTriesFree = 20;
  static constexpr Duration kDelayMin{1'000};
  static constexpr Duration kAccountDelayMax{30'000};
  static constexpr Duration kPeerDelayMax{300'000};
  static constexpr Duration kForgetAfter{15LL * 60 * 1000};
  static constexpr std::size_t kEntriesMax = 10'000;

  // Asks for a try of `account` from `peer` (an address without port) at `now`. 0: go on, and the
  // try is counted. Otherwise: how long to wait first; nothing is counted.
  Duration Begin(std::string_view account, std::string_view peer, Instant now)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // The try was right: the account's tries are forgotten, and this one of the peer's.
  void Succeeded(std::string_view account, std::string_view peer, Instant now)
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Tries {
    std::uint32_t count = 0;
    Instant last{};
  };

  // Counts by key, bounded and forgetful (R4).
  //
  // Thread safety: confined to the mutex of the throttle.
  class Table {
   public:
    Tries Get(const std::string& key, Instant now, Duration forget_after);
    void Set(const std::string& key, Tries tries);
    void Erase(const std::string& key);

   private:
    std::map<std::string, Tries> tries_;
    std::set<std::pair<Instant, std::string>> by_age_;
  };

  absl::Mutex mutex_;
  Table accounts_ ABSL_GUARDED_BY(mutex_);
  Table peers_ ABSL_GUARDED_BY(mutex_);
  Table known_ ABSL_GUARDED_BY(mutex_);  // Account and peer that have signed in (R2).
};

}  // namespace jackfield::security
