#include "server/security/sign_in_throttle.h"

#include <algorithm>

namespace jackfield::security {
namespace {

// How long a pair of account and peer counts as known (R2).
constexpr Duration kKnownFor{30LL * 24 * 3600 * 1000};

// What is left of the delay after `count` tries, the last at `last`.
Duration Left(std::uint32_t count, Duration since_last, std::uint32_t free, Duration max) {
  if (count < free) return Duration{0};
  Duration delay = SignInThrottle::kDelayMin;
  for (std::uint32_t over = count - free; over > 0 && delay < max; --over) delay *= 2;
  return std::max(Duration{0}, std::min(delay, max) - since_last);
}

std::string Pair(std::string_view account, std::string_view peer) {
  return std::string(account) + '\n' + std::string(peer);
}

}  // namespace

Duration SignInThrottle::Begin(std::string_view account, std::string_view peer, Instant now) {
  const std::string account_key(account);
  const std::string peer_key(peer);
  const absl::MutexLock lock(&mutex_);
  Tries of_account = accounts_.Get(account_key, now, kForgetAfter);
  Tries of_peer = peers_.Get(peer_key, now, kForgetAfter);
  const bool known = known_.Get(Pair(account, peer), now, kKnownFor).count > 0;
  const Duration account_wait =
      known ? Duration{0}
            : Left(of_account.count, now - of_account.last, kTriesFree, kAccountDelayMax);
  const Duration peer_wait = Left(of_peer.count, now - of_peer.last, kPeerTriesFree, kPeerDelayMax);
  const Duration wait = std::max(account_wait, peer_wait);
  if (wait > Duration{0}) return wait;
  accounts_.Set(account_key, {of_account.count + 1, now});  // R3.
  peers_.Set(peer_key, {of_peer.count + 1, now});
  return Duration{0};
}

void SignInThrottle::Succeeded(std::string_view account, std::string_view peer, Instant now) {
  const absl::MutexLock lock(&mutex_);
  accounts_.Erase(std::string(account));
  const std::string peer_key(peer);
  const Tries of_peer = peers_.Get(peer_key, now, kForgetAfter);
  if (of_peer.count > 0) peers_.Set(peer_key, {of_peer.count - 1, of_peer.last});
  known_.Set(Pair(account, peer), {1, now});
}

SignInThrottle::Tries SignInThrottle::Table::Get(const std::string& key, Instant now,
                                                 Duration forget_after) {
  const auto found = tries_.find(key);
  if (found == tries_.end()) return {};
  if (now - found->second.last < forget_after) return found->second;
  Erase(key);
  return {};
}

void SignInThrottle::Table::Set(const std::string& key, Tries tries) {
  Erase(key);
  if (tries_.size() >= kEntriesMax) {
    const std::string oldest = by_age_.begin()->second;
    Erase(oldest);
  }
  tries_.emplace(key, tries);
  by_age_.emplace(tries.last, key);
}

void SignInThrottle::Table::Erase(const std::string& key) {
  const auto found = tries_.find(key);
  if (found == tries_.end()) return;
  by_age_.erase({found->second.last, key});
  tries_.erase(found);
}

}  // namespace jackfield::security
