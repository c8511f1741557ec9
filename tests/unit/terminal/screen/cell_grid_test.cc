#include "agent-client/terminal/screen/cell_grid.h"

#include <gtest/gtest.h>

namespace jackfield::screen {
namespace {

TEST(CellGridTest, TextStaysInTheCellsItWasGiven) {
  Grid grid(2, 10);
  EXPECT_EQ(grid.Put(0, 2, 4, {"abcdefgh"}), 4);
  EXPECT_EQ(grid.Text(0), "  abc…");
  EXPECT_EQ(grid.Put(0, 8, 10, {"王小"}), 1);
  EXPECT_EQ(grid.Text(0), "  abc…  …");
  EXPECT_EQ(grid.Put(5, 0, 4, {"x"}), 0);
  EXPECT_EQ(grid.Put(0, 12, 4, {"x"}), 0);
}

TEST(CellGridTest, AWideLetterCoversItsSecondCell) {
  Grid grid(1, 6);
  grid.Put(0, 0, 6, {"王x"});
  EXPECT_EQ(grid.at(0, 0).bytes, "王");
  EXPECT_EQ(grid.at(0, 1).bytes, "");
  EXPECT_EQ(grid.at(0, 2).bytes, "x");
}

TEST(CellGridTest, HalfOfAWideLetterThatIsWrittenOverGoes) {
  Grid grid(1, 6);
  grid.Put(0, 0, 6, {"王明"});
  grid.Put(0, 1, 1, {"x"});
  EXPECT_EQ(grid.Text(0), " x明");
  grid.Put(0, 2, 1, {"y"});
  EXPECT_EQ(grid.Text(0), " xy");
}

TEST(CellGridTest, TheRightSideOfARowIsCutLast) {
  Grid grid(1, 20);
  Area area(grid);
  area.Put(0, {{{"a name that is much too long"}}, {{"00:07"}}});
  EXPECT_EQ(grid.Text(0), "a name that i… 00:07");
}

TEST(CellGridTest, APartDoesNotLeaveItsArea) {
  Grid grid(3, 10);
  Area part = Area(grid).Part({1, 4, 9, 99});
  EXPECT_EQ(part.rows(), 2);
  EXPECT_EQ(part.columns(), 6);
  part.Put(0, {{{"inside and outside"}}});
  EXPECT_EQ(grid.Text(1), "    insid…");
}

TEST(CellGridTest, ABoxCoversWhatIsUnderIt) {
  Grid grid(3, 12);
  Area area(grid);
  area.Put(1, {{{"under the box"}}});
  area.Box("Keys").Put(0, {{{"in"}}});
  EXPECT_EQ(grid.Text(0), "╭─ Keys ───╮");
  EXPECT_EQ(grid.Text(1), "│ in       │");
  EXPECT_EQ(grid.Text(2), "╰──────────╯");
}

}  // namespace
}  // namespace jackfield::screen
