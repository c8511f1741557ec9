#pragma once

#include <utility>
#include <variant>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/ports/engine.h"

namespace jackfield::fakes {

// Keeps what a desk was told.
//
// Thread safety: thread-safe.
class DeskWitness final : public DeskSubscriber {
 public:
  void OnDesk(const DeskUpdate& update) override ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    updates_.push_back(update);
  }
  void OnReplaced() override ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    replaced_ = true;
  }

  std::vector<DeskUpdate> updates() const ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    return updates_;
  }
  bool replaced() const ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    return replaced_;
  }

  // The changes of one kind, in order.
  template <typename Change>
  std::vector<Change> All() const {
    std::vector<Change> found;
    for (const DeskUpdate& update : updates()) {
      if (const auto* change = std::get_if<Change>(&update.change)) found.push_back(*change);
    }
    return found;
  }

  void Forget() ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    updates_.clear();
  }

 private:
  mutable absl::Mutex mutex_;
  std::vector<DeskUpdate> updates_ ABSL_GUARDED_BY(mutex_);
  bool replaced_ ABSL_GUARDED_BY(mutex_) = false;
};

// Keeps what a board was told.
//
// Thread safety: none; one per test.
class BoardWitness final : public BoardSubscriber {
 public:
  void OnBoard(const BoardUpdate& update) override { updates.push_back(update); }

  std::vector<BoardUpdate> updates;
};

}  // namespace jackfield::fakes
