#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <thread>
#include <variant>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/base/result.h"
#include "server/exchange/telephony_event.h"
#include "server/intake/caller_resolver.h"
#include "server/intake/event_sealer.h"
#include "server/ports/clock.h"
#include "server/ports/engine.h"
#include "server/ports/intake.h"
#include "server/ports/metrics.h"
#include "server/ports/vault.h"

namespace jackfield::intake {

struct IntakeOptions {
  std::size_t events_max = 20'000;     // That wait; further ones are refused.
  std::size_t in_flight_max = 10'000;  // Handed to the engine and not answered yet.
};

// What intake needs of the others. All outlive it.
struct IntakePorts {
  CallerResolver& resolver;
  Vault& vault;
  Engine& engine;
  Metrics& metrics;
  const Clock& clock;
};

// Intake as a thread of its own, named "intake": one for all sources, so that their order is kept.
//
// Rules:
//  N1. An event that breaks a rule or finds the queue full is refused at once, by the thread that
//      hands it in.
//  N2. The engine is given no more than `in_flight_max` events at a time. While it cannot take
//  more,
//      events wait here: a source without acks loses none before this queue is full, too.
//  N3. An event whose texts cannot be sealed is refused where its source waits for an answer, and
//      goes on without its texts where it does not: a call matters more than its name.
//  N4. An event that comes from too far ahead of the server's clock is refused where its source
//      waits for an answer; where it does not, it is taken as of now: a switch whose clock is wrong
//      still has calls.
//
// Lifetime: Start() once. Stop(), or the destructor, refuses further events, hands on what waits,
// and ends the thread; it is to be called before the engine's. Every `done` is called exactly once.
//
// Thread safety: thread-safe; Start() and Stop() by one owner.
class IntakeThread final : public Intake {
 public:
  explicit IntakeThread(const IntakePorts& ports, IntakeOptions options = {});
  ~IntakeThread() override;

  void Start();
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);  // Twice is as once.

  void Accept(exchange::TelephonyEvent event, Engine::Published done) override
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Item {
    exchange::TelephonyEvent event;
    Engine::Published done;
  };

  // How many events the engine still has. Shared with the callbacks that it holds, which may come
  // when this object is gone; the last of them ends it.
  //
  // Thread safety: thread-safe.
  class InFlight;

  void Refuse(const Engine::Published& done, std::string_view label, const Error& error) const;
  void Run() ABSL_LOCKS_EXCLUDED(mutex_);
  // Waits for events and takes what there is. Nothing: it is the end.
  std::deque<Item> TakeItems() ABSL_LOCKS_EXCLUDED(mutex_);
  void HandOn(Item item);
  void Identify(exchange::TelephonyEvent& event);

  const IntakePorts ports_;
  const IntakeOptions options_;
  EventSealer sealer_;  // Of the intake thread.
  const std::shared_ptr<InFlight> in_flight_;

  absl::Mutex mutex_;
  absl::CondVar changed_;
  std::deque<Item> items_ ABSL_GUARDED_BY(mutex_);
  std::size_t waiting_ ABSL_GUARDED_BY(mutex_) = 0;  // `items_` and those taken, not handed on.
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;

  std::thread thread_;
};

}  // namespace jackfield::intake
