#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "server/app/whatif/arrival.h"
#include "server/base/time.h"
#include "server/exchange/counters.h"
#include "server/exchange/shares.h"

// What came of a time in a queue, in the figures of boards and reports.
namespace jackfield::whatif {

// Of the intervals that count.
struct Outcome {
  exchange::QueueCounters queue;
  exchange::AgentCounters agents;                            // All agents together.
  std::vector<Duration> waits;                               // Of the answered calls, in any order.
  std::map<CallerClass, std::vector<Duration>> class_waits;  // The same, apart.
  std::uint64_t stays = 0;                                   // That ended, in whatever way.
  std::uint64_t stays_with_a_wait = 0;  // Of them: the caller was not answered at once.

  bool operator==(const Outcome&) const = default;
};

// In the order of the table. Times are in seconds, shares from 0 to 1.
enum class Figure : std::uint8_t {
  kOffered,
  kAnswered,
  kAbandoned,
  kServiceLevel,    // By the queue's formula.
  kAbandonedShare,  // B / (A + B).
  kDelayedShare,    // Of the callers who left the queue, those who had to wait at all.
  kAnswerSpeed,     // Mean wait of the answered (ASA).
  kWaitMean,        // Of answered and abandoned.
  kWaitMedian,      // Of the answered.
  kWaitNinety,      // Nine of ten of the answered waited no longer.
  kWaitMax,         // Of all who left.
  kOccupancy,
};
constexpr std::size_t kFigures = static_cast<std::size_t>(Figure::kOccupancy) + 1;

// nullopt: no data (0/0).
//
// Thread safety: immutable value.
class Figures {
 public:
  std::optional<double> operator[](Figure figure) const {
    return values_[static_cast<std::size_t>(figure)];
  }
  std::optional<double>& operator[](Figure figure) {
    return values_[static_cast<std::size_t>(figure)];
  }

  bool operator==(const Figures&) const = default;

 private:
  std::array<std::optional<double>, kFigures> values_;
};

// Thread safety: pure function.
Figures FiguresOf(const Outcome& outcome, exchange::ServiceLevelFormula formula);

// The figures of the waits of the answered, of these waits only.
//
// Thread safety: pure function.
Figures FiguresOf(std::vector<Duration> waits);

// The mean of a figure over runs that differ by their seeds only.
struct Estimate {
  double mean = 0;
  // The mean of endlessly many such runs is with 95 % within ± this: Student's t times the standard
  // error. nullopt: there was one run only.
  std::optional<double> half_width;

  bool operator==(const Estimate&) const = default;
};

// Over the runs in which the figure had data; nullopt: none.
//
// Thread safety: pure function.
std::optional<Estimate> EstimateOf(const std::vector<Figures>& runs, Figure figure);

// The number that Student's t with these degrees of freedom, at least 1, exceeds with 2.5 %.
//
// Thread safety: pure function.
double StudentQuantile(std::size_t degrees);

}  // namespace jackfield::whatif
