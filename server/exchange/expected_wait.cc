#include "server/exchange/expected_wait.h"

#include <algorithm>
#include <cmath>

namespace jackfield::exchange {
namespace {

constexpr std::size_t kHandledMin = 3;  // With fewer a mean says nothing.
constexpr double kExpectedMaxMs = 24.0 * 3600 * 1000;
constexpr double kNormalP50 = 0.0;
constexpr double kNormalP90 = 1.2815515655446004;  // Of the standard normal distribution.

double MeanMs(std::span<const Handled> handled) {
  Duration sum{0};
  for (const Handled& each : handled) sum += each.time;
  return static_cast<double>(sum.count()) / static_cast<double>(handled.size());
}

// The quantile of an Erlang distribution, Wilson-Hilferty.
Duration ErlangQuantile(double shape, double mean_ms, double normal) {
  const double root = 1 - 1 / (9 * shape) + normal / (3 * std::sqrt(shape));
  const double quantile = mean_ms * root * root * root;
  return Duration(std::llround(std::min(quantile, kExpectedMaxMs)));
}

}  // namespace

QueueLoad LoadOf(const Staffing& staffing, QueueId queue, std::size_t ahead) {
  const StaffCount staff = staffing.Of(queue);
  return {static_cast<std::uint32_t>(ahead), staff.ready, staff.busy};
}

std::optional<ExpectedWait> ExpectWait(const QueueLoad& load, std::span<const Handled> handled) {
  if (load.ready > load.ahead) return ExpectedWait{};
  const std::uint64_t agents = std::uint64_t{load.ready} + load.busy;
  if (agents == 0 || handled.size() < kHandledMin) return std::nullopt;
  const double releases = static_cast<double>(std::uint64_t{load.ahead} - load.ready + 1);
  const double mean_ms = releases * MeanMs(handled) / static_cast<double>(agents);
  return ExpectedWait{ErlangQuantile(releases, mean_ms, kNormalP50),
                      ErlangQuantile(releases, mean_ms, kNormalP90)};
}

}  // namespace jackfield::exchange
