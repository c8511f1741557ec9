#include "agent-client/terminal/desk/list_keys.h"

#include <algorithm>

namespace jackfield::desk {
namespace {

constexpr std::size_t kPageLines = 10;

}  // namespace

bool MoveMark(const Key& key, std::size_t count, std::size_t& mark) {
  const std::size_t last = count == 0 ? 0 : count - 1;
  switch (key.kind) {
    case Key::Kind::kDown:
      mark = std::min(mark + 1, last);
      return true;
    case Key::Kind::kUp:
      mark -= mark > 0 ? 1 : 0;
      return true;
    case Key::Kind::kPageDown:
      mark = std::min(mark + kPageLines, last);
      return true;
    case Key::Kind::kPageUp:
      mark -= std::min(mark, kPageLines);
      return true;
    case Key::Kind::kHome:
      mark = 0;
      return true;
    case Key::Kind::kEnd:
      mark = last;
      return true;
    case Key::Kind::kCharacter:
    case Key::Kind::kEnter:
    case Key::Kind::kNewLine:
    case Key::Kind::kEscape:
    case Key::Kind::kTab:
    case Key::Kind::kBackTab:
    case Key::Kind::kBackspace:
    case Key::Kind::kDelete:
    case Key::Kind::kLeft:
    case Key::Kind::kRight:
    case Key::Kind::kControl:
    case Key::Kind::kAlt:
      return false;
  }
  return false;
}

Key WithLetters(const Key& key) {
  if (key.kind != Key::Kind::kCharacter) return key;
  if (key.character == U'j') return {Key::Kind::kDown, 0};
  if (key.character == U'k') return {Key::Kind::kUp, 0};
  return key;
}

bool IsLetter(const Key& key, char32_t letter) {
  return key.kind == Key::Kind::kCharacter &&
         (key.character == letter || key.character == letter - U'a' + U'A');
}

}  // namespace jackfield::desk
