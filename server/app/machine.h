#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "server/base/result.h"
#include "server/ports/clock.h"
#include "server/ports/random.h"

// The machine's own clock and chance: the only places that read them.
namespace jackfield::app {

// Time since the machine started, and civil time. The engine adds what it has counted before.
//
// Thread safety: thread-safe.
class MachineClock final : public Clock {
 public:
  Instant Now() const override;
  WallTime WallNow() const override;
};

// libsodium's generator.
//
// Thread safety: thread-safe.
class MachineRandom final : public Random {
 public:
  // Errors: kUnavailable when libsodium cannot start.
  static Result<std::unique_ptr<MachineRandom>> Prepare();

  std::uint64_t Bits() override;
  std::string Bytes(std::size_t bytes) override;

 private:
  MachineRandom() = default;
};

}  // namespace jackfield::app
