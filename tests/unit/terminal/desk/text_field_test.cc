#include "agent-client/terminal/desk/text_field.h"

#include <gtest/gtest.h>

namespace jackfield::desk {
namespace {

void Type(TextField& field, std::string_view text) {
  for (const char32_t character : ToCharacters(text)) {
    field.Type({Key::Kind::kCharacter, character});
  }
}

TEST(TextFieldTest, Utf8AndBackIsTheSame) { EXPECT_EQ(ToUtf8(ToCharacters("aé王😀")), "aé王😀"); }

TEST(TextFieldTest, WhatIsNotUtf8BecomesReplacementCharacters) {
  EXPECT_EQ(ToUtf8(ToCharacters("a\xFF\xC0\xAFz")), "a\uFFFD\uFFFD\uFFFDz");
  EXPECT_EQ(ToUtf8(ToCharacters("\xED\xA0\x80")), "\uFFFD");
  EXPECT_EQ(ToUtf8(ToCharacters("\xE7\x8E")), "\uFFFD");
}

TEST(TextFieldTest, KeysEditWhereTheCursorIs) {
  TextField field;
  Type(field, "ac");
  field.Type({Key::Kind::kLeft});
  Type(field, "b");
  EXPECT_EQ(field.utf8(), "abc");

  field.Type({Key::Kind::kBackspace});
  EXPECT_EQ(field.utf8(), "ac");
  field.Type({Key::Kind::kDelete});
  EXPECT_EQ(field.utf8(), "a");
  field.Type({Key::Kind::kHome});
  Type(field, "王");
  EXPECT_EQ(field.utf8(), "王a");
}

TEST(TextFieldTest, WordAndLineAreTakenBackByControlKeys) {
  TextField field;
  field.Set("one two  ");
  field.Type({Key::Kind::kControl, U'w'});
  EXPECT_EQ(field.utf8(), "one ");
  field.Type({Key::Kind::kControl, U'u'});
  EXPECT_EQ(field.utf8(), "");
}

TEST(TextFieldTest, NothingIsTakenBeyondTheLimit) {
  TextField field(3);
  Type(field, "abcd");
  EXPECT_EQ(field.utf8(), "abc");
  EXPECT_FALSE(field.Type({Key::Kind::kCharacter, U'x'}).changed);
}

TEST(TextFieldTest, ControlCharactersAreNotText) {
  TextField field;
  Type(field, "a\x1b\x7f");
  EXPECT_EQ(field.utf8(), "a");
}

TEST(TextFieldTest, LinesAreOnlyInATextOfLines) {
  TextField one(10, TextField::Lines::kOne);
  TextField many(10, TextField::Lines::kMany);
  EXPECT_FALSE(one.Type({Key::Kind::kNewLine}).taken);
  Type(many, "ab");
  many.Type({Key::Kind::kNewLine});
  Type(many, "c");
  EXPECT_EQ(many.utf8(), "ab\nc");

  many.Type({Key::Kind::kUp});
  EXPECT_EQ(many.cursor(), 1U);
  many.Type({Key::Kind::kDown});
  EXPECT_EQ(many.cursor(), 4U);
}

}  // namespace
}  // namespace jackfield::desk
