#include "server/app/cli/csv_reader.h"

#include <cstring>
#include <utility>

#include <csv.h>
#include <unicode/ustring.h>

namespace jackfield::cli {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

bool IsUtf8(const std::string& text) {
  UErrorCode error = U_ZERO_ERROR;
  std::int32_t size = 0;
  u_strFromUTF8(nullptr, 0, &size, text.data(), static_cast<std::int32_t>(text.size()), &error);
  return error != U_INVALID_CHAR_FOUND;
}

int NoSpace(unsigned char) { return 0; }  // RFC 4180: spaces are part of a cell.

}  // namespace

// libcsv's parser, and what its callbacks leave.
struct CsvReader::Parser {
  csv_parser state{};
  std::vector<std::string> cells;
  bool row_ended = false;

  Parser() { Begin(); }
  ~Parser() { csv_free(&state); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  void Begin() {
    csv_init(&state, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
    csv_set_space_func(&state, NoSpace);
  }

  void Restart() {
    csv_free(&state);
    Begin();
    cells.clear();
    row_ended = false;
  }

  static void OnCell(void* text, std::size_t size, void* self) {
    static_cast<Parser*>(self)->cells.emplace_back(static_cast<const char*>(text), size);
  }
  static void OnRow(int, void* self) { static_cast<Parser*>(self)->row_ended = true; }

  bool Take(std::string_view bytes) {
    return csv_parse(&state, bytes.data(), bytes.size(), OnCell, OnRow, this) == bytes.size();
  }
  bool End() { return csv_fini(&state, OnCell, OnRow, this) == 0; }
};

CsvReader::CsvReader() : parser_(std::make_unique<Parser>()) {}
CsvReader::~CsvReader() = default;

void CsvReader::Feed(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    const bool whole = end != std::string_view::npos;
    const std::string_view part = bytes.substr(0, whole ? end + 1 : bytes.size());
    bytes.remove_prefix(part.size());
    if (!skipping_) partial_ += part;
    if (partial_.size() > kRowBytesMax) {
      partial_.clear();
      skipping_ = true;
    }
    if (!whole) continue;
    if (std::exchange(skipping_, false)) {
      ++line_;
      Refuse("the row is longer than 64 KiB");
    } else {
      FeedLine(std::exchange(partial_, {}));
    }
  }
}

void CsvReader::Finish() {
  if (skipping_) {
    ++line_;
    Refuse("the row is longer than 64 KiB");
  } else if (!partial_.empty()) {
    FeedLine(std::exchange(partial_, {}) + "\n");
  }
  if (!in_row_) return;
  parser_->End();
  Refuse("a quoted cell has no end");
}

void CsvReader::FeedLine(std::string_view line) {
  ++line_;
  if (line_ == 1 && line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
  if (!std::exchange(in_row_, true)) row_ = CsvRow{line_, {}, {}};
  row_bytes_ += line.size();
  if (row_bytes_ > kRowBytesMax) return Refuse("the row is longer than 64 KiB");
  if (!parser_->Take(line)) {
    return Refuse("a quote stands inside an unquoted cell, or text behind a closing quote");
  }
  if (parser_->row_ended) return EndRow();
  // The parser reports no row for an empty line; otherwise a quoted cell goes on.
  if (line.find_first_not_of("\r\n") == std::string_view::npos && row_.line == line_) {
    in_row_ = false;
    row_bytes_ = 0;
  }
}

void CsvReader::EndRow() {
  row_.cells = std::exchange(parser_->cells, {});
  parser_->row_ended = false;
  if (row_.cells.size() > kCellsMax) return Refuse("the row has more than 256 cells");
  for (const std::string& cell : row_.cells) {
    if (!IsUtf8(cell)) return Refuse("the row is not UTF-8");
  }
  rows_.push_back(std::move(row_));
  in_row_ = false;
  row_bytes_ = 0;
}

void CsvReader::Refuse(std::string problem) {
  rows_.push_back({in_row_ ? row_.line : line_, {}, std::move(problem)});
  parser_->Restart();
  in_row_ = false;
  row_bytes_ = 0;
}

std::optional<CsvRow> CsvReader::Next() {
  if (rows_.empty()) return std::nullopt;
  CsvRow row = std::move(rows_.front());
  rows_.pop_front();
  return row;
}

}  // namespace jackfield::cli
