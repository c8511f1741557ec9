#include "server/app/machine.h"

#include <chrono>
#include <cstring>

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
  Fill(&bits, sizeof(bits));
  return bits;
}

std::string MachineRandom::Bytes(std::size_t bytes) {
  std::string random(bytes, '\0');
  Fill(random.data(), random.size());
  return random;
}

void MachineRandom::Fill(void* place, std::size_t bytes) {
  if (bytes > kDrawnBytes) return randombytes_buf(place, bytes);
  const absl::MutexLock lock(&mutex_);
  if (bytes > kDrawnBytes - used_) {
    randombytes_buf(drawn_.data(), drawn_.size());
    used_ = 0;
  }
  unsigned char* const from = drawn_.data() + used_;
  std::memcpy(place, from, bytes);
  sodium_memzero(from, bytes);
  used_ += bytes;
}

}  // namespace jackfield::app
