#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Text for the cells of a terminal. All texts come from outside: a name may hold escape sequences,
// marks that turn the direction of writing, ten thousand characters, or a hundred accents on one
// letter. What reaches the terminal is made here.
//
// Rules:
//  T1. Control and format characters, unassigned and private ones, and bytes that are not UTF-8
//      become U+FFFD; what only joins or varies its neighbours is left out. A line end is a space.
//  T2. Nothing is wider than it says: flags and joined emoji are drawn as their parts.
//  T3. At most kMarksMax accents stand on one letter.
namespace jackfield::screen {

inline constexpr int kMarksMax = 3;

// What stands in one cell, or in two.
struct Cluster {
  std::string bytes;  // One letter in UTF-8, with its accents.
  int width = 1;      // 1 or 2.
};

// Reads a text cluster by cluster, so that of a long one only what is shown is looked at.
//
// Thread safety: none; one per text.
class ClusterReader {
 public:
  explicit ClusterReader(std::string_view text) : text_(text) {}

  // Returns false at the end.
  bool Next(Cluster& cluster);

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

// Columns of the whole text. Stops counting at `columns_max`.
int WidthOf(std::string_view text, int columns_max = 10'000);

// The text cleaned, and cut to `columns`; with "…" at its end when it was cut.
std::string Cut(std::string_view text, int columns);

// The text in lines of at most `columns`, broken between words where that is possible and at its
// line ends. At most `lines_max`; the last one ends with "…" when there is more.
std::vector<std::string> Wrap(std::string_view text, int columns, std::size_t lines_max);

}  // namespace jackfield::screen
