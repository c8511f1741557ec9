#include "agent-client/terminal/session/reconnect_pause.h"

#include <algorithm>

namespace jackfield::client {
namespace {

constexpr std::int64_t kFirstMs = 500;
constexpr std::int64_t kLongestMs = 10'000;
constexpr int kDoublingsMax = 5;

}  // namespace

Duration ReconnectPause(int attempt, std::uint32_t chance) {
  if (attempt <= 0) return Duration{0};
  const int doublings = std::min(attempt - 1, kDoublingsMax);
  const std::int64_t base = std::min(kFirstMs << doublings, kLongestMs);
  return Duration(base / 2 + static_cast<std::int64_t>(chance) % (base + 1));
}

}  // namespace jackfield::client
