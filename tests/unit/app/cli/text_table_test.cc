#include "server/app/cli/text_table.h"

#include <gtest/gtest.h>

namespace jackfield::cli {
namespace {

TEST(TextTableTest, WhatControlsATerminalIsMadeVisible) {
  EXPECT_EQ(EscapeText("a\x1b[2J"), "a\\x1b[2J");
  EXPECT_EQ(EscapeText("a\nb\tc\x7f"), "a\\x0ab\\x09c\\x7f");
  EXPECT_EQ(EscapeText("\xc2\x9b"
                       "31m"),
            "\\u{009b}31m");
}

TEST(TextTableTest, WhatTurnsTheDirectionOfWritingIsMadeVisible) {
  EXPECT_EQ(EscapeText("\u202eevil"), "\\u{202e}evil");
}

TEST(TextTableTest, BytesThatAreNotUtf8AreMadeVisible) { EXPECT_EQ(EscapeText("\xff"), "\\xff"); }

TEST(TextTableTest, LettersOfAllLanguagesStayAsTheyAre) {
  EXPECT_EQ(EscapeText("张伟 Müller"), "张伟 Müller");
}

TEST(TextTableTest, ChineseCharacterIsTwoColumnsWide) {
  EXPECT_EQ(DisplayWidth("张伟"), 4U);
  EXPECT_EQ(DisplayWidth("Zoë"), 3U);
  EXPECT_EQ(DisplayWidth("e\u0301"), 1U);
}

TEST(TextTableTest, ColumnsAreAlignedAndNumbersStandToTheRight) {
  TextTable table({"NAME", "COUNT"});
  table.AddRow({"张伟", "7"});
  table.AddRow({"Li", "1234567"});

  EXPECT_EQ(table.Render(TextTable::Heading::kPlain),
            "NAME  COUNT\n"
            "张伟        7\n"
            "Li    1234567\n");
}

}  // namespace
}  // namespace jackfield::cli
