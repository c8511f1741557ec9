#include "agent-client/terminal/screen/cell_grid.h"

#include <algorithm>
#include <utility>

#include "agent-client/terminal/screen/cell_text.h"

namespace jackfield::screen {
namespace {

constexpr Style kRuleStyle{Tone::kDim};

int WidthOfSpans(const std::vector<Span>& spans) {
  int width = 0;
  for (const Span& span : spans) width += WidthOf(span.text);
  return width;
}

std::string Repeat(const char* text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

}  // namespace

Grid::Grid(int rows, int columns)
    : rows_(std::max(rows, 1)),
      columns_(std::max(columns, 1)),
      cells_(static_cast<std::size_t>(rows_) * static_cast<std::size_t>(columns_)) {}

Cell* Grid::Find(int row, int column) {
  if (row < 0 || column < 0 || row >= rows_ || column >= columns_) return nullptr;
  return &cells_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                 static_cast<std::size_t>(column)];
}

const Cell& Grid::at(int row, int column) const {
  return cells_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                static_cast<std::size_t>(column)];
}

void Grid::Set(int row, int column, std::string bytes, Style style) {
  Cell* const cell = Find(row, column);
  if (cell == nullptr) return;
  // Half of a wide letter does not stay.
  if (cell->bytes.empty()) {
    if (Cell* const left = Find(row, column - 1)) left->bytes = " ";
  }
  if (Cell* const right = Find(row, column + 1); right != nullptr && right->bytes.empty()) {
    right->bytes = " ";
  }
  *cell = {std::move(bytes), style};
}

int Grid::Put(int row, int column, int columns, const Span& span) {
  const int room = std::min(columns, columns_ - column);
  if (row < 0 || row >= rows_ || column < 0 || room <= 0) return 0;
  const std::string text = Cut(span.text, room);
  ClusterReader reader(text);
  int at = column;
  for (Cluster cluster; reader.Next(cluster);) {
    Set(row, at, cluster.bytes, span.style);
    if (cluster.width == 2) {
      Set(row, at + 1, " ", span.style);
      Find(row, at + 1)->bytes.clear();
      Find(row, at)->bytes = cluster.bytes;
    }
    at += cluster.width;
  }
  return at - column;
}

void Grid::Fill(int row, int column, int columns, Style style) {
  for (int i = 0; i < columns; ++i) Set(row, column + i, " ", style);
}

std::string Grid::Text(int row) const {
  std::string text;
  for (int column = 0; column < columns_; ++column) text += at(row, column).bytes;
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

std::string Grid::Text() const {
  std::string text;
  for (int row = 0; row < rows_; ++row) text += Text(row) + "\n";
  return text;
}

Area Area::Part(Place place) const {
  place.rows = std::clamp(place.rows, 0, std::max(place_.rows - place.row, 0));
  place.columns = std::clamp(place.columns, 0, std::max(place_.columns - place.column, 0));
  place.row += place_.row;
  place.column += place_.column;
  return {grid_, place};
}

void Area::Put(int row, const Row& content) {
  if (row < 0 || row >= place_.rows) return;
  const int at = place_.row + row;
  const int right_width = std::min(WidthOfSpans(content.right), place_.columns);
  const int left_end = place_.column + place_.columns - (right_width > 0 ? right_width + 1 : 0);
  int column = place_.column;
  for (const Span& span : content.left) {
    column += grid_.Put(at, column, left_end - column, span);
  }
  column = place_.column + place_.columns - right_width;
  for (const Span& span : content.right) {
    column += grid_.Put(at, column, place_.column + place_.columns - column, span);
  }
}

int Area::PutRows(int row, const std::vector<Row>& rows) {
  for (const Row& content : rows) Put(row++, content);
  return row;
}

void Area::Fill(int row, Style style) {
  if (row < 0 || row >= place_.rows) return;
  grid_.Fill(place_.row + row, place_.column, place_.columns, style);
}

void Area::Rule(int row, const std::string& title, const Row& right) {
  Put(row, {{{Repeat("─", place_.columns), kRuleStyle}}});
  Row line{{{"─ ", kRuleStyle}, {title, {Tone::kAccent, true}}, {" ", {}}}, {}};
  if (title.empty()) line.left.clear();
  for (const Span& span : right.left) line.right.push_back(span);
  if (!right.left.empty()) line.right.insert(line.right.begin(), {" ", {}});
  Put(row, line);
}

void Area::VerticalRule(int column) {
  for (int row = 0; row < place_.rows; ++row) {
    grid_.Put(place_.row + row, place_.column + column, 1, {"│", kRuleStyle});
  }
}

Area Area::Box(const std::string& title) {
  const Style style{Tone::kAccent};
  const int inner = place_.columns - 2;
  for (int row = 0; row < place_.rows; ++row) {
    Fill(row, {});
    Put(row, {{{"│", style}}, {{"│", style}}});
  }
  Put(0, {{{"╭" + Repeat("─", inner) + "╮", style}}});
  Put(place_.rows - 1, {{{"╰" + Repeat("─", inner) + "╯", style}}});
  if (!title.empty()) {
    Part({0, 2, 1, place_.columns - 4}).Put(0, {{{" " + title + " ", {Tone::kAccent, true}}}});
  }
  return Part({1, 2, place_.rows - 2, place_.columns - 4});
}

}  // namespace jackfield::screen
