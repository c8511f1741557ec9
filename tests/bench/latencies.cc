#include "tests/bench/latencies.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace jackfield::bench {

double Latencies::AtShare(double share) const {
  if (spans_.empty()) return 0;
  std::vector<Span> sorted = spans_;
  const double rank = std::ceil(share * static_cast<double>(sorted.size()));
  const auto index = std::min(sorted.size() - 1, static_cast<std::size_t>(std::max(rank - 1, 0.0)));
  const auto place = sorted.begin() + static_cast<std::ptrdiff_t>(index);
  std::nth_element(sorted.begin(), place, sorted.end());
  return std::chrono::duration<double, std::milli>(*place).count();
}

std::string Latencies::ToJson() const {
  std::array<char, 160> text{};
  const int length =
      std::snprintf(text.data(), text.size(),
                    R"("p50_ms": %.3f, "p99_ms": %.3f, "p999_ms": %.3f, "max_ms": %.3f)",
                    AtShare(0.5), AtShare(0.99), AtShare(0.999), AtShare(1));
  return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace jackfield::bench
