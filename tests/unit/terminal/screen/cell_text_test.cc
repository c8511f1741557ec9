#include "agent-client/terminal/screen/cell_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::screen {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(CellTextTest, WideLettersTakeTwoColumns) {
  EXPECT_EQ(WidthOf("王小明"), 6);
  EXPECT_EQ(WidthOf("Ana"), 3);
  EXPECT_EQ(WidthOf("한글 カナ"), 9);
  EXPECT_EQ(WidthOf("😀"), 2);
}

TEST(CellTextTest, AccentsTakeNoColumn) {
  EXPECT_EQ(WidthOf("e\u0301"), 1);
  EXPECT_EQ(Cut("e\u0301e\u0301", 2), "e\u0301e\u0301");
}

TEST(CellTextTest, ManyAccentsOnOneLetterAreCutToThree) {  // T3
  EXPECT_EQ(Cut("Z\u0301\u0302\u0303\u0304\u0305x", 10), "Z\u0301\u0302\u0303x");
}

TEST(CellTextTest, AnAccentWithoutALetterStandsOnASpace) {
  EXPECT_EQ(Cut("\u0301x", 10), " \u0301x");
}

TEST(CellTextTest, WhatCouldControlATerminalIsReplaced) {  // T1
  EXPECT_EQ(Cut("\x1b[2Jx", 10), "\uFFFD[2Jx");
  EXPECT_EQ(Cut("a\u009B"
                "31m",
                10),
            "a\uFFFD31m");
  EXPECT_EQ(Cut("a\u202E"
                "b\u2066"
                "c",
                10),
            "a\uFFFDb\uFFFDc");
  EXPECT_EQ(Cut("a\x7f\x07", 10), "a\uFFFD\uFFFD");
  EXPECT_EQ(Cut("a\nb\tc", 10), "a b c");
}

TEST(CellTextTest, WhatIsNotUtf8IsReplaced) {  // T1
  EXPECT_EQ(Cut("a\xFFz", 10), "a\uFFFDz");
  EXPECT_EQ(Cut("a\xE7\x8E", 10), "a\uFFFD");
}

TEST(CellTextTest, FlagsAndJoinedEmojiAreDrawnAsTheirParts) {  // T2
  EXPECT_EQ(Cut("\U0001F1E9\U0001F1EA", 10), "DE");
  EXPECT_EQ(Cut("👩\u200D💻", 10), "👩💻");
  EXPECT_EQ(Cut("👍\U0001F3FD", 10), "👍");
  EXPECT_EQ(Cut("☎\uFE0F", 10), "☎");
}

TEST(CellTextTest, CutNeverLeavesHalfAWideLetter) {
  EXPECT_EQ(Cut("王小明", 6), "王小明");
  EXPECT_EQ(Cut("王小明", 5), "王小…");
  EXPECT_EQ(Cut("王小明", 4), "王…");
  EXPECT_EQ(Cut("王小明", 1), "…");
  EXPECT_EQ(Cut("王", 0), "");
}

TEST(CellTextTest, AVeryLongTextIsCutWithoutBeingReadWhole) {
  const std::string text(10'000, 'x');
  EXPECT_EQ(Cut(text, 5), "xxxx…");
  EXPECT_EQ(WidthOf(text, 40), 40);
}

TEST(CellTextTest, LinesBreakBetweenWords) {
  EXPECT_THAT(Wrap("one two three", 8, 9), ElementsAre("one two", "three"));
  EXPECT_THAT(Wrap("a\nb", 8, 9), ElementsAre("a", "b"));
  EXPECT_THAT(Wrap("abcdefghij", 4, 9), ElementsAre("abcd", "efgh", "ij"));
  EXPECT_THAT(Wrap("王小明来电", 4, 9), ElementsAre("王小", "明来", "电"));
  EXPECT_THAT(Wrap("", 8, 9), IsEmpty());
}

TEST(CellTextTest, LinesThatHaveNoRoomAreTold) {
  EXPECT_THAT(Wrap("one two three four", 8, 2), ElementsAre("one two", "three…"));
}

}  // namespace
}  // namespace jackfield::screen
