#pragma once

#include <cstdint>

#include "server/exchange/counters.h"

// Ratios of a queue's counters as the two numbers that they are made of: reference metrics, service
// level and abandon ratio. Board, report and alerts take them from here.
//
// Thread safety: pure functions.
namespace jackfield::exchange {

// In the order of the contract.
enum class ServiceLevelFormula : std::uint8_t {
  kAnsweredOnly = 1,
  kAbandonsIgnored = 2,
  kAbandonsNegative = 3,
  kAbandonsPositive = 4,
  kShortAbandonsDropped = 5,
};

struct Share {
  std::int64_t part = 0;
  std::int64_t whole = 0;  // 0 or less: no data.

  bool operator==(const Share&) const = default;
};

Share ServiceLevelOf(const QueueCounters& counters, ServiceLevelFormula formula);

// B / (A + B).
Share AbandonedOf(const QueueCounters& counters);

}  // namespace jackfield::exchange
