#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "server/base/result.h"

namespace jackfield::grpc_api {

// The events of one stream that were taken and are not acknowledged: numbered 1, 2, 3, …, finished
// in any order, acknowledged in theirs.
//
// Thread safety: none; one per stream.
class InFlight {
 public:
  static constexpr std::size_t kMax = 256;

  // A refusal that the client has to be told before its number is acknowledged.
  struct Refusal {
    std::int64_t sequence = 0;
    Error error;
  };

  // The next event. Errors: kInvalidArgument (STREAM_SEQUENCE_INVALID).
  Status Take(std::int64_t sequence);

  // The event is committed, or refused for good. Requires that it was taken.
  void Finish(std::int64_t sequence, const Status& status);

  // The refusal to be told next, if any.
  std::optional<Refusal> TakeRefusal();

  // Up to where everything is finished and told, if that is news since the last call.
  std::optional<std::int64_t> TakeAck();

  // Nothing is open, and nothing is to be told.
  bool idle() const { return open_.empty() && refusals_.empty() && finished_ == told_; }
  bool full() const { return open_.size() + refusals_.size() >= kMax; }

 private:
  std::int64_t taken_ = 0;     // The last number that was taken.
  std::int64_t finished_ = 0;  // Up to where all are finished.
  std::int64_t told_ = 0;      // Up to where that was told.
  std::deque<bool> open_;      // Whether each number after `finished_` is finished.
  std::deque<Refusal> refusals_;
};

}  // namespace jackfield::grpc_api
