#include "server/grpc_api/search_throttle.h"

namespace jackfield::grpc_api {

std::optional<Duration> SearchThrottle::Take(const std::string& actor, Instant now) {
  const absl::MutexLock lock(&mutex_);
  if (!searches_.contains(actor)) MakeRoom(now);
  std::deque<Instant>& made = searches_[actor];
  while (!made.empty() && now - made.front() >= kWindow) made.pop_front();
  if (made.size() >= kSearchesMax) return kWindow - (now - made.front());  // R1
  made.push_back(now);
  return std::nullopt;
}

void SearchThrottle::MakeRoom(Instant now) {
  if (searches_.size() < kActorsMax) return;
  std::erase_if(searches_, [now](const auto& actor) {
    return actor.second.empty() || now - actor.second.back() >= kWindow;
  });
  if (searches_.size() >= kActorsMax) searches_.clear();
}

}  // namespace jackfield::grpc_api
