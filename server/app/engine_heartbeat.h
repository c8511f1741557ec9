#pragma once

#include <memory>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/base/time.h"
#include "server/ports/clock.h"
#include "server/ports/engine.h"

namespace jackfield::app {

// Whether the engine answers: a question is put into its mailbox from time to time, behind what
// others have put there, and must have come out not long ago. While the store fails it comes out as
// soon as calls are shown from memory. It leaves no entry in the journal, which is for what happens
// in the call centre.
//
// Lifetime: `engine` and `clock` outlive it, and the last Ask() that is still open.
//
// Thread safety: thread-safe.
class EngineHeartbeat {
 public:
  static constexpr Duration kSilenceMax{5'000};

  EngineHeartbeat(Engine& engine, const Clock& clock);

  // Asks the engine, unless it was asked and has not answered. To be called about once a second.
  void Ask();

  bool alive() const;

 private:
  // Shared with the question, which the engine may hold.
  struct Seen {
    absl::Mutex mutex;
    Instant last ABSL_GUARDED_BY(mutex){};
    bool asked ABSL_GUARDED_BY(mutex) = false;
  };

  Engine& engine_;
  const Clock& clock_;
  const std::shared_ptr<Seen> seen_;
};

}  // namespace jackfield::app
