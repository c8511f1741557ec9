#pragma once

#include <cstdint>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

namespace jackfield::grpc_api {

// How many streams of a kind are open.
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

  std::int64_t count() const ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    return count_;
  }

 private:
  void Add(std::int64_t by) ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    count_ += by;
  }

  mutable absl::Mutex mutex_;
  std::int64_t count_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace jackfield::grpc_api
