#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/base/time.h"

namespace jackfield::grpc_api {

// Keeps one desk from calling number after number: what somebody who stole a session would do.
//
// Rules:
//  R1. At most so many calls within any kWindow, for each agent. What is refused is not counted, so
//      that waiting always helps.
//
// Flow: agents are those of the configuration, so there is no limit of its own.
//
// Thread safety: thread-safe.
class DialThrottle {
 public:
  static constexpr Duration kWindow{60'000};

  // Counts a call of `agent`, of at most `count_max` (1 or more). How long to wait, when it must
  // not be made; more than 0.
  std::optional<Duration> Take(const std::string& agent, std::size_t count_max, Instant now)
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  absl::Mutex mutex_;
  // When each dialled, oldest first.
  std::map<std::string, std::deque<Instant>> dialled_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace jackfield::grpc_api
