#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

namespace jackfield::grpc_api {

// A few named threads for work that may block on the store, and that gRPC's threads must not do.
//
// Flow: at most `waiting_max` tasks wait, those that room is kept for included; further ones are
// refused.
//
// Thread safety: thread-safe.
class WorkerPool {
 public:
  using Task = std::function<void()>;

  struct Size {
    std::size_t threads = 1;
    std::size_t waiting_max = 1;
  };

  // Room for one task, kept from before something is done that cannot be taken back, for what has
  // to follow. Given back when it goes, whether or not it was used.
  //
  // Lifetime: the pool outlives it.
  //
  // Thread safety: none; one per task.
  class Room {
   public:
    explicit Room(WorkerPool& pool) : pool_(pool) {}
    Room(const Room&) = delete;
    Room& operator=(const Room&) = delete;
    ~Room() { pool_.GiveBack(); }

    // False: the pool was stopped; `task` is dropped.
    bool Post(Task task) { return pool_.PostKept(std::move(task)); }

   private:
    WorkerPool& pool_;
  };
  using RoomPtr = std::shared_ptr<Room>;  // Ends with the last who may still post.

  // `name` is the name of each thread, at most 15 characters.
  WorkerPool(const std::string& name, Size size);
  ~WorkerPool();

  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False: too many wait, or the pool was stopped; `task` is dropped.
  bool Post(Task task) ABSL_LOCKS_EXCLUDED(mutex_);

  // nullptr: too many wait, or the pool was stopped.
  RoomPtr KeepRoom() ABSL_LOCKS_EXCLUDED(mutex_);

  // Takes no more tasks, does those that wait, and ends the threads. Twice changes nothing.
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  bool PostKept(Task task) ABSL_LOCKS_EXCLUDED(mutex_);
  void GiveBack() ABSL_LOCKS_EXCLUDED(mutex_);
  void Run() ABSL_LOCKS_EXCLUDED(mutex_);
  bool MayTakeMore() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return !stopping_ && tasks_.size() + kept_ < waiting_max_;
  }
  bool Due() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stopping_ || !tasks_.empty(); }

  const std::size_t waiting_max_;
  absl::Mutex mutex_;
  std::deque<Task> tasks_ ABSL_GUARDED_BY(mutex_);
  std::size_t kept_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace jackfield::grpc_api
