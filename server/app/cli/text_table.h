#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace jackfield::cli {

// `text` with what could control a terminal or turn the direction of writing made visible:
// "\x1b" for control characters, "\u{202e}" for format characters, "\xff" for bytes that are not
// UTF-8. Texts of callers come from outside, and are printed only so.
//
// Thread safety: pure function.
std::string EscapeText(std::string_view text);

// Columns that an escaped text takes on a terminal: 2 for a Chinese character, 0 for an accent.
//
// Thread safety: pure function.
std::size_t DisplayWidth(std::string_view text);

// Rows under a heading, in columns.
//
// Thread safety: none; one per output.
class TextTable {
 public:
  enum class Heading { kPlain, kBold };

  explicit TextTable(std::vector<std::string> heading) : heading_(std::move(heading)) {}

  // Takes one row; cells are escaped here. Missing cells are empty.
  void AddRow(const std::vector<std::string>& cells);

  bool empty() const { return rows_.empty(); }

  // The table, each line ended. Cells that look like numbers stand to the right.
  std::string Render(Heading heading) const;

 private:
  std::vector<std::string> heading_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace jackfield::cli
