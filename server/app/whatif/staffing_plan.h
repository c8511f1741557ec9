#pragma once

#include <cstdint>
#include <vector>

#include "server/base/time.h"

namespace jackfield::whatif {

// From `from` on, until the next step, so many agents are signed on for the queue. Who is to go
// finishes the call, and its wrap-up, first.
struct StaffingStep {
  WallTime from{};
  std::uint32_t agents = 0;

  bool operator==(const StaffingStep&) const = default;
};

// In the order of time. Before the first step nobody is there.
//
// Thread safety: immutable value.
using StaffingPlan = std::vector<StaffingStep>;

// How much of the time of agents a queue had in an interval of exchange::kIntervalLength.
struct StaffedTime {
  WallTime interval{};
  Duration time{0};  // Of all agents together.

  bool operator==(const StaffedTime&) const = default;
};

// A change of the staffing: another number throughout, or more or fewer than there were.
struct StaffingChange {
  enum class Kind : std::uint8_t { kNone, kFixed, kMore, kFewer };

  Kind kind = Kind::kNone;
  std::uint32_t agents = 0;

  bool operator==(const StaffingChange&) const = default;
};

// From a time of the day (UTC) on, so many agents.
struct DayStep {
  Duration from{0};  // Since midnight, below 24 h.
  std::uint32_t agents = 0;

  bool operator==(const DayStep&) const = default;
};

// The same every day, from `begin` to `end`: before the first step of a day the last one of the day
// before goes on. `day` is in the order of time; empty: nobody.
//
// Thread safety: pure function.
StaffingPlan PlanByDay(const std::vector<DayStep>& day, WallTime begin, WallTime end);

// Whole agents from staffed time, in the order of time: what an interval has too much or too little
// by rounding goes over to the next one, so that the whole time is kept to half an agent.
//
// Thread safety: pure function.
StaffingPlan PlanOf(const std::vector<StaffedTime>& staffed);

// Never fewer than nobody. Thread safety: pure function.
StaffingPlan Changed(StaffingPlan plan, const StaffingChange& change);

}  // namespace jackfield::whatif
