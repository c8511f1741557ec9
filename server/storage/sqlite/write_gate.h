#pragma once

#include <cstddef>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

namespace jackfield::sqlite {

// How soon a write has to be done.
enum class Urgency {
  kLive,  // The engine's commits: calls wait for them.
  kBulk,  // Everything else, in small steps.
};

// Whose turn it is to use the one writing connection.
//
// Rules:
//  G1. One at a time.
//  G2. Live writers go before bulk writers. Why: an import must not delay a call.
//  G3. After kLiveInARowMax live turns a waiting bulk writer has one. Why: a busy hour must not
//  keep
//      an agent from saving a customer.
//
// Thread safety: thread-safe.
class WriteGate {
 public:
  static constexpr int kLiveInARowMax = 8;

  void Enter(Urgency urgency) ABSL_LOCKS_EXCLUDED(mutex_);
  // Enters where nobody is in and nobody waits. False: it did not.
  bool TryEnter() ABSL_LOCKS_EXCLUDED(mutex_);
  void Leave() ABSL_LOCKS_EXCLUDED(mutex_);

  // How many wait for their turn.
  std::size_t waiting() const ABSL_LOCKS_EXCLUDED(mutex_);

  // Whether a writer of this kind waits. Who is in asks, to leave soon.
  bool waits(Urgency urgency) const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  bool MayEnterLive() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool MayEnterBulk() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable absl::Mutex mutex_;
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;
  int live_waiting_ ABSL_GUARDED_BY(mutex_) = 0;
  int bulk_waiting_ ABSL_GUARDED_BY(mutex_) = 0;
  int live_in_a_row_ ABSL_GUARDED_BY(mutex_) = 0;
};

// A turn, from construction to destruction.
//
// Thread safety: none; one per write.
class WriteTurn {
 public:
  WriteTurn(WriteGate& gate, Urgency urgency) : gate_(gate) { gate_.Enter(urgency); }
  ~WriteTurn() { gate_.Leave(); }
  WriteTurn(const WriteTurn&) = delete;
  WriteTurn& operator=(const WriteTurn&) = delete;

 private:
  WriteGate& gate_;
};

}  // namespace jackfield::sqlite
