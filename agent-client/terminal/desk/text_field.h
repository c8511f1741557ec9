#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "agent-client/terminal/desk/desk_input.h"

namespace jackfield::desk {

// UTF-8 as code points; what is not UTF-8 becomes U+FFFD. And back.
//
// Thread safety: pure function.
std::u32string ToCharacters(std::string_view utf8);
std::string ToUtf8(std::u32string_view characters);

// A text that is being typed, with its cursor. Takes at most `characters_max` code points; what is
// typed beyond is dropped.
//
// Thread safety: none; one per field.
class TextField {
 public:
  enum class Lines { kOne, kMany };

  explicit TextField(std::size_t characters_max = 200, Lines lines = Lines::kOne)
      : characters_max_(characters_max), lines_(lines) {}

  // Replaces the text; the cursor stands at its end.
  void Set(std::string_view utf8);
  // Returns whether the key was one of editing. `changed` in the result: the text is another.
  struct Edited {
    bool taken = false;
    bool changed = false;
  };
  Edited Type(const Key& key);

  std::string utf8() const { return ToUtf8(text_); }
  const std::u32string& text() const { return text_; }
  std::size_t cursor() const { return cursor_; }
  bool empty() const { return text_.empty(); }

 private:
  bool Insert(char32_t character);
  bool Erase(std::size_t from, std::size_t to);
  std::size_t WordBefore() const;
  // Moves to the same column of the line above or below.
  void MoveLine(int lines);

  std::size_t characters_max_;
  Lines lines_;
  std::u32string text_;
  std::size_t cursor_ = 0;  // Code points before it.
};

}  // namespace jackfield::desk
