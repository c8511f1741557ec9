#include "server/grpc_api/queue_watch.h"

namespace jackfield::grpc_api {

void QueueWatch::OnBoard(const BoardUpdate& update) {
  const absl::MutexLock lock(&mutex_);
  if (update.snapshot) queues_.clear();
  for (const BoardQueue& queue : update.queues) {
    Waiting& waiting = queues_[queue.name];
    waiting.count = queue.waiting.size();
    waiting.longest_since.reset();
    waiting.stale = queue.stale;
    if (!queue.waiting.empty()) waiting.longest_since = queue.waiting.front().since;
  }
}

std::optional<QueueWatch::Waiting> QueueWatch::Of(const std::string& queue) const {
  const absl::MutexLock lock(&mutex_);
  const auto found = queues_.find(queue);
  return found == queues_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace jackfield::grpc_api
