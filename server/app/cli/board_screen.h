#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "server/app/cli/board_model.h"
#include "server/base/time.h"

// The board as text for a terminal. All are pure functions.
namespace jackfield::cli {

// When what is shown is told to be old, and when it must not be believed any more.
constexpr Duration kBoardStaleAfter{5'000};
constexpr Duration kBoardDeadAfter{15'000};

// What the screen is drawn for.
struct BoardView {
  std::size_t columns = 80;
  std::size_t lines = 24;
  WallTime now{};   // By the server's clock; stands still while nothing comes.
  Duration age{0};  // Since the last message.
};

// One line, and how it is to look where there are colours. The words say the same without them.
struct ScreenLine {
  enum class Tone { kPlain, kHeading, kGood, kBad, kDim, kLoud };

  std::string text;  // Escaped; no wider than the screen.
  Tone tone = Tone::kPlain;
};

// At most `view.lines` lines: alerts that are raised, queues with target, direction and trend
// (those that need somebody first), the tickets of queues that have some, who waits with the
// longest first, and agents with the time in their state. What does not fit is counted.
std::vector<ScreenLine> DrawBoard(const BoardModel& board, const BoardView& view);

// `text`, which is escaped, cut to `columns`.
std::string ClipText(std::string_view text, std::size_t columns);

// The service level by the formula that the queue shows first. nullopt: no data.
std::optional<double> ServiceLevelOf(const v1::Queue& queue, const v1::QueueRatios& ratios);

}  // namespace jackfield::cli
