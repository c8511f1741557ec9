#pragma once

#include <cmath>
#include <cstdint>

#include "server/base/time.h"

namespace jackfield::simulate {

// SplitMix64. The same seed gives the same run with every compiler and standard library, which the
// distributions of <random> do not promise. Simulations of tests draw from it, too.
//
// Thread safety: none; one per simulation.
class Prng {
 public:
  explicit Prng(std::uint64_t seed) : state_(seed) {}

  std::uint64_t Next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  // In [0, bound). Requires bound > 0. The bias is below 2^-32 for any bound below 2^32.
  std::uint64_t Below(std::uint64_t bound) { return Next() % bound; }

  // True so often in the mean. Requires n > 0.
  bool OneIn(std::uint64_t n) { return Below(n) == 0; }

  // In [0, 1).
  double Unit() { return static_cast<double>(Next() >> 11) * 0x1p-53; }

  // True so often, 0 to 1.
  bool Chance(double share) { return Unit() < share; }

  // Evenly in [low, high).
  Duration Between(Duration low, Duration high) {
    return low +
           Duration(static_cast<Duration::rep>(Unit() * static_cast<double>((high - low).count())));
  }

  // Exponentially distributed with this mean, as arrivals and patience are.
  Duration Exponential(Duration mean) {
    return Duration(
        static_cast<Duration::rep>(-std::log(1.0 - Unit()) * static_cast<double>(mean.count())));
  }

 private:
  std::uint64_t state_;
};

}  // namespace jackfield::simulate
