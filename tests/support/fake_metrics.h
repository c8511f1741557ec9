#pragma once

#include <map>
#include <string>
#include <string_view>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>
#include <absl/time/time.h>

#include "server/ports/metrics.h"

namespace jackfield::fakes {

// Figures that a test can ask for. Keys are the name, or "name{label}".
//
// Thread safety: thread-safe.
class FakeMetrics final : public Metrics {
 public:
  void Count(std::string_view name, std::string_view label, std::uint64_t by) override
      ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    counts_[Key(name, label)] += by;
  }
  void Gauge(std::string_view name, std::string_view label, double value) override
      ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    gauges_[Key(name, label)] = value;
  }
  void Observe(std::string_view name, std::string_view label, double) override {
    Count(name, label, 1);
  }

  // How often a thing was counted or observed.
  std::uint64_t CountOf(std::string_view name, std::string_view label = "") const
      ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    const auto found = counts_.find(Key(name, label));
    return found == counts_.end() ? 0 : found->second;
  }

  // The last value of a gauge; 0: there is none.
  double GaugeOf(std::string_view name, std::string_view label = "") const
      ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    const auto found = gauges_.find(Key(name, label));
    return found == gauges_.end() ? 0 : found->second;
  }

  // Waits until it was counted at least once. False: not within 10 s.
  bool AwaitCount(std::string_view name, std::string_view label = "") const
      ABSL_LOCKS_EXCLUDED(mutex_) {
    const std::string key = Key(name, label);
    const auto counted = [&] {
      mutex_.AssertReaderHeld();
      return counts_.contains(key);
    };
    const absl::MutexLock lock(&mutex_);
    return mutex_.AwaitWithTimeout(absl::Condition(&counted), absl::Seconds(10));
  }

 private:
  static std::string Key(std::string_view name, std::string_view label) {
    if (label.empty()) return std::string(name);
    return std::string(name) + "{" + std::string(label) + "}";
  }

  mutable absl::Mutex mutex_;
  std::map<std::string, std::uint64_t> counts_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, double> gauges_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace jackfield::fakes
