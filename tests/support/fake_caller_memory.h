#pragma once

#include <map>
#include <string>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/ports/caller_memory.h"

namespace jackfield::fakes {

// What was said of numbers, in memory. The key of a number is "key " and the number; there is
// nothing to be claimed.
//
// Thread safety: thread-safe.
class FakeCallerMemory final : public CallerMemory {
 public:
  std::string KeyOf(std::string_view number) const override {
    return number.empty() ? std::string() : "key " + std::string(number);
  }
  Result<std::vector<CallerChoice>> ChoicesOf(std::string_view number_key) override
      ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    if (failing_) return Fail(ErrorCode::kUnavailable, "the memory fails, as the test asked");
    const auto found = choices_.find(std::string(number_key));
    return found == choices_.end() ? std::vector<CallerChoice>() : found->second;
  }
  Status Remember(std::string_view number_key, const CallerChoice& choice,
                  const AuditRecord&) override ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    std::vector<CallerChoice>& choices = choices_[std::string(number_key)];
    std::erase_if(choices,
                  [&choice](const CallerChoice& each) { return each.customer == choice.customer; });
    choices.insert(choices.begin(), choice);
    return {};
  }
  Status Lift(const CustomerNumber& number, CustomerId customer) override
      ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    std::erase_if(choices_[KeyOf(number.e164)], [customer](const CallerChoice& each) {
      return each.customer == customer && each.denied;
    });
    return {};
  }
  Result<ClaimProgress> ClaimStep(std::optional<CustomerId>) override { return ClaimProgress(); }
  Result<std::int64_t> ClaimedOf(CustomerId) override { return 0; }

  void SetFailing(bool failing) ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    failing_ = failing;
  }

 private:
  mutable absl::Mutex mutex_;
  std::map<std::string, std::vector<CallerChoice>> choices_ ABSL_GUARDED_BY(mutex_);
  bool failing_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace jackfield::fakes
