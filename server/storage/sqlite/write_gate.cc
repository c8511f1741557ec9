#include "server/storage/sqlite/write_gate.h"

namespace jackfield::sqlite {

bool WriteGate::MayEnterLive() const {
  return !busy_ && (bulk_waiting_ == 0 || live_in_a_row_ < kLiveInARowMax);
}

bool WriteGate::MayEnterBulk() const {
  return !busy_ && (live_waiting_ == 0 || live_in_a_row_ >= kLiveInARowMax);
}

void WriteGate::Enter(Urgency urgency) {
  const bool live = urgency == Urgency::kLive;
  const absl::MutexLock lock(&mutex_);
  ++(live ? live_waiting_ : bulk_waiting_);
  mutex_.Await(absl::Condition(this, live ? &WriteGate::MayEnterLive : &WriteGate::MayEnterBulk));
  --(live ? live_waiting_ : bulk_waiting_);
  busy_ = true;
  live_in_a_row_ = live && bulk_waiting_ > 0 ? live_in_a_row_ + 1 : 0;
}

bool WriteGate::TryEnter() {
  const absl::MutexLock lock(&mutex_);
  if (busy_ || live_waiting_ + bulk_waiting_ > 0) return false;
  busy_ = true;
  return true;
}

void WriteGate::Leave() {
  const absl::MutexLock lock(&mutex_);
  busy_ = false;
}

std::size_t WriteGate::waiting() const {
  const absl::MutexLock lock(&mutex_);
  return static_cast<std::size_t>(live_waiting_ + bulk_waiting_);
}

bool WriteGate::waits(Urgency urgency) const {
  const absl::MutexLock lock(&mutex_);
  return (urgency == Urgency::kLive ? live_waiting_ : bulk_waiting_) > 0;
}

}  // namespace jackfield::sqlite
