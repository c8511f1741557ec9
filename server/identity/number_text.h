#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace jackfield::identity {

// Whether the calling party lets its number be shown.
enum class Presentation : std::uint8_t {
  kUnknown,    // No number came, and nobody said that it was withheld.
  kPresented,  // There is a number, and it may be shown.
  kWithheld,   // The number must not be shown, even where the source carries it.
};

// A number as text, taken out of whatever it was wrapped in. Knows no numbering plan.
//
// Thread safety: immutable value.
struct NumberText {
  // Longer ones are not numbers: 15 digits with generous separators fit several times.
  static constexpr std::size_t kCodePointsMax = 64;
  static constexpr std::size_t kDigitsMax = 20;
  static constexpr std::size_t kExtensionDigitsMax = 7;

  Presentation presentation = Presentation::kUnknown;
  std::string raw;        // As received, cleaned by CleanName. Kept beside E.164, never replaced.
  std::string dialable;   // '+' at the front only, digits, '*', '#'. Empty: not a number.
  std::string extension;  // Digits after "ext.", "x", ";ext=" and their like; or empty.
  bool has_optional_zero = false;  // A "(0)" was written; `dialable` has its zero.
  // `dialable` without that zero. Empty without has_optional_zero.
  std::string without_optional_zero;

  bool operator==(const NumberText&) const = default;
};

// Unwraps SIP and tel URIs, also in "Name" <…> form (RFC 3261 section 20.10, RFC 3966 with
// phone-context); folds full-width and other scripts' digits to ASCII; drops separators; splits off
// an extension; knows the words that stand for no number ("anonymous", "<unknown>", empty).
// A text with other letters in it is no number: `dialable` is empty and `presentation` kPresented.
//
// Thread safety: pure function.
NumberText ReadNumberText(std::string_view raw);

}  // namespace jackfield::identity
