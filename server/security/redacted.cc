#include "server/security/redacted.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace jackfield::security {
namespace {

constexpr std::size_t kVisibleDigits = 2;
constexpr std::size_t kExtensionDigitsMax = 4;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The bytes of the well-formed UTF-8 character that `text` begins with; 0: it begins with none.
// Overlong forms and surrogates are not told apart: a log line needs whole characters only.
std::size_t CharacterBytes(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  std::size_t bytes = 0;
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) bytes = 2;
  if (first >= 0xE0 && first <= 0xEF) bytes = 3;
  if (first >= 0xF0 && first <= 0xF4) bytes = 4;
  if (bytes == 0 || text.size() < bytes) return 0;
  const std::string_view rest = text.substr(1, bytes - 1);
  const bool whole = std::all_of(rest.begin(), rest.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
  });
  return whole ? bytes : 0;
}

std::string EscapedByte(char c) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  switch (c) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
  }
  const auto byte = static_cast<unsigned char>(c);
  return std::string("\\u00") + kDigits[byte >> 4U] + kDigits[byte & 0x0FU];
}

bool NeedsEscape(std::string_view character) {
  if (character.size() == 1) {
    const char c = character.front();
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '"' || c == '\\';
  }
  // U+0080 to U+009F are control characters to terminals too.
  return character.size() == 2 && character[0] == '\xC2' &&
         static_cast<unsigned char>(character[1]) < 0xA0;
}

}  // namespace

std::string RedactedNumber(std::string_view number) {
  const auto digits =
      static_cast<std::size_t>(std::count_if(number.begin(), number.end(), IsDigit));
  if (digits <= kExtensionDigitsMax) return Escaped(number);
  std::string masked(number);
  std::size_t seen = 0;
  for (char& c : masked) {
    if (IsDigit(c) && seen++ < digits - kVisibleDigits) c = '*';
  }
  return Escaped(masked);
}

std::string RedactedText(std::string_view text) {
  if (text.empty()) return "";
  return "<text of " + std::to_string(text.size()) + ">";
}

std::string Escaped(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  while (!text.empty()) {
    const std::size_t bytes = CharacterBytes(text);
    const std::string_view character = text.substr(0, std::max<std::size_t>(bytes, 1));
    if (bytes == 0 || NeedsEscape(character)) {
      for (const char c : character) line += EscapedByte(c);
    } else {
      line += character;
    }
    text.remove_prefix(character.size());
  }
  return line;
}

}  // namespace jackfield::security
