#pragma once

#include <memory>
#include <thread>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/base/time.h"

namespace jackfield::grpc_api {

// Something that has to look at the clock now and then: a stream with its heartbeats and limits.
//
// Thread safety: confined to the pulse's thread.
class Pulsed {
 public:
  virtual ~Pulsed() = default;

  // About each Pulse::kInterval. Must not block.
  virtual void OnPulse() = 0;

  // The server stops. Nothing follows.
  virtual void OnStop() = 0;
};

// The clockwork of the streams: one thread for all of them.
//
// Thread safety: thread-safe.
class Pulse {
 public:
  static constexpr Duration kInterval{250};

  Pulse();
  ~Pulse();

  Pulse(const Pulse&) = delete;
  Pulse& operator=(const Pulse&) = delete;

  // After Stop() `pulsed` is told so at once.
  void Add(std::weak_ptr<Pulsed> pulsed) ABSL_LOCKS_EXCLUDED(mutex_);

  // Tells all that the server stops, and ends the thread. Twice changes nothing.
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void Run() ABSL_LOCKS_EXCLUDED(mutex_);
  // Those that live; forgets the others.
  std::vector<std::shared_ptr<Pulsed>> Living() ABSL_LOCKS_EXCLUDED(mutex_);

  absl::Mutex mutex_;
  std::vector<std::weak_ptr<Pulsed>> all_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace jackfield::grpc_api
