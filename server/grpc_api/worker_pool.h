#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

namespace jackfield::grpc_api {

// A few named threads for work that may block on the store, and that gRPC's threads must not do.
//
// Flow: at most `waiting_max` tasks wait; further ones are refused.
//
// Thread safety: thread-safe.
class WorkerPool {
 public:
  using Task = std::function<void()>;

  struct Size {
    std::size_t threads = 1;
    std::size_t waiting_max = 1;
  };

  // `name` is the name of each thread, at most 15 characters.
  WorkerPool(const std::string& name, Size size);
  ~WorkerPool();

  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False: too many wait, or the pool was stopped; `task` is dropped.
  bool Post(Task task) ABSL_LOCKS_EXCLUDED(mutex_);

  // Takes no more tasks, does those that wait, and ends the threads. Twice changes nothing.
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void Run() ABSL_LOCKS_EXCLUDED(mutex_);
  bool Due() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stopping_ || !tasks_.empty(); }

  const std::size_t waiting_max_;
  absl::Mutex mutex_;
  std::deque<Task> tasks_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace jackfield::grpc_api
