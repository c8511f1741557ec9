#pragma once

#include <string>
#include <string_view>

// What of a person's data may stand in a log (STYLE, section 9).
namespace jackfield::security {

// A number with all but its last two digits masked, e.g. "+********20". Of up to four digits all
// are kept: extensions name a desk, not a person.
//
// Thread safety: pure function.
std::string RedactedNumber(std::string_view number);

// A name or a text: its length only, e.g. "<text of 12>". Empty stays empty.
//
// Thread safety: pure function.
std::string RedactedText(std::string_view text);

// `text` as one line of printable ASCII and well-formed UTF-8: control characters, quotes and
// backslashes as \n, \", \\ or \u00XX. Without quotes around it. JSON and logfmt share this form.
//
// Thread safety: pure function.
std::string Escaped(std::string_view text);

}  // namespace jackfield::security
