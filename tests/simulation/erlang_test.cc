// The simulator of `jackfield whatif` beside queueing theory: callers who come at random (Poisson),
// times that are exponential, one skill, first come first served. What theory says stands as
// literals here: what reference/metrics.md, "Staffing", has of it, and where that has nothing
// (service levels with patience, the loads of one, five and ten agents) what the same formulas give
// that give its check values to the last digit. The service level of Erlang A is the share of
// callers who are answered within T: with k callers ahead, the next one leaves at the rate
// agents / handling + k / patience, and the caller at 1 / patience.
//
// Each load is run kFewRuns or kManyRuns times with seeds of their own, each run a day, of which
// the first two hours are left out (they begin with nobody there). So runs are independent, and
// callers of one run, whose waits are not, are never taken for independent ones. A figure agrees
// when theory's value is within the 99.9 % interval of confidence of the runs: thirty-five figures
// are compared, so that a right program would pass with 96.6 % of all choices of seeds. That the
// interval is narrow is asserted, too, and that faults are found: an agent too many, and the last
// caller first.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

#include <gtest/gtest.h>

#include "server/app/simulate/prng.h"
#include "server/app/whatif/outcome.h"
#include "server/app/whatif/queue_world.h"
#include "server/app/whatif/replay.h"

namespace jackfield::whatif {
namespace {

constexpr WallTime kBegin{Duration{1'767'614'400'000}};  // 2026-01-05 12:00 UTC.
constexpr Duration kLead{2 * 3'600'000};
constexpr Duration kLength{24 * 3'600'000};
constexpr std::uint64_t kFewRuns = 20;
constexpr std::uint64_t kManyRuns = 40;
// What Student's t exceeds with 0.05 %, with 19 and with 39 degrees of freedom.
constexpr double kStudentOfFew = 3.883;
constexpr double kStudentOfMany = 3.558;

struct Load {
  Duration between{0};   // Mean time between two callers.
  Duration handling{0};  // Mean.
  Duration patience{0};  // Mean; 0: they wait for ever.
  std::uint32_t agents = 0;
  Duration threshold{20'000};
  std::uint64_t runs = kManyRuns;
};

// Erlang C, and Erlang A.
constexpr Load kFiftyFive{Duration{5'000},  Duration{240'000}, Duration{0}, 55,
                          Duration{15'000}, kFewRuns};
constexpr Load kFourteen{Duration{18'000}, Duration{180'000}, Duration{0}, 14, Duration{20'000}};
constexpr Load kFifty{Duration{5'000},  Duration{240'000}, Duration{180'000}, 50,
                      Duration{20'000}, kFewRuns};
constexpr Load kEleven{Duration{18'000}, Duration{180'000}, Duration{120'000}, 11};
constexpr Load kFive{Duration{60'000}, Duration{180'000}, Duration{0}, 5};
constexpr Load kOne{Duration{180'000}, Duration{240'000}, Duration{90'000}, 1};
// More comes than the agents could do: 1.2 of it.
constexpr Load kTenTooFew{Duration{15'000}, Duration{180'000}, Duration{60'000}, 10};

std::vector<Arrival> DrawCallers(const Load& load, std::uint64_t run) {
  constexpr std::uint64_t kSeedsOfALoad = 100;
  simulate::Prng prng(load.agents * kSeedsOfALoad + run);
  std::vector<Arrival> callers;
  WallTime when = kBegin + prng.Exponential(load.between);
  for (; when < kBegin + kLength; when += prng.Exponential(load.between)) {
    Arrival caller{.when = when, .handling = prng.Exponential(load.handling)};
    if (load.patience > Duration{0}) caller.patience = prng.Exponential(load.patience);
    callers.push_back(caller);
  }
  return callers;
}

QueueSetup SetupOf(const Load& load) {
  QueueSetup setup{.staffing = {{kBegin, load.agents}},
                   .begin = kBegin,
                   .count_from = kBegin + kLead,
                   .end = kBegin + kLength};
  setup.queue.name = "sales";
  setup.queue.service_level_threshold = load.threshold;
  return setup;
}

std::vector<Figures> RunsOf(const Load& load) {
  std::vector<Figures> runs;
  for (std::uint64_t run = 1; run <= load.runs; ++run) {
    const Outcome outcome = QueueWorld(SetupOf(load)).Run(DrawCallers(load, run));
    runs.push_back(FiguresOf(outcome, exchange::ServiceLevelFormula::kAbandonsNegative));
  }
  return runs;
}

// The last caller first: each has a higher priority than all before, in rounds of two hundred.
std::vector<Figures> RunsLastFirst(const Load& load) {
  constexpr std::uint32_t kRound = 200;
  constexpr std::int32_t kPoints = 5;  // More than waiting adds until the next caller comes.
  QueueSetup setup = SetupOf(load);
  for (std::uint32_t tier = 1; tier <= kRound; ++tier) {
    setup.rules.tier_priorities.push_back(static_cast<std::int32_t>(tier) * kPoints);
  }
  std::vector<Figures> runs;
  for (std::uint64_t run = 1; run <= load.runs; ++run) {
    std::vector<Arrival> callers = DrawCallers(load, run);
    std::uint32_t tier = 0;
    for (Arrival& caller : callers) caller.caller_class.value_tier = tier++ % kRound + 1;
    runs.push_back(FiguresOf(QueueWorld(setup).Run(callers),
                             exchange::ServiceLevelFormula::kAbandonsNegative));
  }
  return runs;
}

// What is stored of a day on which callers were answered in their order, by the time at which each
// agent is free again (J. Kiefer, J. Wolfowitz, On the Theory of Queues with Many Servers,
// Transactions of the American Mathematical Society 78 (1955), 1-18).
std::vector<PastStay> StoredDay(const Load& load, const std::vector<Arrival>& callers) {
  std::priority_queue<WallTime, std::vector<WallTime>, std::greater<>> free;
  for (std::uint32_t i = 0; i < load.agents; ++i) free.push(kBegin);
  std::vector<PastStay> stays;
  for (const Arrival& caller : callers) {
    const WallTime answer = std::max(caller.when, free.top());
    PastStay& stay = stays.emplace_back(PastStay{.entered = caller.when});
    if (caller.patience && caller.when + *caller.patience <= answer) {
      stay.wait = *caller.patience;
      stay.end = PastStay::End::kAbandoned;
      continue;
    }
    stay.wait = answer - caller.when;
    stay.end = PastStay::End::kAnswered;
    stay.handling = caller.handling;
    free.pop();
    free.push(answer + caller.handling);
  }
  return stays;
}

// The waits of those who were answered before the end of the day.
std::vector<Duration> WaitsOf(const std::vector<PastStay>& stays) {
  std::vector<Duration> waits;
  for (const PastStay& stay : stays) {
    const bool answered = stay.end == PastStay::End::kAnswered;
    if (answered && stay.entered + stay.wait < kBegin + kLength) waits.push_back(stay.wait);
  }
  return waits;
}

// As `jackfield whatif --agents` does: callers with the patience that `stored` lets guess, served
// by the agents of `load`. A day of its own in each run.
std::vector<Figures> RunsFromStored(const Load& stored, const Load& load) {
  std::vector<Figures> runs;
  for (std::uint64_t run = 1; run <= load.runs; ++run) {
    const CallerSource callers(StoredDay(stored, DrawCallers(stored, run)));
    runs.push_back(FiguresOf(QueueWorld(SetupOf(load)).Run(callers.Draw(run)),
                             exchange::ServiceLevelFormula::kAbandonsNegative));
  }
  return runs;
}

double MeanOf(const std::vector<Figures>& runs, Figure figure) {
  return EstimateOf(runs, figure)->mean;
}

// Of the 99.9 % interval.
double HalfWidthOf(const std::vector<Figures>& runs, Figure figure) {
  const double student = runs.size() == kFewRuns ? kStudentOfFew : kStudentOfMany;
  return *EstimateOf(runs, figure)->half_width / StudentQuantile(runs.size() - 1) * student;
}

// `expected` is within the interval, which is no wider than ± `half_width_max`.
void ExpectFigure(const std::vector<Figures>& runs, Figure figure, double expected,
                  double half_width_max) {
  const double half_width = HalfWidthOf(runs, figure);
  EXPECT_NEAR(MeanOf(runs, figure), expected, half_width) << static_cast<int>(figure);
  EXPECT_LT(half_width, half_width_max) << static_cast<int>(figure);
}

// `expected` is further away than twice the half width.
void ExpectElsewhere(const std::vector<Figures>& runs, Figure figure, double expected) {
  EXPECT_GT(std::abs(MeanOf(runs, figure) - expected), 2 * HalfWidthOf(runs, figure))
      << static_cast<int>(figure);
}

TEST(ErlangTest, FiftyFiveAgentsForPatientCallersAgreeWithErlangC) {
  const std::vector<Figures> runs = RunsOf(kFiftyFive);

  ExpectFigure(runs, Figure::kOccupancy, 0.8727, 0.011);
  ExpectFigure(runs, Figure::kDelayedShare, 0.238701, 0.04);
  ExpectFigure(runs, Figure::kAnswerSpeed, 8.1840, 4.5);
  ExpectFigure(runs, Figure::kServiceLevel, 0.845883, 0.035);
}

TEST(ErlangTest, FourteenAgentsForPatientCallersAgreeWithErlangC) {
  const std::vector<Figures> runs = RunsOf(kFourteen);

  ExpectFigure(runs, Figure::kDelayedShare, 0.174132, 0.015);
  ExpectFigure(runs, Figure::kAnswerSpeed, 7.8359, 1.4);
  ExpectFigure(runs, Figure::kServiceLevel, 0.888350, 0.013);
}

TEST(ErlangTest, FiftyAgentsForCallersWhoGiveUpAgreeWithErlangA) {
  const std::vector<Figures> runs = RunsOf(kFifty);

  ExpectFigure(runs, Figure::kDelayedShare, 0.379062, 0.03);
  ExpectFigure(runs, Figure::kAbandonedShare, 0.043010, 0.005);
  ExpectFigure(runs, Figure::kWaitMean, 7.7418, 0.9);
  ExpectFigure(runs, Figure::kOccupancy, 0.9187, 0.007);
  ExpectFigure(runs, Figure::kServiceLevel, 0.813349, 0.02);
}

TEST(ErlangTest, ElevenAgentsForCallersWhoGiveUpAgreeWithErlangA) {
  const std::vector<Figures> runs = RunsOf(kEleven);

  ExpectFigure(runs, Figure::kDelayedShare, 0.382816, 0.018);
  ExpectFigure(runs, Figure::kAbandonedShare, 0.094155, 0.006);
  ExpectFigure(runs, Figure::kWaitMean, 11.2986, 0.8);
  ExpectFigure(runs, Figure::kOccupancy, 0.8235, 0.009);
  ExpectFigure(runs, Figure::kServiceLevel, 0.742209, 0.015);
}

TEST(ErlangTest, FiveAgentsForPatientCallersAgreeWithErlangC) {
  const std::vector<Figures> runs = RunsOf(kFive);

  ExpectFigure(runs, Figure::kOccupancy, 0.6, 0.015);
  ExpectFigure(runs, Figure::kDelayedShare, 0.236152, 0.025);
  ExpectFigure(runs, Figure::kAnswerSpeed, 21.2536, 5);
  ExpectFigure(runs, Figure::kServiceLevel, 0.810905, 0.025);
}

TEST(ErlangTest, OneAgentForCallersWhoGiveUpAgreesWithErlangA) {
  const std::vector<Figures> runs = RunsOf(kOne);

  ExpectFigure(runs, Figure::kDelayedShare, 0.659549, 0.03);
  ExpectFigure(runs, Figure::kAbandonedShare, 0.505338, 0.03);
  ExpectFigure(runs, Figure::kWaitMean, 45.4804, 4);
  ExpectFigure(runs, Figure::kOccupancy, 0.659549, 0.03);
  ExpectFigure(runs, Figure::kServiceLevel, 0.374701, 0.03);
}

TEST(ErlangTest, FewerAgentsThanTheWorkNeedsAgreeWithErlangA) {
  const std::vector<Figures> runs = RunsOf(kTenTooFew);

  ExpectFigure(runs, Figure::kDelayedShare, 0.601057, 0.02);
  ExpectFigure(runs, Figure::kAbandonedShare, 0.243965, 0.012);
  ExpectFigure(runs, Figure::kWaitMean, 14.6379, 0.8);
  ExpectFigure(runs, Figure::kOccupancy, 0.907241, 0.009);
  ExpectFigure(runs, Figure::kServiceLevel, 0.569029, 0.018);
}

// All of `jackfield whatif` but what is asked of the server: what was stored with thirteen agents,
// most of whose callers did not have to show how patient they are, tells what eleven would do.
TEST(ErlangTest, WhatWasStoredWithMoreAgentsTellsWhatFewerWouldDo) {
  Load stored = kEleven;
  stored.agents = 13;
  const std::vector<Figures> runs = RunsFromStored(stored, kEleven);

  ExpectFigure(runs, Figure::kDelayedShare, 0.382816, 0.018);
  ExpectFigure(runs, Figure::kAbandonedShare, 0.094155, 0.006);
  ExpectFigure(runs, Figure::kWaitMean, 11.2986, 0.8);
  ExpectFigure(runs, Figure::kOccupancy, 0.8235, 0.009);
  ExpectFigure(runs, Figure::kServiceLevel, 0.742209, 0.015);
}

TEST(ErlangTest, EachCallerWaitsAsLongAsTheRecursionSays) {
  for (const Load& load : {kFourteen, kEleven}) {
    const std::vector<Arrival> callers = DrawCallers(load, 1);
    QueueSetup setup = SetupOf(load);
    setup.count_from = kBegin;

    const std::vector<Duration> waits = QueueWorld(setup).Run(callers).waits;

    EXPECT_GT(waits.size(), 4'000);
    EXPECT_TRUE(waits == WaitsOf(StoredDay(load, callers)))
        << load.agents;  // Too many to be printed.
  }
}

TEST(ErlangTest, AnAgentTooManyIsFound) {
  Load load = kFourteen;
  load.agents = 15;
  const std::vector<Figures> runs = RunsOf(load);

  ExpectElsewhere(runs, Figure::kDelayedShare, 0.174132);
  ExpectElsewhere(runs, Figure::kAnswerSpeed, 7.8359);
  ExpectElsewhere(runs, Figure::kServiceLevel, 0.888350);
}

TEST(ErlangTest, TheLastCallerFirstIsFound) {
  const std::vector<Figures> runs = RunsLastFirst(kFourteen);

  ExpectElsewhere(runs, Figure::kServiceLevel, 0.888350);
}

}  // namespace
}  // namespace jackfield::whatif
