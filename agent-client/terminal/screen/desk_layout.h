#pragma once

#include "agent-client/terminal/desk/desk_state.h"
#include "agent-client/terminal/screen/cell_grid.h"
#include "agent-client/terminal/screen/wording.h"

namespace jackfield::screen {

// From here on the customer has a column of their own.
inline constexpr int kWideColumns = 120;
// Below it the calls are one line, and the customer is a page: as with --compact.
inline constexpr int kNarrowColumns = 60;

struct View {
  int rows = 24;
  int columns = 80;
  bool compact = false;
  ToLocal zone;
};

// The desk as cells: header, banner, calls | focus | customer, keys. The same desk and view give
// the same cells.
//
// Thread safety: pure function.
Frame DrawDesk(const desk::DeskState& state, const View& view);

}  // namespace jackfield::screen
