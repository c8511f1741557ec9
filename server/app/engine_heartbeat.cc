#include "server/app/engine_heartbeat.h"

namespace jackfield::app {

EngineHeartbeat::EngineHeartbeat(Engine& engine, const Clock& clock)
    : engine_(engine), clock_(clock), seen_(std::make_shared<Seen>()) {
  const absl::MutexLock lock(&seen_->mutex);
  seen_->last = clock_.Now();
}

void EngineHeartbeat::Ask() {
  {
    const absl::MutexLock lock(&seen_->mutex);
    if (seen_->asked) return;
    seen_->asked = true;
  }
  engine_.Inspect([seen = seen_, &clock = clock_](const exchange::State&) {
    const absl::MutexLock lock(&seen->mutex);
    seen->asked = false;
    seen->last = clock.Now();
  });
}

bool EngineHeartbeat::alive() const {
  const absl::MutexLock lock(&seen_->mutex);
  return clock_.Now() - seen_->last <= kSilenceMax;
}

}  // namespace jackfield::app
