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

// Keeps one user or token from reading the whole directory by searching.
//
// Rules:
//  R1. At most kSearchesMax searches within any kWindow, for each who asks. What is refused is not
//      counted, so that waiting always helps.
//
// Flow: at most kActorsMax are remembered; beyond, those who searched within no window are
// forgotten, and if there are none, all are. Why: a search is worth more than a perfect count.
//
// Thread safety: thread-safe.
class SearchThrottle {
 public:
  static constexpr std::size_t kSearchesMax = 30;
  static constexpr Duration kWindow{60'000};
  static constexpr std::size_t kActorsMax = 10'000;

  // Counts a search of `actor`. How long to wait, when it must not be made; more than 0.
  std::optional<Duration> Take(const std::string& actor, Instant now) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void MakeRoom(Instant now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Mutex mutex_;
  // When each searched, oldest first.
  std::map<std::string, std::deque<Instant>> searches_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace jackfield::grpc_api
