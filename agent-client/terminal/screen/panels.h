#pragma once

#include <algorithm>
#include <cstddef>
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

// Lines under the header: work that is offered, who is to be called back, what was not seen yet.
// Each has one style across the screen.
std::vector<Row> WorkLines(const Scene& scene);
// The tickets of the one who calls, as the pop tells them.
std::vector<Row> TicketRows(const Scene& scene, const std::vector<desk::Ticket>& tickets);
// The pages of tickets.
void DrawTickets(const Scene& scene, Area area);
void DrawTicket(const Scene& scene, Area area);

// The callback that the agent has.
void DrawCallback(const Scene& scene, Area area);
// What is known of a callback, and of what was tried.
std::vector<Row> CallbackRows(const Scene& scene, const desk::Callback& callback, int columns);
// Whose turn it is, and when: "due", "Today 14:30", "ben has it".
Span WriteTurn(const Scene& scene, const desk::Callback& callback);
// The list of those that the agent may see, and one of them.
void DrawCallbacks(const Scene& scene, Area area);
void DrawListedCallback(const Scene& scene, Area area);

// A line with a label. Nothing where there is no value.
void AddLabelled(std::vector<Row>& rows, const std::string& label, Span value);

// A box in the middle of the area.
Area BoxIn(Area area, int rows, int columns, const std::string& title);
// Of a line of a list.
Style Marked(bool marked);
// The list of a box, with the marked line in sight.
template <typename RowOf>
void DrawList(Area area, std::size_t count, std::size_t selected, RowOf row_of) {
  const auto room = static_cast<std::size_t>(std::max(area.rows(), 1));
  const std::size_t first = selected < room ? 0 : selected - room + 1;
  for (std::size_t at = first; at < std::min(count, first + room); ++at) {
    const int row = static_cast<int>(at - first);
    area.Fill(row, Marked(at == selected));
    area.Put(row, row_of(at, Marked(at == selected)));
  }
}

// What lies over the desk. Returns where the cursor stands.
std::optional<Cursor> DrawMenu(const Scene& scene, Area area);
std::optional<Cursor> DrawHelp(Area area);
std::optional<Cursor> DrawSearch(const Scene& scene, Area area);
std::optional<Cursor> DrawCreate(const Scene& scene, Area area);
std::optional<Cursor> DrawDuplicates(const Scene& scene, Area area);
std::optional<Cursor> DrawTicketPrompt(const Scene& scene, Area area);
std::optional<Cursor> DrawTicketForm(const Scene& scene, Area area);
std::optional<Cursor> DrawTicketEdit(const Scene& scene, Area area);
std::optional<Cursor> DrawCallbackPrompt(const Scene& scene, Area area);
std::optional<Cursor> DrawNumber(const Scene& scene, Area area);
std::optional<Cursor> DrawQuit(const Scene& scene, Area area);

// A text of one line with a label. Returns where the cursor would stand in it.
Cursor DrawField(Area box, int row, const std::string& label, const desk::TextField& field);
// A text that is typed, in the area: its lines, scrolled so that the cursor is seen. Returns where
// that stands.
Cursor DrawText(const desk::TextField& field, Area area);

}  // namespace jackfield::screen
