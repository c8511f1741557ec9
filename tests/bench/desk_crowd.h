#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "jackfield/v1/pop.pb.h"

namespace jackfield::bench {

// The desks of all agents, each with its own connection and its stream of WatchDesk.
//
// Lifetime: the destructor ends the streams and waits for their ends.
//
// Thread safety: thread-safe.
class DeskCrowd {
 public:
  using Clock = std::chrono::steady_clock;
  // A pop was opened. Called by gRPC's threads, several at a time.
  using OnPop = std::function<void(int agent, const v1::Pop& pop, Clock::time_point at)>;

  // `secrets`: the credential of each agent's desk, in the order of the agents.
  DeskCrowd(const std::string& target, const std::vector<std::string>& secrets, OnPop on_pop);
  ~DeskCrowd();

  // Waits until every desk has its snapshot. False: not within `limit`.
  bool AwaitLive(std::chrono::milliseconds limit) ABSL_LOCKS_EXCLUDED(mutex_);

  // How many streams have ended; none should while it is measured.
  std::size_t ended() const ABSL_LOCKS_EXCLUDED(mutex_);
  // How many messages came that a desk shows.
  std::int64_t messages() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  class Desk;

  void OnLive() ABSL_LOCKS_EXCLUDED(mutex_);
  void OnEnd() ABSL_LOCKS_EXCLUDED(mutex_);
  void OnMessage() ABSL_LOCKS_EXCLUDED(mutex_);

  const OnPop on_pop_;
  mutable absl::Mutex mutex_;
  absl::CondVar changed_;
  std::size_t live_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t ended_ ABSL_GUARDED_BY(mutex_) = 0;
  std::int64_t messages_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::unique_ptr<Desk>> desks_;
};

}  // namespace jackfield::bench
