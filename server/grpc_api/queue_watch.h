#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/base/time.h"
#include "server/ports/engine.h"

namespace jackfield::grpc_api {

// Who waits in each queue, as the last commit left it: one watcher of the board for all desks.
//
// Lifetime: shared with nobody but its owner; the engine holds it weakly.
//
// Thread safety: thread-safe; told by the engine thread.
class QueueWatch final : public BoardSubscriber {
 public:
  // Who waits in one queue.
  struct Waiting {
    std::size_t count = 0;
    std::optional<WallTime> longest_since;  // Absent: nobody waits.
    bool stale = false;                     // As that of BoardQueue.

    bool operator==(const Waiting&) const = default;
  };

  void OnBoard(const BoardUpdate& update) override ABSL_LOCKS_EXCLUDED(mutex_);

  // nullopt: there is no queue of that name, or nothing was told yet.
  std::optional<Waiting> Of(const std::string& queue) const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  mutable absl::Mutex mutex_;
  std::map<std::string, Waiting> queues_ ABSL_GUARDED_BY(mutex_);  // By name.
};

}  // namespace jackfield::grpc_api
