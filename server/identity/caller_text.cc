#include "server/identity/caller_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <ranges>

namespace jackfield::identity {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr std::size_t kVisibleAtEnd = 2;

struct Range {
  char32_t first;
  char32_t last;  // Included.
};

// Characters that show nothing and change how their neighbours are shown.
constexpr std::array kInvisible = {
    Range{0x0000, 0x001F},    // C0 controls; those that are white space are handled before.
    Range{0x007F, 0x009F},    // DEL and C1 controls.
    Range{0x00AD, 0x00AD},    // Soft hyphen.
    Range{0x034F, 0x034F},    // Combining grapheme joiner.
    Range{0x061C, 0x061C},    // Arabic letter mark.
    Range{0x115F, 0x1160},    // Hangul fillers.
    Range{0x17B4, 0x17B5},    // Khmer inherent vowels.
    Range{0x180B, 0x180E},    // Mongolian selectors and vowel separator.
    Range{0x200B, 0x200F},    // Zero-width characters and direction marks.
    Range{0x2028, 0x202E},    // Line separators, embeddings and overrides.
    Range{0x2060, 0x206F},    // Word joiner, isolates, deprecated format characters.
    Range{0x3164, 0x3164},    // Hangul filler.
    Range{0xFE00, 0xFE0F},    // Variation selectors.
    Range{0xFEFF, 0xFEFF},    // Byte order mark.
    Range{0xFFA0, 0xFFA0},    // Half-width Hangul filler.
    Range{0xFFF0, 0xFFFB},    // Annotation controls.
    Range{0xFFFE, 0xFFFF},    // Not characters.
    Range{0xE0000, 0xE0FFF},  // Tags and further variation selectors.
};

constexpr std::array kSpaces = {
    Range{0x0009, 0x000D}, Range{0x0020, 0x0020}, Range{0x0085, 0x0085}, Range{0x00A0, 0x00A0},
    Range{0x1680, 0x1680}, Range{0x2000, 0x200A}, Range{0x2028, 0x2029}, Range{0x202F, 0x202F},
    Range{0x205F, 0x205F}, Range{0x3000, 0x3000},
};

constexpr std::array<std::string_view, 11> kPlaceholders = {
    "anonymous",   "<unknown>",       "unknown",       "unavailable", "private", "restricted",
    "out of area", "wireless caller", "not available", "withheld",    "no name",
};

template <std::size_t N>
bool IsIn(const std::array<Range, N>& ranges, char32_t c) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [c](const Range& range) { return c >= range.first && c <= range.last; });
}

std::uint32_t ByteAt(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

struct Decoded {
  char32_t code_point;
  std::size_t bytes;
};

// The code point that begins at `at`; a bad byte stands for itself as one U+FFFD.
Decoded DecodeOne(std::string_view text, std::size_t at) {
  const std::uint32_t lead = ByteAt(text, at);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || at + length > text.size()) return {kReplacement, 1};
  char32_t code_point = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const std::uint32_t next = ByteAt(text, at + i);
    if ((next & 0xC0U) != 0x80U) return {kReplacement, 1};
    code_point = (code_point << 6U) | (next & 0x3FU);
  }
  const bool overlong =
      (length == 3 && code_point < 0x800) || (length == 4 && code_point < 0x10000);
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (overlong || surrogate || code_point > 0x10FFFF) return {kReplacement, 1};
  return {code_point, length};
}

void Append(std::string& text, char32_t c) {
  const auto add = [&text](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    add(c);
  } else if (c < 0x800) {
    add(0xC0U | (c >> 6U));
    add(0x80U | (c & 0x3FU));
  } else if (c < 0x10000) {
    add(0xE0U | (c >> 12U));
    add(0x80U | ((c >> 6U) & 0x3FU));
    add(0x80U | (c & 0x3FU));
  } else {
    add(0xF0U | (c >> 18U));
    add(0x80U | ((c >> 12U) & 0x3FU));
    add(0x80U | ((c >> 6U) & 0x3FU));
    add(0x80U | (c & 0x3FU));
  }
}

std::string AsciiLower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

bool IsPunctuation(char32_t c) {
  constexpr std::u32string_view kKept = U" +-.()/<>:;@";
  return kKept.find(c) != std::u32string_view::npos;
}

}  // namespace

std::u32string DecodeUtf8(std::string_view raw) {
  const std::string_view text = raw.substr(0, kCallerBytesMax);
  std::u32string code_points;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded decoded = DecodeOne(text, at);
    code_points.push_back(decoded.code_point);
    at += decoded.bytes;
  }
  return code_points;
}

std::string EncodeUtf8(std::u32string_view code_points) {
  std::string text;
  for (const char32_t c : code_points) Append(text, c);
  return text;
}

std::string CleanName(std::string_view raw) {
  std::u32string clean;
  bool space_pending = false;
  for (const char32_t c : DecodeUtf8(raw)) {
    if (IsIn(kSpaces, c)) {
      space_pending = !clean.empty();
      continue;
    }
    if (IsIn(kInvisible, c)) continue;
    const std::size_t needed = space_pending ? 2 : 1;
    if (clean.size() + needed > kCallerCodePointsMax) break;
    if (space_pending) clean.push_back(U' ');
    clean.push_back(c);
    space_pending = false;
  }
  return EncodeUtf8(clean);
}

std::string CallerName(std::string_view raw) {
  std::string name = CleanName(raw);
  const std::string lower = AsciiLower(name);
  const bool placeholder =
      std::find(kPlaceholders.begin(), kPlaceholders.end(), lower) != kPlaceholders.end();
  return placeholder ? std::string() : name;
}

std::string RedactedText(std::string_view raw) {
  std::u32string text = DecodeUtf8(CleanName(raw));
  const auto punctuation = std::count_if(text.begin(), text.end(), IsPunctuation);
  // Never more than half of it: two letters can be a whole name.
  std::size_t visible =
      std::min(kVisibleAtEnd, (text.size() - static_cast<std::size_t>(punctuation)) / 2);
  for (char32_t& c : std::views::reverse(text)) {
    if (IsPunctuation(c)) continue;
    if (visible > 0) {
      --visible;
    } else {
      c = U'*';
    }
  }
  return EncodeUtf8(text);
}

}  // namespace jackfield::identity
