#include "server/grpc_api/in_flight.h"

#include <string>
#include <utility>

#include "server/base/check.h"

namespace jackfield::grpc_api {

Status InFlight::Take(std::int64_t sequence) {
  if (sequence != taken_ + 1) {
    return Fail(
        ErrorCode::kInvalidArgument, "STREAM_SEQUENCE_INVALID",
        "expected the event " + std::to_string(taken_ + 1) + ", got " + std::to_string(sequence));
  }
  taken_ = sequence;
  open_.push_back(false);
  return {};
}

void InFlight::Finish(std::int64_t sequence, const Status& status) {
  JACKFIELD_CHECK(sequence > finished_ && sequence <= taken_);
  open_[static_cast<std::size_t>(sequence - finished_ - 1)] = true;
  if (!status) refusals_.push_back({sequence, status.error()});
  while (!open_.empty() && open_.front()) {
    open_.pop_front();
    ++finished_;
  }
}

std::optional<InFlight::Refusal> InFlight::TakeRefusal() {
  if (refusals_.empty()) return std::nullopt;
  Refusal refusal = std::move(refusals_.front());
  refusals_.pop_front();
  return refusal;
}

std::optional<std::int64_t> InFlight::TakeAck() {
  if (finished_ == told_) return std::nullopt;
  told_ = finished_;
  return told_;
}

}  // namespace jackfield::grpc_api
