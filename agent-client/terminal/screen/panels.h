#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agent-client/terminal/desk/desk_state.h"
#include "agent-client/terminal/screen/cell_grid.h"
#include "agent-client/terminal/screen/wording.h"

// The parts of the desk. Each draws into the area that it is given, and cuts what has no room.
namespace jackfield::screen {

// What every part needs.
struct Scene {
  const desk::DeskState& state;
  const ToLocal& zone;
  WallTime now;  // By the server's clock.
};

inline constexpr Style kHeading{Tone::kAccent, true};
inline constexpr Style kDimmed{Tone::kDim};
inline constexpr Style kBold{Tone::kPlain, true};

// A key and what it does: "N note".
void AddKey(Row& row, const std::string& key, const std::string& what);

// How long an item has rung, been talked, or has left.
Span TimerOf(const Scene& scene, const desk::Item& item);
std::string WhoOf(const desk::Item& item);

void DrawCalls(const Scene& scene, Area area);
// All calls in one line, for narrow screens.
Row CallsStrip(const Scene& scene);

// The call in focus. Returns where the cursor stands, when its note is typed.
std::optional<Cursor> DrawFocus(const Scene& scene, Area area, bool with_history);

// The customer of the call in focus, with their history.
void DrawCustomer(const Scene& scene, Area area);
std::vector<Row> HistoryRows(const Scene& scene, const std::vector<desk::Brief>& briefs,
                             std::size_t count);
// The timeline as a page.
void DrawTimeline(const Scene& scene, Area area);
void DrawInteraction(const Scene& scene, Area area);

// What lies over the desk. Returns where the cursor stands.
std::optional<Cursor> DrawMenu(const Scene& scene, Area area);
std::optional<Cursor> DrawHelp(Area area);
std::optional<Cursor> DrawSearch(const Scene& scene, Area area);
std::optional<Cursor> DrawCreate(const Scene& scene, Area area);
std::optional<Cursor> DrawDuplicates(const Scene& scene, Area area);
std::optional<Cursor> DrawQuit(const Scene& scene, Area area);

// A text that is typed, in the area: its lines, scrolled so that the cursor is seen. Returns where
// that stands.
Cursor DrawText(const desk::TextField& field, Area area);

}  // namespace jackfield::screen
