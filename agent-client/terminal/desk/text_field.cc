#include "agent-client/terminal/desk/text_field.h"

#include <algorithm>
#include <cstdint>

namespace jackfield::desk {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr char32_t kCharacterMax = 0x10FFFF;

bool IsSurrogate(char32_t character) { return character >= 0xD800 && character <= 0xDFFF; }

// How many bytes follow the first one; -1 for a byte that begins nothing.
int FollowersOf(std::uint8_t first) {
  if (first < 0x80) return 0;
  if (first < 0xC2) return -1;
  if (first < 0xE0) return 1;
  if (first < 0xF0) return 2;
  return first < 0xF5 ? 3 : -1;
}

bool IsLineEnd(char32_t character) { return character == U'\n'; }

}  // namespace

std::u32string ToCharacters(std::string_view utf8) {
  static constexpr char32_t kSmallest[] = {0, 0x80, 0x800, 0x10000};
  std::u32string out;
  for (std::size_t at = 0; at < utf8.size(); ++at) {
    const auto first = static_cast<std::uint8_t>(utf8[at]);
    const int followers = FollowersOf(first);
    if (followers <= 0) {
      out += followers == 0 ? static_cast<char32_t>(first) : kReplacement;
      continue;
    }
    char32_t character = first & (0x3FU >> followers);
    int seen = 0;
    while (seen < followers && at + 1 < utf8.size() &&
           (static_cast<std::uint8_t>(utf8[at + 1]) & 0xC0U) == 0x80U) {
      character = character << 6U | (static_cast<std::uint8_t>(utf8[++at]) & 0x3FU);
      ++seen;
    }
    const bool good = seen == followers && character >= kSmallest[followers] &&
                      character <= kCharacterMax && !IsSurrogate(character);
    out += good ? character : kReplacement;
  }
  return out;
}

std::string ToUtf8(std::u32string_view characters) {
  std::string out;
  const auto put = [&](char32_t bits) { out += static_cast<char>(bits); };
  for (char32_t character : characters) {
    if (IsSurrogate(character) || character > kCharacterMax) character = kReplacement;
    if (character < 0x80) {
      put(character);
    } else if (character < 0x800) {
      put(0xC0U | character >> 6U);
      put(0x80U | (character & 0x3FU));
    } else if (character < 0x10000) {
      put(0xE0U | character >> 12U);
      put(0x80U | (character >> 6U & 0x3FU));
      put(0x80U | (character & 0x3FU));
    } else {
      put(0xF0U | character >> 18U);
      put(0x80U | (character >> 12U & 0x3FU));
      put(0x80U | (character >> 6U & 0x3FU));
      put(0x80U | (character & 0x3FU));
    }
  }
  return out;
}

void TextField::Set(std::string_view utf8) {
  text_ = ToCharacters(utf8).substr(0, characters_max_);
  cursor_ = text_.size();
}

TextField::Edited TextField::Type(const Key& key) {
  switch (key.kind) {
    case Key::Kind::kCharacter:
      return {true, Insert(key.character)};
    case Key::Kind::kNewLine:
      return {lines_ == Lines::kMany, lines_ == Lines::kMany && Insert(U'\n')};
    case Key::Kind::kBackspace:
      return {true, cursor_ > 0 && Erase(cursor_ - 1, cursor_)};
    case Key::Kind::kDelete:
      return {true, cursor_ < text_.size() && Erase(cursor_, cursor_ + 1)};
    case Key::Kind::kLeft:
      cursor_ -= cursor_ > 0 ? 1U : 0U;
      return {true, false};
    case Key::Kind::kRight:
      cursor_ += cursor_ < text_.size() ? 1U : 0U;
      return {true, false};
    case Key::Kind::kHome:
      cursor_ = 0;
      return {true, false};
    case Key::Kind::kEnd:
      cursor_ = text_.size();
      return {true, false};
    case Key::Kind::kUp:
    case Key::Kind::kDown:
      if (lines_ == Lines::kOne) return {};
      MoveLine(key.kind == Key::Kind::kUp ? -1 : 1);
      return {true, false};
    case Key::Kind::kControl:
      if (key.character == U'u') return {true, cursor_ > 0 && Erase(0, cursor_)};
      if (key.character == U'w') return {true, cursor_ > 0 && Erase(WordBefore(), cursor_)};
      return {};
    case Key::Kind::kEnter:
    case Key::Kind::kEscape:
    case Key::Kind::kTab:
    case Key::Kind::kBackTab:
    case Key::Kind::kPageUp:
    case Key::Kind::kPageDown:
    case Key::Kind::kAlt:
      return {};
  }
  return {};
}

bool TextField::Insert(char32_t character) {
  const bool control = character < 0x20 || (character >= 0x7F && character < 0xA0);
  if (text_.size() >= characters_max_ || (control && !IsLineEnd(character))) return false;
  text_.insert(text_.begin() + static_cast<std::ptrdiff_t>(cursor_), character);
  ++cursor_;
  return true;
}

bool TextField::Erase(std::size_t from, std::size_t to) {
  text_.erase(from, to - from);
  cursor_ = from;
  return true;
}

std::size_t TextField::WordBefore() const {
  std::size_t at = cursor_;
  while (at > 0 && text_[at - 1] == U' ') --at;
  while (at > 0 && text_[at - 1] != U' ') --at;
  return at;
}

void TextField::MoveLine(int lines) {
  const auto begin_of = [&](std::size_t at) {
    while (at > 0 && !IsLineEnd(text_[at - 1])) --at;
    return at;
  };
  const auto end_of = [&](std::size_t at) {
    while (at < text_.size() && !IsLineEnd(text_[at])) ++at;
    return at;
  };
  const std::size_t begin = begin_of(cursor_);
  const std::size_t column = cursor_ - begin;
  if (lines < 0) {
    if (begin == 0) return;
    const std::size_t above = begin_of(begin - 1);
    cursor_ = std::min(above + column, begin - 1);
  } else {
    const std::size_t end = end_of(cursor_);
    if (end == text_.size()) return;
    cursor_ = std::min(end + 1 + column, end_of(end + 1));
  }
}

}  // namespace jackfield::desk
