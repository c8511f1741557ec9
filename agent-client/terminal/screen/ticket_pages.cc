#include <algorithm>
#include <string>
#include <utility>

#include "agent-client/terminal/desk/work_state.h"
#include "agent-client/terminal/screen/cell_text.h"
#include "agent-client/terminal/screen/panels.h"
#include "agent-client/terminal/screen/work_wording.h"

namespace jackfield::screen {
namespace {

using Which = desk::TicketList::Which;

constexpr std::size_t kTextLinesMax = 200;
constexpr std::size_t kNumberColumns = 8;
constexpr std::size_t kStateColumns = 9;
constexpr std::size_t kLabelColumns = 14;

std::string Padded(std::string text, std::size_t columns) {
  text.resize(std::max(text.size(), columns), ' ');
  return text;
}

std::string TitleOf(Which which) {
  switch (which) {
    case Which::kMine:
      return "Mine";
    case Which::kCaller:
      return "Of the caller";
    case Which::kFree:
      return "Nobody's";
  }
  return {};
}

std::string FootOf(const desk::DeskState& state) {
  const desk::TicketList& list = state.ticket_list;
  if (list.failed) return "Not available: G tries again";
  if (list.busy) return "Reading…";
  if (desk::ListedTickets(state).empty()) return "None";
  return list.more ? "There are more than these" : std::string();
}

// The sign of what comes before the others.
std::string SignOf(desk::TicketPriority priority) {
  if (priority == desk::TicketPriority::kUrgent) return "‼ ";
  return priority == desk::TicketPriority::kHigh ? "! " : "  ";
}

Row RowOf(const Scene& scene, const desk::Ticket& ticket, Style style) {
  Span due = WriteDue(ticket, scene.now);
  due.style.reverse = style.reverse;
  return {{{Padded("#" + std::to_string(ticket.number), kNumberColumns), style},
           {Padded(NameOf(ticket.state), kStateColumns), style},
           {SignOf(ticket.priority), {Tone::kAlarm, true, style.reverse}},
           {Join({ticket.subject, ticket.customer_display_name}), style}},
          {std::move(due)}};
}

void AddComplaint(const desk::Ticket& ticket, std::vector<Row>& rows) {
  if (!ticket.complaint) return;
  const desk::Complaint& complaint = *ticket.complaint;
  const std::string severity =
      complaint.severity > 0 ? "severity " + std::to_string(complaint.severity) : std::string();
  AddLabelled(rows, "Complaint", {Join({severity, complaint.cause}), {Tone::kAlarm}});
  AddLabelled(rows, "Promised", {complaint.promised_action, kBold});
}

std::vector<Row> FactsOf(const Scene& scene, const desk::Ticket& ticket) {
  std::vector<Row> rows{{{{WriteTicket(ticket), {Tone::kPlain, true, false, true}}}}};
  AddLabelled(rows, "State",
              {Join({NameOf(ticket.state), NameOf(ticket.type), NameOf(ticket.priority)}), kBold});
  AddLabelled(rows, "Customer", {ticket.customer_display_name, {}});
  const std::string owner =
      ticket.owner_display_name.empty() ? ticket.owner : ticket.owner_display_name;
  AddLabelled(rows, "Has it", {owner.empty() ? "nobody" : owner, {}});
  AddLabelled(rows, "Queue", {ticket.queue_display_name, {}});
  if (ticket.with_supervisors) AddLabelled(rows, "Supervisors", {"were told", {Tone::kAlarm}});
  for (const desk::TicketClock& clock : ticket.clocks) {
    AddLabelled(rows, NameOf(clock.kind), WriteClock(clock, scene.now));
  }
  if (ticket.reminder) {
    AddLabelled(rows, "Reminder", {WriteDay(*ticket.reminder, scene.now, scene.zone), {}});
  }
  AddComplaint(ticket, rows);
  if (ticket.satisfaction > 0) {
    AddLabelled(rows, "Content", {std::to_string(ticket.satisfaction) + " of 5", {}});
  }
  AddLabelled(rows, "Tags", {Join(ticket.tags), {}});
  return rows;
}

void AddEntry(const Scene& scene, const desk::TicketEntry& entry, int columns,
              std::vector<Row>& rows) {
  rows.push_back({{{WriteDay(entry.time, scene.now, scene.zone) + "  ", kDimmed},
                   {Join({WriteActor(entry), WriteEntry(entry)}), kBold}}});
  for (const std::string& line : Wrap(entry.text, columns - 2, kTextLinesMax)) {
    rows.push_back({{{"  " + line, {}}}});
  }
}

std::vector<Row> PageOf(const Scene& scene, int columns) {
  const desk::OpenTicket& open = scene.state.ticket;
  std::vector<Row> rows = FactsOf(scene, open.ticket);
  rows.push_back({});
  rows.push_back({{{"History and comments", kHeading}}});
  for (const desk::TicketEntry& entry : open.entries) AddEntry(scene, entry, columns, rows);
  if (open.busy) rows.push_back({{{"Reading…", kDimmed}}});
  if (open.failed) rows.push_back({{{"Not available: G tries again", {Tone::kAlarm}}}});
  return rows;
}

// What can be done with a ticket in its state.
Row KeysFor(const desk::Ticket& ticket) {
  Row keys;
  const bool closed = ticket.state == desk::TicketState::kClosed;
  const bool done = closed || ticket.state == desk::TicketState::kResolved;
  if (!closed) AddKey(keys, "C", "comment");
  if (!done) AddKey(keys, "P", "pending");
  if (!done) AddKey(keys, "R", "resolve");
  const bool reopens =
      ticket.state == desk::TicketState::kResolved || ticket.state == desk::TicketState::kPending;
  if (reopens) AddKey(keys, "O", "open");
  if (!done && ticket.owner.empty()) AddKey(keys, "T", "take");
  if (!closed) AddKey(keys, "E", "edit");
  if (!done) AddKey(keys, "A", "assign");
  if (done) AddKey(keys, "S", "how content");
  AddKey(keys, "Esc", "back");
  return keys;
}

}  // namespace

void AddLabelled(std::vector<Row>& rows, const std::string& label, Span value) {
  if (value.text.empty()) return;
  rows.push_back({{{Padded(label, kLabelColumns), kDimmed}, std::move(value)}});
}

void DrawTickets(const Scene& scene, Area area) {
  const desk::TicketList& list = scene.state.ticket_list;
  const std::vector<desk::Ticket>& tickets = desk::ListedTickets(scene.state);
  area.Rule(0, TitleOf(list.which));
  Area lines = area.Part({1, 0, area.rows() - 3, area.columns()});
  const std::size_t selected = tickets.empty() ? 0 : std::min(list.selected, tickets.size() - 1);
  DrawList(lines, tickets.size(), selected,
           [&](std::size_t at, Style style) { return RowOf(scene, tickets[at], style); });
  const int shown = static_cast<int>(
      std::min<std::size_t>(tickets.size(), static_cast<std::size_t>(std::max(lines.rows(), 0))));
  if (const std::string foot = FootOf(scene.state); !foot.empty()) {
    area.Put(1 + shown, {{{foot, kDimmed}}});
  }
  Row keys;
  AddKey(keys, "↑↓", "move");
  AddKey(keys, "Enter", "open");
  AddKey(keys, "N", "new");
  AddKey(keys, "F", "whose");
  const bool free = !tickets.empty() && tickets[selected].owner.empty();
  if (free) AddKey(keys, "T", "take");
  AddKey(keys, "Esc", "back");
  area.Put(area.rows() - 1, keys);
}

void DrawTicket(const Scene& scene, Area area) {
  area.Put(area.rows() - 1, KeysFor(scene.state.ticket.ticket));
  const std::vector<Row> rows = PageOf(scene, area.columns());
  const auto room = static_cast<std::size_t>(std::max(area.rows() - 2, 1));
  const std::size_t last = rows.size() > room ? rows.size() - room : 0;
  const std::size_t first = std::min(scene.state.ticket.scroll, last);
  for (std::size_t i = first; i < std::min(rows.size(), first + room); ++i) {
    area.Put(static_cast<int>(i - first), rows[i]);
  }
}

}  // namespace jackfield::screen
