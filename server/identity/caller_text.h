#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace jackfield::identity {

// What is kept of any text that a caller, or a switch on a caller's behalf, can choose.
inline constexpr std::size_t kCallerCodePointsMax = 128;

// How much of such a text is read at all. Longer ones are cut here before anything else happens.
inline constexpr std::size_t kCallerBytesMax = 4'096;

// The code points of `raw` (UTF-8). Every byte that is not UTF-8 (RFC 3629: no surrogates, no
// overlong forms) becomes U+FFFD. Reads at most kCallerBytesMax bytes.
//
// Thread safety: pure function.
std::u32string DecodeUtf8(std::string_view raw);

// The reverse. Requires code points that DecodeUtf8 can yield.
//
// Thread safety: pure function.
std::string EncodeUtf8(std::u32string_view code_points);

// A text fit to be shown and stored: valid UTF-8; without control, bidirectional, zero-width and
// unassignable characters; every run of white space one space; trimmed; at most
// kCallerCodePointsMax code points. Doing it twice changes nothing.
//
// Why: a name with a right-to-left override shows as another name, and a line break in a name
// writes a line of its own into a log.
//
// Thread safety: pure function.
std::string CleanName(std::string_view raw);

// CleanName, and empty when what is left is a word that carriers send in place of a name
// ("Anonymous", "<unknown>", "Unavailable", "WIRELESS CALLER").
//
// Thread safety: pure function.
std::string CallerName(std::string_view raw);

// The text with everything but its last two letters or digits masked, for logs: "*** *****20".
//
// Thread safety: pure function.
std::string RedactedText(std::string_view raw);

}  // namespace jackfield::identity
