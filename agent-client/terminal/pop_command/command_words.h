#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "agent-client/terminal/desk/desk_values.h"
#include "server/base/result.h"

namespace jackfield::client {

// Splits a command line into its words, as a shell does with words and quotes and nothing else:
// spaces separate, '…' and "…" keep together, \ takes the next character as it is. There are no
// variables, no patterns, no pipes.
// Errors: kInvalidArgument when it is empty, or a quote is not closed.
//
// Thread safety: pure function.
Result<std::vector<std::string>> SplitWords(std::string_view command);

// The fields of a pop as NAME=VALUE for the environment of a command. Values are one line of text
// without control characters, of at most kValueBytesMax; what is not known is empty.
//
// Thread safety: pure function.
inline constexpr std::size_t kValueBytesMax = 1'024;
std::vector<std::string> PopVariables(const desk::Pop& pop);

}  // namespace jackfield::client
