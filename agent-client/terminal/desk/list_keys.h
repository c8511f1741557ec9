#pragma once

#include <cstddef>

#include "agent-client/terminal/desk/desk_input.h"

// How keys are read by what lists things. All are pure functions, but for the mark that is moved.
namespace jackfield::desk {

// Moves a mark in a list of `count`. Returns whether the key is one that moves.
bool MoveMark(const Key& key, std::size_t count, std::size_t& mark);

// In lists without a text, J and K move too.
Key WithLetters(const Key& key);

// Whether the key is the letter, small or capital. `letter` is small.
bool IsLetter(const Key& key, char32_t letter);

// A choice of `first` to `last`, moved by one, and round at the ends.
template <typename Choice>
Choice Moved(Choice from, int by, int first, int last) {
  const int count = last - first + 1;
  const int at = static_cast<int>(from) - first;
  return static_cast<Choice>(first + (at + by + count) % count);
}

}  // namespace jackfield::desk
