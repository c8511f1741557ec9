#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "server/base/time.h"

namespace jackfield::cli {

// How far a long work is, at a moment.
struct ProgressPoint {
  Duration at{0};          // Since the work began.
  std::int64_t items = 0;  // Rows that are done.
  std::int64_t done = 0;   // Of `all`, in bytes or rows.
  std::int64_t all = 0;    // 0: not known.
};

// Says how far a work is, how fast it goes and how long it will take: "[######....]  60 %  600,000
// rows  5,120/s  1:18 left". Rate and rest are those of the last kWindow, so that what was done
// before an interruption does not count.
//
// Thread safety: none; one per work.
class ProgressText {
 public:
  static constexpr Duration kWindow{10'000};
  static constexpr std::size_t kPointsMax = 128;

  explicit ProgressText(std::string_view noun) : noun_(noun) {}

  // Takes a point, which comes after those before. One that is behind the last begins anew.
  void Add(const ProgressPoint& point);

  // For a line that is drawn over and over, and for one of a log.
  std::string Bar() const;
  std::string Line() const;

 private:
  std::string Rest() const;

  const std::string noun_;
  std::deque<ProgressPoint> points_;  // Of the last kWindow.
};

// "1,234,567". Thread safety: pure function.
std::string WriteCount(std::int64_t count);

}  // namespace jackfield::cli
