#pragma once

#include <map>
#include <string>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

namespace jackfield {
class Intake;
}  // namespace jackfield

namespace jackfield::grpc_api {

// How a stream ended.
enum class StreamEnd {
  kBroken,   // By a fault, of either side or between them.
  kSaidAll,  // By the client, with everything acknowledged.
};

// The link to a source that publishes on streams: there while at least one of its streams is open.
// Tells intake, in place of the source, when the first opens and when the last is over, and how.
//
// Thread safety: thread-safe.
class StreamLinks {
 public:
  // `intake` outlives this.
  explicit StreamLinks(Intake& intake) : intake_(intake) {}

  void Open(const std::string& source) ABSL_LOCKS_EXCLUDED(mutex_);

  // Requires that it was opened.
  void Close(const std::string& source, StreamEnd end) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  Intake& intake_;
  absl::Mutex mutex_;  // Held while intake is told, so that it is told in order.
  std::map<std::string, int> streams_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace jackfield::grpc_api
