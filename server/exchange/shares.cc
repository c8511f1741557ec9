#include "server/exchange/shares.h"

namespace jackfield::exchange {
namespace {

std::int64_t Signed(std::uint64_t count) { return static_cast<std::int64_t>(count); }

}  // namespace

Share ServiceLevelOf(const QueueCounters& counters, ServiceLevelFormula formula) {
  const std::int64_t answered = Signed(counters.answered);
  const std::int64_t in_time = Signed(counters.answered_within);
  const std::int64_t gone_in_time = Signed(counters.abandoned_within);
  const std::int64_t reached = in_time + gone_in_time + Signed(counters.passed_threshold);
  switch (formula) {
    case ServiceLevelFormula::kAnsweredOnly:
      return {in_time, answered};
    case ServiceLevelFormula::kAbandonsIgnored:
      return {in_time, reached - gone_in_time};
    case ServiceLevelFormula::kAbandonsNegative:
      return {in_time, reached};
    case ServiceLevelFormula::kAbandonsPositive:
      return {in_time + gone_in_time, reached};
    case ServiceLevelFormula::kShortAbandonsDropped:
      return {in_time, answered + Signed(counters.abandoned) - Signed(counters.abandoned_short)};
  }
  return {in_time, reached};
}

Share AbandonedOf(const QueueCounters& counters) {
  const std::int64_t abandoned = Signed(counters.abandoned);
  return {abandoned, Signed(counters.answered) + abandoned};
}

}  // namespace jackfield::exchange
