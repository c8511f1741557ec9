#pragma once

#include <algorithm>
#include <string_view>

// What turns one line of text into something else, be it on a wire, in a log or on a screen. Both
// are pure functions.
namespace jackfield {

// Of ASCII: those below the space, and delete. No byte of a longer UTF-8 character is one.
constexpr bool IsControl(char character) {
  const auto byte = static_cast<unsigned char>(character);
  return byte < 0x20 || byte == 0x7F;
}

constexpr bool HasControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(), IsControl);
}

}  // namespace jackfield
