#include "server/grpc_api/dial_throttle.h"

namespace jackfield::grpc_api {

std::optional<Duration> DialThrottle::Take(const std::string& agent, std::size_t count_max,
                                           Instant now) {
  const absl::MutexLock lock(&mutex_);
  std::deque<Instant>& made = dialled_[agent];
  while (!made.empty() && now - made.front() >= kWindow) made.pop_front();
  if (made.size() >= count_max) {  // R1. The one that must be past first, should the limit shrink.
    return kWindow - (now - made[made.size() - count_max]);
  }
  made.push_back(now);
  return std::nullopt;
}

}  // namespace jackfield::grpc_api
