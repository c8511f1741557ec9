#include "server/app/machine.h"

#include <chrono>

#include <sodium.h>

namespace jackfield::app {

Instant MachineClock::Now() const {
  return Instant(
      std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch()));
}

WallTime MachineClock::WallNow() const {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}

Result<std::unique_ptr<MachineRandom>> MachineRandom::Prepare() {
  if (sodium_init() < 0) return Fail(ErrorCode::kUnavailable, "libsodium cannot start");
  return std::unique_ptr<MachineRandom>(new MachineRandom());
}

std::uint64_t MachineRandom::Bits() {
  std::uint64_t bits = 0;
  randombytes_buf(&bits, sizeof(bits));
  return bits;
}

std::string MachineRandom::Bytes(std::size_t bytes) {
  std::string random(bytes, '\0');
  randombytes_buf(random.data(), random.size());
  return random;
}

}  // namespace jackfield::app
