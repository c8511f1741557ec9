#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "jackfield/v1/desk_service.pb.h"
#include "jackfield/v1/telephony_service.pb.h"

#include "tests/bench/pipe_store.h"

namespace jackfield::bench {

// Whom the pipe tells that events are committed.
//
// Thread safety: thread-safe.
class PipeSource {
 public:
  virtual ~PipeSource() = default;
  virtual void OnCommitted(std::int64_t stream_sequence) = 0;
};

// To whom the pipe forwards.
//
// Thread safety: thread-safe.
class PipeDesk {
 public:
  virtual ~PipeDesk() = default;
  virtual void OnMessage(v1::WatchDeskResponse message) = 0;
};

// The least that a server between a telephone system and desks can do and keep its promise: for
// each event one indexed read, one row, and one message to one desk, after the row is on the disk.
// One thread takes all that has gathered as one transaction.
//
// Lifetime: Stop() before the destructor. Sources and desks are held weakly.
//
// Thread safety: thread-safe.
class Pipe {
 public:
  explicit Pipe(std::unique_ptr<PipeStore> store);
  ~Pipe();

  void Accept(v1::StreamedCallEvent event, std::weak_ptr<PipeSource> source)
      ABSL_LOCKS_EXCLUDED(mutex_);
  void Watch(int agent, std::weak_ptr<PipeDesk> desk) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Item {
    v1::StreamedCallEvent event;
    std::weak_ptr<PipeSource> source;
    int agent = -1;
    v1::WatchDeskResponse message;
  };

  void Run() ABSL_LOCKS_EXCLUDED(mutex_);
  void Commit(std::vector<Item>& items);
  void Tell(std::vector<Item>& items) ABSL_LOCKS_EXCLUDED(mutex_);
  std::shared_ptr<PipeDesk> DeskOf(int agent) ABSL_LOCKS_EXCLUDED(mutex_);

  const std::unique_ptr<PipeStore> store_;  // Of the thread.

  absl::Mutex mutex_;
  absl::CondVar changed_;
  std::vector<Item> items_ ABSL_GUARDED_BY(mutex_);
  std::map<int, std::weak_ptr<PipeDesk>> desks_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;

  std::thread thread_;
};

}  // namespace jackfield::bench
