#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/ports/api_figures.h"
#include "server/ports/metrics.h"

namespace jackfield::grpc_api {

// How many streams of a kind are open; a figure tells it.
//
// Thread safety: thread-safe.
class StreamCount {
 public:
  // One open stream, as long as it lives. The count outlives it.
  //
  // Thread safety: none; one per stream.
  class Entry {
   public:
    explicit Entry(StreamCount& count) : count_(count) { count_.Add(1); }
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;
    ~Entry() { count_.Add(-1); }

   private:
    StreamCount& count_;
  };

  // `label` of the figure, e.g. "kind=board". `metrics` outlives this.
  StreamCount(Metrics& metrics, std::string label) : metrics_(metrics), label_(std::move(label)) {
    Add(0);
  }

  std::int64_t count() const ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    return count_;
  }

 private:
  // The figure is set under the lock, or an older value could come after a newer one.
  void Add(std::int64_t by) ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    count_ += by;
    metrics_.Gauge(figures::kStreamClients, label_, static_cast<double>(count_));
  }

  Metrics& metrics_;
  const std::string label_;
  mutable absl::Mutex mutex_;
  std::int64_t count_ ABSL_GUARDED_BY(mutex_) = 0;
};

// Those of each kind.
//
// Thread safety: thread-safe.
class StreamCounts {
 public:
  explicit StreamCounts(Metrics& metrics)
      : desks(metrics, "kind=desk"),
        boards(metrics, "kind=board"),
        publishers(metrics, "kind=telephony") {}

  StreamCount desks;
  StreamCount boards;
  StreamCount publishers;
};

}  // namespace jackfield::grpc_api
