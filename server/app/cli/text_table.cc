#include "server/app/cli/text_table.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace jackfield::cli {
namespace {

constexpr std::string_view kGap = "  ";

template <typename... Values>
std::string Print(const char* format, Values... values) {
  char text[24];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

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

// A character at a time; a negative one stands for a byte that is not UTF-8.
template <typename Visit>
void ForEachCharacter(std::string_view text, Visit visit) {
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t at = 0; at < size;) {
    const std::int32_t begin = at;
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const UChar32 character = ReadCharacter(bytes, &at, size);
    visit(character,
          text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin)));
  }
}

bool IsNumber(std::string_view cell) {
  return !cell.empty() && cell.find_first_not_of("0123456789.:,% ") == std::string_view::npos;
}

std::string Pad(const std::string& cell, std::size_t width) {
  const std::string space(width - std::min(width, DisplayWidth(cell)), ' ');
  return IsNumber(cell) ? space + cell : cell + space;
}

void AppendLine(std::string& out, const std::vector<std::string>& cells,
                const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (i > 0) line += kGap;
    line += Pad(i < cells.size() ? cells[i] : std::string(), widths[i]);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  out += line + '\n';
}

}  // namespace

std::string EscapeText(std::string_view text) {
  std::string out;
  ForEachCharacter(text, [&](UChar32 character, std::string_view bytes) {
    if (character < 0) {
      for (const char byte : bytes) out += Print("\\x%02x", static_cast<unsigned char>(byte));
    } else if (character < 0x20 || character == 0x7f) {
      out += Print("\\x%02x", static_cast<unsigned>(character));
    } else if (const auto type = u_charType(character);
               type == U_CONTROL_CHAR || type == U_FORMAT_CHAR || type == U_LINE_SEPARATOR ||
               type == U_PARAGRAPH_SEPARATOR) {
      out += Print("\\u{%04x}", static_cast<unsigned>(character));
    } else {
      out += bytes;
    }
  });
  return out;
}

std::size_t DisplayWidth(std::string_view text) {
  std::size_t width = 0;
  ForEachCharacter(text, [&](UChar32 character, std::string_view) {
    const auto type = u_charType(character);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK) return;
    const int east = u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH);
    width += east == U_EA_WIDE || east == U_EA_FULLWIDTH ? 2 : 1;
  });
  return width;
}

void TextTable::AddRow(const std::vector<std::string>& cells) {
  std::vector<std::string> row;
  row.reserve(cells.size());
  for (const std::string& cell : cells) row.push_back(EscapeText(cell));
  rows_.push_back(std::move(row));
}

std::string TextTable::Render(Heading heading) const {
  std::vector<std::size_t> widths;
  for (const std::string& cell : heading_) widths.push_back(DisplayWidth(cell));
  for (const std::vector<std::string>& row : rows_) {
    for (std::size_t i = 0; i < std::min(row.size(), widths.size()); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(row[i]));
    }
  }
  std::string out;
  if (heading == Heading::kBold) out += "\x1b[1m";
  AppendLine(out, heading_, widths);
  if (heading == Heading::kBold) out.insert(out.size() - 1, "\x1b[0m");
  for (const std::vector<std::string>& row : rows_) AppendLine(out, row, widths);
  return out;
}

}  // namespace jackfield::cli
