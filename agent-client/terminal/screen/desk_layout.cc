#include "agent-client/terminal/screen/desk_layout.h"

#include <algorithm>
#include <string>
#include <utility>

#include "agent-client/terminal/screen/cell_text.h"
#include "agent-client/terminal/screen/panels.h"

namespace jackfield::screen {
namespace {

using desk::Layer;

constexpr int kCallsColumns = 25;
constexpr int kCallsColumnsWide = 30;
constexpr int kRowsBesideWork = 4;  // What lines of work leave to the rest at least.

Row StateOf(const Scene& scene) {
  const desk::Agent& agent = scene.state.agent;
  if (!scene.state.known) return {{{"Jackfield", kHeading}}};
  std::string state = NameOf(agent.state);
  if (!agent.reason.empty()) state += ": " + LabelOf(scene.state, agent.reason);
  Row row{{{SignOf(agent.state) + " " + state, StyleOf(agent.state)},
           {" " + WriteSpan(scene.now - agent.since), {}}}};
  if (agent.off_hours && agent.state == desk::AgentState::kReady) {
    row.left.push_back({" outside working hours", {Tone::kWrapUp, true}});
  }
  if (agent.pending_state != desk::AgentState::kUnknown) {
    std::string then = NameOf(agent.pending_state);
    if (!agent.pending_reason.empty()) then = LabelOf(scene.state, agent.pending_reason);
    row.left.push_back({" → then " + then, {Tone::kWrapUp, true}});
  }
  return row;
}

// The queue in which somebody waits longest, and how many wait in all others.
std::string QueuesOf(const Scene& scene) {
  const desk::Queue* longest = nullptr;
  int waiting = 0;
  bool stale = false;
  for (const desk::Queue& queue : scene.state.queues) {
    waiting += queue.waiting;
    stale = stale || queue.stale;
    if (!queue.longest_since) continue;
    if (longest == nullptr || *queue.longest_since < *longest->longest_since) longest = &queue;
  }
  const std::string old = stale ? " (switch link lost)" : "";
  if (longest == nullptr) return (scene.state.queues.empty() ? "" : "nobody waits") + old;
  std::string text = longest->display_name + " " + std::to_string(longest->waiting) +
                     " waiting · longest " + WriteSpan(scene.now - *longest->longest_since);
  const int others = waiting - longest->waiting;
  if (others > 0) text += " · others " + std::to_string(others);
  return text + old;
}

void DrawHeader(const Scene& scene, Area area, bool narrow) {
  Row row = StateOf(scene);
  row.left.insert(row.left.begin(), {" ", {}});
  const std::string queues = QueuesOf(scene);
  if (!narrow && !queues.empty()) row.left.push_back({"   " + queues, kDimmed});
  if (scene.state.agent.pop_mode != desk::PopMode::kOn) {
    row.right.push_back(
        {"Pops " + NameOf(scene.state.agent.pop_mode) + "  ", {Tone::kAlarm, true}});
  }
  row.right.push_back(WriteLink(scene.state));
  if (area.columns() >= kWideColumns) {
    row.right.push_back({"  " + scene.state.agent.display_name, kBold});
  }
  row.right.push_back({" ", {}});
  area.Put(0, row);
}

// Tells of a ring that is not in focus, while keys go elsewhere.
Span RingBanner(const Scene& scene) {
  const auto focused = desk::FocusedItem(scene.state);
  for (const desk::Item& item : desk::ItemsOf(scene.state)) {
    if (item.kind != desk::Item::Kind::kRinging) break;
    if (focused && focused->key == item.key) continue;
    const std::string queue = item.pop->queue_display_name;
    return {"☎ " + Cut(WhoOf(item), 40) + " rings" + (queue.empty() ? "" : " for " + queue) + "  " +
                TimerOf(scene, item).text + "   " + (desk::IsTyping(scene.state) ? "Alt-O" : "O") +
                " opens",
            {Tone::kRinging, true, true}};
  }
  return {};
}

Row KeysOf(const Scene& scene) {
  Row row;
  const auto item = desk::FocusedItem(scene.state);
  if (desk::HasLayer(scene.state, Layer::kNote)) {
    AddKey(row, "Enter", "save and leave");
    AddKey(row, "Alt-Enter", "new line");
    return row;
  }
  if (item && item->kind == desk::Item::Kind::kWrapUp) {
    AddKey(row, "1–9", "outcome");
    AddKey(row, "Enter", "done");
  }
  if (item && item->kind != desk::Item::Kind::kMissed) {
    AddKey(row, "N", "note");
    AddKey(row, "H", "history");
  }
  AddKey(row, "/", "find");
  const desk::AgentState state = scene.state.agent.state;
  const bool away = state == desk::AgentState::kNotReady || state == desk::AgentState::kLoggedOff;
  AddKey(row, "R", away ? "ready" : "not ready");
  AddKey(row, "S", "state");
  const std::size_t tickets = scene.state.tickets.size();
  AddKey(row, "T", tickets == 0 ? "tickets" : "tickets " + std::to_string(tickets));
  if (scene.state.missed_count > 0) AddKey(row, "M", "seen");
  AddKey(row, "?", "keys");
  return row;
}

void DrawFooter(const Scene& scene, Area area) {
  if (const auto& toast = scene.state.toast) {
    const Style style{toast->bad ? Tone::kAlarm : Tone::kReady, true};
    return area.Put(0, {{{" " + WriteToast(scene.state, *toast), style}}});
  }
  Row row = KeysOf(scene);
  row.left.insert(row.left.begin(), {" ", {}});
  row.right = {{WriteClock(scene.now, scene.zone) + " ", kDimmed}};
  if (!scene.state.known) row.right.clear();
  area.Put(0, row);
}

void DrawPage(const Scene& scene, Layer layer, Area area) {
  if (layer == Layer::kTimeline) return DrawTimeline(scene, area.Box("History"));
  if (layer == Layer::kInteraction) return DrawInteraction(scene, area.Box("Interaction"));
  if (layer == Layer::kCallbacks) return DrawCallbacks(scene, area.Box("Callbacks"));
  if (layer == Layer::kListedCallback) return DrawListedCallback(scene, area.Box("Callback"));
  if (layer == Layer::kCallback) return DrawCallback(scene, area.Box("Your callback"));
  if (layer == Layer::kTickets) return DrawTickets(scene, area.Box("Tickets"));
  DrawTicket(scene, area.Box("Ticket"));
}

// What lies over the desk, the lower ones first. Returns where the cursor stands.
std::optional<Cursor> DrawLayers(const Scene& scene, Area area) {
  std::optional<Cursor> cursor;
  for (const Layer layer : scene.state.layers) {
    switch (layer) {
      case Layer::kMenu:
        cursor = DrawMenu(scene, area);
        break;
      case Layer::kHelp:
        cursor = DrawHelp(area);
        break;
      case Layer::kSearch:
        cursor = DrawSearch(scene, area);
        break;
      case Layer::kCreate:
        cursor = DrawCreate(scene, area);
        break;
      case Layer::kDuplicates:
        cursor = DrawDuplicates(scene, area);
        break;
      case Layer::kTicketPrompt:
        cursor = DrawTicketPrompt(scene, area);
        break;
      case Layer::kTicketForm:
        cursor = DrawTicketForm(scene, area);
        break;
      case Layer::kTicketEdit:
        cursor = DrawTicketEdit(scene, area);
        break;
      case Layer::kNumber:
        cursor = DrawNumber(scene, area);
        break;
      case Layer::kCallbackPrompt:
        cursor = DrawCallbackPrompt(scene, area);
        break;
      case Layer::kQuit:
        cursor = DrawQuit(scene, area);
        break;
      case Layer::kTimeline:
      case Layer::kInteraction:
      case Layer::kTickets:
      case Layer::kTicket:
      case Layer::kCallbacks:
      case Layer::kListedCallback:
      case Layer::kCallback:
        DrawPage(scene, layer, area);
        cursor.reset();
        break;
      case Layer::kNote:
      case Layer::kCandidates:
        break;  // Parts of the call in focus.
    }
  }
  return cursor;
}

// Where the parts of the body are.
struct Columns {
  int calls = 0;     // 0: one line instead.
  int customer = 0;  // 0: not shown.
};

Columns ColumnsFor(const View& view) {
  if (view.compact || view.columns < kNarrowColumns) return {};
  if (view.columns < kWideColumns) return {kCallsColumns, 0};
  return {kCallsColumnsWide, std::clamp(view.columns * 2 / 5, 48, 80)};
}

std::optional<Cursor> DrawBody(const Scene& scene, Area body, Columns columns) {
  int left = 0;
  int top = 0;
  if (columns.calls > 0) {
    DrawCalls(scene, body.Part({0, 0, body.rows(), columns.calls - 1}));
    body.VerticalRule(columns.calls);
    left = columns.calls + 2;
  } else {
    body.Part({0, 1, 1, body.columns() - 2}).Put(0, CallsStrip(scene));
    top = 1;
    left = 1;
  }
  int right = body.columns() - 1;
  if (columns.customer > 0) {
    right = body.columns() - columns.customer - 2;
    body.VerticalRule(right);
    DrawCustomer(scene, body.Part({0, right + 2, body.rows(), columns.customer - 1}));
    --right;
  }
  return DrawFocus(scene, body.Part({top, left, body.rows() - top, right - left}),
                   columns.customer == 0);
}

}  // namespace

Frame DrawDesk(const desk::DeskState& state, const View& view) {
  Frame frame{Grid(view.rows, view.columns), std::nullopt};
  const Scene scene{state, view.zone, desk::ServerNow(state)};
  Area whole(frame.grid);
  const Columns columns = ColumnsFor(view);
  DrawHeader(scene, whole.Part({0, 0, 1, view.columns}), columns.calls == 0);
  Span banner = WriteBanner(state, view.zone);
  if (banner.text.empty()) banner = RingBanner(scene);
  int row = 1;
  if (!banner.text.empty()) {
    whole.Fill(row, banner.style);
    whole.Put(row++, {{{" " + banner.text, banner.style}}});
  }
  for (const Row& line : WorkLines(scene)) {
    if (view.rows - row <= kRowsBesideWork) break;
    whole.Fill(row, line.left.front().style);
    whole.Put(row++, line);
  }
  if (columns.calls > 0) whole.Rule(row++, {});
  const int footer_rows = view.rows - row > 2 ? 1 : 0;
  Area body = whole.Part({row, 0, view.rows - row - footer_rows, view.columns});
  frame.cursor = DrawBody(scene, body, columns);
  const auto over = DrawLayers(scene, body);
  const bool covered =
      state.layers.size() > 1 || (!state.layers.empty() && state.layers.back() != Layer::kNote);
  if (covered) frame.cursor = over;
  if (footer_rows > 0) DrawFooter(scene, whole.Part({view.rows - 1, 0, 1, view.columns}));
  return frame;
}

}  // namespace jackfield::screen
