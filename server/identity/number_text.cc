#include "server/identity/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "server/identity/caller_text.h"

namespace jackfield::identity {
namespace {

constexpr std::string_view kSeparators = " .-()/[]_~'";
constexpr std::string_view kOptionalZero = "(0)";
constexpr std::size_t kDigitsBeforeHashMin = 3;  // "#31" is a code, "4930901820#31" is not.

constexpr std::array<std::string_view, 8> kWithheldWords = {
    "anonymous", "restricted", "private",      "withheld",
    "blocked",   "clir",       "no caller id", "number withheld",
};
constexpr std::array<std::string_view, 8> kUnknownWords = {
    "", "unknown", "unavailable", "not available", "out of area", "none", "null", "s",
};
constexpr std::array<std::string_view, 6> kSchemes = {
    "sips:", "sip:", "tel:", "callto:", "h323:", "phone:"};
// Longest first, so that "x" is not found inside "ext".
constexpr std::array<std::string_view, 9> kExtensionMarkers = {
    "extension", ";ext=", "extn", "ext", "доб", "int", "x", ",", "#"};

// The zero of each block of decimal digits that telephones and people write.
constexpr std::array<char32_t, 18> kZeros = {0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66,
                                             0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
                                             0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::size_t CountDigits(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), IsDigit));
}

template <std::size_t N>
bool IsOneOf(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The ASCII character that `c` stands for in a number, in lower case; `c` when there is none.
char32_t Fold(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c = c - 0xFF01 + U'!';  // Full-width forms.
  if (c >= U'A' && c <= U'Z') return c - U'A' + U'a';
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x00B7) return U'-';
  if (c == 0xFE62) return U'+';
  for (const char32_t zero : kZeros) {
    if (c >= zero && c <= zero + 9) return c - zero + U'0';
  }
  return c;
}

std::string Folded(std::string_view text) {
  std::u32string code_points = DecodeUtf8(text);
  std::transform(code_points.begin(), code_points.end(), code_points.begin(), Fold);
  return EncodeUtf8(code_points);
}

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kTrim = " \"";
  const std::size_t first = text.find_first_not_of(kTrim);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kTrim) - first + 1);
}

// What stands between the last '<' and the '>' that ends the text; all of it without such a pair.
std::string_view InsideBrackets(std::string_view text) {
  if (!text.ends_with('>')) return text;
  const std::size_t open = text.rfind('<');
  if (open == std::string_view::npos) return text;
  return Trimmed(text.substr(open + 1, text.size() - open - 2));
}

std::optional<std::string_view> WithoutScheme(std::string_view text) {
  for (const std::string_view scheme : kSchemes) {
    if (text.starts_with(scheme)) return text.substr(scheme.size());
  }
  return std::nullopt;
}

std::string PercentDecoded(std::string_view text) {
  std::string decoded;
  for (std::size_t at = 0; at < text.size(); ++at) {
    unsigned value = 0;
    const char* const digits = text.data() + at + 1;
    if (text[at] == '%' && at + 2 < text.size() &&
        std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2 && value < 0x80) {
      decoded.push_back(static_cast<char>(value));
      at += 2;
    } else {
      decoded.push_back(text[at]);
    }
  }
  return decoded;
}

// The value of the URI parameter `name`, given with its '=', or empty.
std::string_view Parameter(std::string_view parameters, std::string_view name) {
  const std::size_t at = parameters.find(name);
  if (at == std::string_view::npos) return {};
  const std::string_view value = parameters.substr(at + name.size());
  return value.substr(0, value.find(';'));
}

// "+49" of "tel:30901820;phone-context=+49" makes the number global (RFC 3966 section 5.1.5); a
// domain name there leaves it local.
std::string WithContext(std::string_view number, std::string_view context) {
  if (!context.starts_with('+') || number.starts_with('+')) return std::string(number);
  return std::string(context).append(number);
}

// The telephone part of a URI's body. An extension stays behind it as ";ext=".
std::string NumberOfUri(std::string_view body) {
  const std::size_t at = body.find('@');
  const std::string_view user = body.substr(0, at);
  const std::string_view host = at == std::string_view::npos ? "" : body.substr(at + 1);
  if (host.starts_with("anonymous.invalid")) return "anonymous";
  const std::size_t semicolon = user.find(';');
  const std::string_view parameters =
      semicolon == std::string_view::npos ? "" : user.substr(semicolon);
  std::string_view number = user.substr(0, semicolon);
  if (at != std::string_view::npos) number = number.substr(0, number.find(':'));  // A password.
  std::string result =
      PercentDecoded(WithContext(number, Parameter(parameters, ";phone-context=")));
  const std::string_view extension = Parameter(parameters, ";ext=");
  if (!extension.empty()) result.append(";ext=").append(extension);
  return result;
}

struct Split {
  std::string_view number;
  std::string_view extension;
};

// Splits at `marker` when nothing but an extension follows it.
std::optional<Split> SplitAt(std::string_view text, std::string_view marker) {
  const std::size_t at = text.rfind(marker);
  if (at == std::string_view::npos) return std::nullopt;
  std::string_view rest = text.substr(at + marker.size());
  rest.remove_prefix(std::min(rest.find_first_not_of(" .:=,"), rest.size()));
  rest = Trimmed(rest);
  if (rest.ends_with('#')) rest.remove_suffix(1);
  const bool digits = !rest.empty() && rest.size() <= NumberText::kExtensionDigitsMax &&
                      std::all_of(rest.begin(), rest.end(), IsDigit);
  if (!digits) return std::nullopt;
  std::string_view number = text.substr(0, at);
  while (number.ends_with(',')) number.remove_suffix(1);  // Each a pause when dialling.
  if (marker == "#" && CountDigits(number) < kDigitsBeforeHashMin) return std::nullopt;
  return Split{number, rest};
}

Split SplitExtension(std::string_view text) {
  for (const std::string_view marker : kExtensionMarkers) {
    if (const auto split = SplitAt(text, marker)) return *split;
  }
  return {text, {}};
}

// The characters that can be dialled; empty when there are others, too many, or none.
std::string Dialable(std::string_view text) {
  std::string dialable;
  for (const char c : text) {
    if (kSeparators.find(c) != std::string_view::npos) continue;
    const bool plus_at_front = c == '+' && dialable.empty();
    if (!IsDigit(c) && c != '*' && c != '#' && !plus_at_front) return {};
    // "016#89" is neither a code nor a number, or else it was a number with an extension.
    const bool after_hash = IsDigit(c) && dialable.ends_with('#');
    if (after_hash && CountDigits(dialable) >= kDigitsBeforeHashMin) return {};
    dialable.push_back(c);
  }
  const bool has_digit = std::any_of(dialable.begin(), dialable.end(), IsDigit);
  const std::size_t size = dialable.size() - (dialable.starts_with('+') ? 1 : 0);
  return has_digit && size <= NumberText::kDigitsMax ? dialable : std::string();
}

void ReadDigits(NumberText& result, std::string_view text) {
  Split split = SplitExtension(text);
  if (Dialable(split.number).empty() && !split.extension.empty() && Trimmed(split.number).empty()) {
    split = {split.extension, {}};  // "ext. 201" alone.
  }
  result.dialable = Dialable(split.number);
  if (result.dialable.empty()) return;
  result.extension = split.extension;
  const std::size_t zero = split.number.find(kOptionalZero);
  if (zero == std::string_view::npos) return;
  std::string without(split.number);
  without.erase(zero, kOptionalZero.size());
  result.without_optional_zero = Dialable(without);
  result.has_optional_zero = !result.without_optional_zero.empty();
}

}  // namespace

NumberText ReadNumberText(std::string_view raw) {
  NumberText result;
  result.raw = CleanName(raw);
  const std::string folded = Folded(result.raw);
  const std::string_view inside = InsideBrackets(Trimmed(folded));
  const auto body = WithoutScheme(inside);
  const std::string unwrapped = body ? NumberOfUri(*body) : std::string(inside);
  const std::string_view text = Trimmed(unwrapped);
  if (IsOneOf(kUnknownWords, text)) return result;
  if (IsOneOf(kWithheldWords, text)) {
    result.presentation = Presentation::kWithheld;
    return result;
  }
  result.presentation = Presentation::kPresented;
  if (DecodeUtf8(text).size() <= NumberText::kCodePointsMax) ReadDigits(result, text);
  return result;
}

}  // namespace jackfield::identity
