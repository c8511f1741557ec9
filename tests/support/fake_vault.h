#pragma once

#include <map>
#include <set>
#include <string>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/ports/vault.h"

namespace jackfield::fakes {

// Seals by turning the text around, with a key for each subject, counted from 1. Fails where a test
// tells it to.
//
// Thread safety: thread-safe.
class FakeVault final : public Vault {
 public:
  Result<exchange::PersonalText> Seal(const VaultSubject& subject,
                                      const exchange::PersonalText& text) override
      ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    if (!text.in_the_clear()) return text;
    if (failing_) return Fail(ErrorCode::kUnavailable, "the vault fails, as the test asked");
    const std::string name = subject.customer ? "customer " + std::to_string(subject.customer.value)
                                              : "number " + subject.number;
    const auto [key, fresh] = keys_.try_emplace(name, keys_.size() + 1);
    return exchange::PersonalText(key->second, std::string(text.bytes.rbegin(), text.bytes.rend()));
  }

  Result<std::string> Open(const exchange::PersonalText& text) override
      ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    if (text.key == 0) return text.bytes;
    if (erased_.contains(text.key)) {
      return Fail(ErrorCode::kNotFound, "PERSON_ERASED", "the key was dropped");
    }
    return std::string(text.bytes.rbegin(), text.bytes.rend());
  }

  // The key of "customer 7" or "number +4930901820"; 0: none was made.
  std::uint64_t KeyOf(const std::string& name) const ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    const auto found = keys_.find(name);
    return found == keys_.end() ? 0 : found->second;
  }
  void Erase(std::uint64_t key) ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    erased_.insert(key);
  }
  void SetFailing(bool failing) ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    failing_ = failing;
  }

 private:
  mutable absl::Mutex mutex_;
  std::map<std::string, std::uint64_t> keys_ ABSL_GUARDED_BY(mutex_);
  std::set<std::uint64_t> erased_ ABSL_GUARDED_BY(mutex_);
  bool failing_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace jackfield::fakes
