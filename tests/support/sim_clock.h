#pragma once

#include <string_view>

#include "server/ports/clock.h"
#include "server/ports/metrics.h"

// The engine's smaller ports, simulated.
namespace jackfield::sim {

// Shows what the simulation sets.
//
// Thread safety: none; one per simulation.
class SimClock final : public Clock {
 public:
  Instant Now() const override { return now_; }
  WallTime WallNow() const override { return wall_; }

  void Set(Instant now) { now_ = now; }
  void SetWall(WallTime wall) { wall_ = wall; }

 private:
  Instant now_{};
  WallTime wall_{};
};

// Figures that nobody reads.
//
// Thread safety: thread-safe.
class SimMetrics final : public Metrics {
 public:
  void Count(std::string_view, std::string_view, std::uint64_t) override {}
  void Gauge(std::string_view, std::string_view, double) override {}
  void Observe(std::string_view, std::string_view, double) override {}
};

}  // namespace jackfield::sim
