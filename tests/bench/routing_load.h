#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "server/exchange/configuration.h"

// What bench-routing measures: decisions of the routing, and a floor for them.
namespace jackfield::bench {

struct RoutingSize {
  std::size_t agents = 2'000;
  std::size_t queues = 200;
  std::size_t skills = 20;
  std::size_t items = 5'000;   // That wait.
  std::size_t rounds = 5'000;  // Decisions of each kind.
};

// Numbers that look like chance and are the same in every run.
//
// Thread safety: none; one per measurement.
class Dice {
 public:
  std::size_t Below(std::size_t bound);

 private:
  std::uint64_t state_ = 0x853c49e6748fea9b;
};

// How long decisions took.
//
// Thread safety: none; one per measurement.
class DecisionTimes {
 public:
  // Runs and times it.
  template <typename Decision>
  void Time(Decision decision) {
    const auto began = std::chrono::steady_clock::now();
    decision();
    spans_.push_back(std::chrono::steady_clock::now() - began);
  }

  // The shortest span that `share` of all do not exceed, in microseconds.
  double AtShare(double share) const;

  // `again` is the same decisions, timed once more: of each the shorter time counts.
  void KeepShorter(const DecisionTimes& again);

  // {"count":…,"p50_us":…,"p99_us":…,"max_us":…}
  std::string ToJson() const;

 private:
  std::vector<std::chrono::nanoseconds> spans_;
};

// The two kinds of decision: an agent becomes free where many items wait, and an item comes where
// many agents are free, and as many items wait that none of them may have.
struct RoutingTimes {
  DecisionTimes freed;
  DecisionTimes came;
  std::size_t matches = 0;  // Decisions that gave an item to somebody.

  void KeepShorter(const RoutingTimes& again);
};

// Agents in five queues each, with five skills each; queues that Jackfield distributes.
exchange::Configuration RoutingSite(const RoutingSize& size, Dice& dice);

// The router alone.
RoutingTimes TimeRouter(const RoutingSize& size);

// Calls, through Exchange::Apply().
RoutingTimes TimeExchange(const RoutingSize& size);

// The floor: one of as many entries as there are agents and items leaves a map, another comes.
DecisionTimes TimeMap(const RoutingSize& size);

}  // namespace jackfield::bench
