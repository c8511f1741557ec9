#include "agent-client/terminal/screen/cell_text.h"

#include <algorithm>
#include <cstdint>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace jackfield::screen {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view kEllipsis = "…";

enum class Kind { kLetter, kMark, kSkipped, kBad, kSpace };

// ICU's macro narrows integers in the code that uses it.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
UChar32 ReadCharacter(const std::uint8_t* bytes, std::int32_t* at, std::int32_t size) {
  UChar32 character = 0;
  U8_NEXT(bytes, *at, size, character);
  return character;
}
#pragma GCC diagnostic pop

// Joins or varies what stands beside it: terminals do not agree how wide that is (T2).
bool OnlyJoins(UChar32 character) {
  return character == 0x00AD || character == 0x200C || character == 0x200D ||
         (character >= 0xFE00 && character <= 0xFE0F) ||
         (character >= 0x1F3FB && character <= 0x1F3FF) ||
         (character >= 0xE0020 && character <= 0xE007F) || character == 0x20E3;
}

Kind KindOf(UChar32 character) {
  if (character < 0) return Kind::kBad;
  if (character == '\n' || character == '\t' || character == '\r') return Kind::kSpace;
  if (OnlyJoins(character)) return Kind::kSkipped;
  switch (u_charType(character)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
      return Kind::kMark;
    case U_SPACE_SEPARATOR:
      return Kind::kSpace;
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
    case U_SURROGATE:
    case U_PRIVATE_USE_CHAR:
    case U_UNASSIGNED:
      return Kind::kBad;
    default:
      return Kind::kLetter;
  }
}

int WidthOf(UChar32 character) {
  const int width = u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

bool IsRegional(UChar32 character) { return character >= 0x1F1E6 && character <= 0x1F1FF; }

Cluster ClusterOf(Kind kind, UChar32 character, std::string_view bytes) {
  if (kind == Kind::kBad) return {std::string(kReplacement), 1};
  if (kind == Kind::kSpace) return {" ", character == 0x3000 ? 2 : 1};
  if (kind == Kind::kMark) return {" " + std::string(bytes), 1};
  if (IsRegional(character))
    return {std::string(1, static_cast<char>('A' + character - 0x1F1E6)), 1};
  return {std::string(bytes), WidthOf(character)};
}

// A character of a text, and where the next one begins.
struct Read {
  UChar32 character;
  std::size_t end;
};

Read ReadAt(std::string_view text, std::size_t at) {
  // A character has at most four bytes: a longer text is not handed on as a whole.
  const std::string_view rest = text.substr(at, 4);
  std::int32_t next = 0;
  const UChar32 character = ReadCharacter(reinterpret_cast<const std::uint8_t*>(rest.data()), &next,
                                          static_cast<std::int32_t>(rest.size()));
  return {character, at + static_cast<std::size_t>(next)};
}

// Takes lines from a text at the ends that it has itself.
std::string_view TakeLine(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

// Breaks one line. Returns false when `lines` is full and something is left.
bool WrapLine(std::string_view text, int columns, std::size_t lines_max,
              std::vector<std::string>& lines) {
  ClusterReader reader(text);
  std::string line;
  std::string word;
  int line_width = 0;
  int word_width = 0;
  const auto flush = [&] {
    if (lines.size() >= lines_max) return false;
    lines.push_back(line.substr(0, line.find_last_not_of(' ') + 1));
    line.clear();
    line_width = 0;
    return true;
  };
  for (Cluster cluster; reader.Next(cluster);) {
    if (word_width + cluster.width > columns) {  // A word that is wider than the line.
      line += word;
      word.clear();
      line_width += word_width;
      word_width = 0;
    }
    if (line_width + word_width + cluster.width > columns && !flush()) return false;
    word += cluster.bytes;
    word_width += cluster.width;
    // Between wide letters a line may end anywhere.
    if (cluster.bytes != " " && cluster.width == 1) continue;
    line += word;
    line_width += word_width;
    word.clear();
    word_width = 0;
  }
  line += word;
  return flush();
}

}  // namespace

bool ClusterReader::Next(Cluster& cluster) {
  Kind kind = Kind::kSkipped;
  while (kind == Kind::kSkipped) {
    if (at_ >= text_.size()) return false;
    const Read read = ReadAt(text_, at_);
    kind = KindOf(read.character);
    cluster = ClusterOf(kind, read.character, text_.substr(at_, read.end - at_));
    at_ = read.end;
  }
  for (int marks = kind == Kind::kLetter ? 0 : kMarksMax; at_ < text_.size();) {
    const Read read = ReadAt(text_, at_);
    const Kind next = KindOf(read.character);
    if (next != Kind::kMark && next != Kind::kSkipped) break;
    if (next == Kind::kMark && marks++ < kMarksMax) {
      cluster.bytes += text_.substr(at_, read.end - at_);  // T3.
    }
    at_ = read.end;
  }
  return true;
}

int WidthOf(std::string_view text, int columns_max) {
  ClusterReader reader(text);
  int width = 0;
  for (Cluster cluster; width < columns_max && reader.Next(cluster);) width += cluster.width;
  return width;
}

std::string Cut(std::string_view text, int columns) {
  if (columns <= 0) return {};
  ClusterReader reader(text);
  std::string out;
  std::string out_with_room;  // As far as "…" has room after it.
  int width = 0;
  for (Cluster cluster; reader.Next(cluster);) {
    if (width + cluster.width > columns) return out_with_room + std::string(kEllipsis);
    out += cluster.bytes;
    width += cluster.width;
    if (width <= columns - 1) out_with_room = out;
  }
  return out;
}

std::vector<std::string> Wrap(std::string_view text, int columns, std::size_t lines_max) {
  std::vector<std::string> lines;
  if (columns < 2 || lines_max == 0) return lines;
  bool whole = true;
  while (whole && !text.empty()) whole = WrapLine(TakeLine(text), columns, lines_max, lines);
  if (!whole && !lines.empty()) {
    lines.back() = Cut(lines.back(), columns - 1) + std::string(kEllipsis);
  }
  return lines;
}

}  // namespace jackfield::screen
