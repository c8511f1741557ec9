#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace jackfield::bench {

// How long things took, and what of that is said in one line.
//
// Thread safety: none; one per measurement.
class Latencies {
 public:
  using Span = std::chrono::nanoseconds;

  void Add(Span span) { spans_.push_back(span); }
  std::size_t count() const { return spans_.size(); }

  // The shortest span that `share` of all do not exceed, in milliseconds; 0 where there are none.
  // `share`: above 0, up to 1.
  double AtShare(double share) const;

  // Fields of a JSON object: p50_ms, p99_ms, p999_ms, max_ms.
  std::string ToJson() const;

 private:
  std::vector<Span> spans_;
};

}  // namespace jackfield::bench
