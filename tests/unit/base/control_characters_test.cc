#include "server/base/control_characters.h"

#include <gtest/gtest.h>

namespace jackfield {
namespace {

TEST(ControlCharactersTest, WhatStandsBelowTheSpaceIsOneAndSoIsDelete) {
  EXPECT_TRUE(IsControl('\0'));
  EXPECT_TRUE(IsControl('\n'));
  EXPECT_TRUE(IsControl('\x1F'));
  EXPECT_TRUE(IsControl('\x7F'));
  EXPECT_FALSE(IsControl(' '));
  EXPECT_FALSE(IsControl('~'));
}

TEST(ControlCharactersTest, TextInAnyLanguageHasNone) {
  EXPECT_FALSE(HasControl(""));
  EXPECT_FALSE(HasControl("Müller, Мария & 王"));
  EXPECT_TRUE(HasControl("two\nlines"));
  EXPECT_TRUE(HasControl(std::string_view("a\0b", 3)));
}

}  // namespace
}  // namespace jackfield
