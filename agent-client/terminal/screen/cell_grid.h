#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a terminal shows, before it is a terminal.
namespace jackfield::screen {

// What a colour means. Words and signs say the same where there are none.
enum class Tone : std::uint8_t {
  kPlain,
  kDim,
  kAccent,   // Headings and keys.
  kReady,    // Green.
  kRinging,  // Blue.
  kTalking,  // Violet.
  kWrapUp,   // Amber.
  kAlarm,    // Red.
};

struct Style {
  Tone tone = Tone::kPlain;
  bool bold = false;
  bool reverse = false;
  bool underline = false;
  bool operator==(const Style&) const = default;
};

struct Cell {
  std::string bytes = " ";  // Empty: covered by the wide one to its left.
  Style style;
  bool operator==(const Cell&) const = default;
};

struct Span {
  std::string text;
  Style style = {};
};

// One line: what stands to the left, and what to the right. The right one is cut last.
struct Row {
  std::vector<Span> left;
  std::vector<Span> right = {};
};

// A grid of cells. Texts are cleaned when they are put (see cell_text.h), and never leave the cells
// that they were given.
//
// Thread safety: none; one per frame.
class Grid {
 public:
  Grid(int rows, int columns);

  int rows() const { return rows_; }
  int columns() const { return columns_; }
  const Cell& at(int row, int column) const;

  // Puts `text` into at most `columns` cells from there on, cut with "…". Returns how many it took.
  int Put(int row, int column, int columns, const Span& span);
  // Gives all cells of a part of a row one style, and empties them.
  void Fill(int row, int column, int columns, Style style);

  // The row as text, without the spaces at its end.
  std::string Text(int row) const;
  std::string Text() const;

 private:
  Cell* Find(int row, int column);
  void Set(int row, int column, std::string bytes, Style style);

  int rows_;
  int columns_;
  std::vector<Cell> cells_;
};

// A rectangle of a grid, with places of its own.
//
// Thread safety: none; one per drawing.
class Area {
 public:
  struct Place {
    int row = 0;
    int column = 0;
    int rows = 0;
    int columns = 0;
  };

  explicit Area(Grid& grid) : grid_(grid), place_{0, 0, grid.rows(), grid.columns()} {}
  Area(Grid& grid, Place place) : grid_(grid), place_(place) {}

  int rows() const { return place_.rows; }
  int columns() const { return place_.columns; }
  const Place& place() const { return place_; }

  // A part of it; what leaves it is cut off.
  Area Part(Place place) const;
  // Puts one row. Beyond the last one nothing is put.
  void Put(int row, const Row& content);
  // Puts rows from `row` on. Returns the row after them.
  int PutRows(int row, const std::vector<Row>& rows);
  void Fill(int row, Style style);
  // A line across, with a title in it.
  void Rule(int row, const std::string& title, const Row& right = {});
  void VerticalRule(int column);
  // Empties it, and draws a frame with a title. Returns what is inside.
  Area Box(const std::string& title);

 private:
  Grid& grid_;
  Place place_;
};

struct Cursor {
  int row = 0;
  int column = 0;
};

struct Frame {
  Grid grid;
  std::optional<Cursor> cursor;
};

}  // namespace jackfield::screen
