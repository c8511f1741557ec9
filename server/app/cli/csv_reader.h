#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jackfield::cli {

// One row of a CSV file, or what is wrong in its place.
struct CsvRow {
  std::int64_t line = 0;  // Where the row begins, 1 or more.
  std::vector<std::string> cells;
  std::string problem;  // Empty: the row is well formed.
};

// Reads CSV as RFC 4180 has it, in UTF-8, by libcsv: bytes in, rows out. Takes bytes as they come,
// cut anywhere; does no I/O.
//
// A row that breaks the format, is not UTF-8, or is longer than kRowBytesMax is given as a row with
// a `problem`, and reading goes on at the next line end. Empty lines are no rows. A byte order mark
// at the beginning is skipped.
//
// Thread safety: none; one per file.
class CsvReader {
 public:
  static constexpr std::size_t kRowBytesMax = 64 * 1024;
  static constexpr std::size_t kCellsMax = 256;

  CsvReader();
  ~CsvReader();
  CsvReader(const CsvReader&) = delete;
  CsvReader& operator=(const CsvReader&) = delete;

  // Takes more bytes; rows that they complete can be had from Next().
  void Feed(std::string_view bytes);

  // No more bytes come: the last row needs no line end.
  void Finish();

  // The next complete row, in order. Nullopt: none is complete yet.
  std::optional<CsvRow> Next();

 private:
  struct Parser;

  void FeedLine(std::string_view line);
  void Refuse(std::string problem);
  void EndRow();

  std::unique_ptr<Parser> parser_;
  std::string partial_;  // The line that is not complete yet.
  std::deque<CsvRow> rows_;
  CsvRow row_;                 // The row that is being read.
  std::size_t row_bytes_ = 0;  // Of it, so far.
  std::int64_t line_ = 0;      // Lines taken.
  bool in_row_ = false;        // A quoted cell goes on in the next line.
  bool skipping_ = false;      // The line is too long: until its end.
};

}  // namespace jackfield::cli
