#include "server/app/whatif/outcome.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace jackfield::whatif {
namespace {

// Of Student's t: M. Abramowitz, I. Stegun, Handbook of Mathematical Functions, table 26.10.
constexpr std::array<double, 30> kStudentQuantiles = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    2.201,  2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
    2.080,  2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042};

double Seconds(Duration time) { return std::chrono::duration<double>(time).count(); }

std::optional<double> Ratio(double part, double whole) {
  if (whole <= 0) return std::nullopt;
  return part / whole;
}

std::optional<double> Ratio(const exchange::Share& share) {
  return Ratio(static_cast<double>(share.part), static_cast<double>(share.whole));
}

// The shortest wait that at least `permille` of `sorted` do not exceed.
std::optional<double> WaitAt(const std::vector<Duration>& sorted, std::size_t permille) {
  constexpr std::size_t kWhole = 1'000;
  if (sorted.empty()) return std::nullopt;
  return Seconds(sorted[(sorted.size() * permille + kWhole - 1) / kWhole - 1]);
}

void AddWaits(std::vector<Duration> waits, Figures& figures) {
  constexpr std::size_t kHalf = 500;
  constexpr std::size_t kNineOfTen = 900;
  std::sort(waits.begin(), waits.end());
  figures[Figure::kWaitMedian] = WaitAt(waits, kHalf);
  figures[Figure::kWaitNinety] = WaitAt(waits, kNineOfTen);
}

std::optional<double> OccupancyOf(const exchange::AgentCounters& agents) {
  const Duration busy = agents.talk + agents.hold + agents.ringing + agents.after_call_work;
  return Ratio(Seconds(busy), Seconds(busy + agents.ready));
}

}  // namespace

Figures FiguresOf(const Outcome& outcome, exchange::ServiceLevelFormula formula) {
  const exchange::QueueCounters& queue = outcome.queue;
  const auto answered = static_cast<double>(queue.answered);
  const auto abandoned = static_cast<double>(queue.abandoned);

  Figures figures;
  figures[Figure::kOffered] = static_cast<double>(queue.offered);
  figures[Figure::kAnswered] = answered;
  figures[Figure::kAbandoned] = abandoned;
  figures[Figure::kServiceLevel] = Ratio(exchange::ServiceLevelOf(queue, formula));
  figures[Figure::kAbandonedShare] = Ratio(exchange::AbandonedOf(queue));
  figures[Figure::kDelayedShare] =
      Ratio(static_cast<double>(outcome.stays_with_a_wait), static_cast<double>(outcome.stays));
  figures[Figure::kAnswerSpeed] = Ratio(Seconds(queue.wait_answered), answered);
  figures[Figure::kWaitMean] =
      Ratio(Seconds(queue.wait_answered + queue.wait_abandoned), answered + abandoned);
  AddWaits(outcome.waits, figures);
  if (outcome.stays > 0) figures[Figure::kWaitMax] = Seconds(queue.wait_max);
  figures[Figure::kOccupancy] = OccupancyOf(outcome.agents);
  return figures;
}

Figures FiguresOf(std::vector<Duration> waits) {
  const auto answered = static_cast<double>(waits.size());
  const Duration sum = std::accumulate(waits.begin(), waits.end(), Duration{0});
  Figures figures;
  figures[Figure::kAnswered] = answered;
  figures[Figure::kAnswerSpeed] = Ratio(Seconds(sum), answered);
  AddWaits(std::move(waits), figures);
  return figures;
}

std::optional<Estimate> EstimateOf(const std::vector<Figures>& runs, Figure figure) {
  std::vector<double> values;
  for (const Figures& run : runs) {
    if (const std::optional<double> value = run[figure]) values.push_back(*value);
  }
  if (values.empty()) return std::nullopt;
  const auto count = static_cast<double>(values.size());
  double sum = 0;
  for (const double value : values) sum += value;
  Estimate estimate{.mean = sum / count};
  if (values.size() < 2) return estimate;
  double squares = 0;
  for (const double value : values) squares += (value - estimate.mean) * (value - estimate.mean);
  estimate.half_width =
      StudentQuantile(values.size() - 1) * std::sqrt(squares / (count - 1) / count);
  return estimate;
}

double StudentQuantile(std::size_t degrees) {
  if (degrees <= kStudentQuantiles.size())
    return kStudentQuantiles[std::max<std::size_t>(degrees, 1) - 1];
  // The same book, 26.7.5: z + (z³ + z) / 4n + …, with z of the normal distribution. The next term
  // is below 0.003 here.
  constexpr double kNormal = 1.959964;
  const auto n = static_cast<double>(degrees);
  return kNormal + (kNormal * kNormal * kNormal + kNormal) / (4 * n);
}

}  // namespace jackfield::whatif
