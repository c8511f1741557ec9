#pragma once

#include "server/exchange/telephony_event.h"
#include "server/ports/engine.h"

namespace jackfield {

// Where every telephony source hands in what it reports: names the caller, seals the personal
// texts, and publishes to the engine, in order for each source.
//
// Thread safety: thread-safe; never blocks.
class Intake {
 public:
  virtual ~Intake() = default;

  // `event` is in the clear. `done` as Engine::Publish(); may be empty for sources without acks.
  // Errors through `done`: kInvalidArgument with the field and the rule that it breaks;
  // kResourceExhausted (INTAKE_FULL).
  virtual void Accept(exchange::TelephonyEvent event, Engine::Published done) = 0;
};

}  // namespace jackfield
