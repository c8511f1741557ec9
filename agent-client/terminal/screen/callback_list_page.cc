#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "agent-client/terminal/desk/callback_list_rules.h"
#include "agent-client/terminal/screen/panels.h"
#include "agent-client/terminal/screen/work_wording.h"

namespace jackfield::screen {
namespace {

std::string FootOf(const desk::CallbackList& list) {
  if (list.failed) return "Not available: G tries again";
  if (list.busy) return "Reading…";
  if (list.read.empty()) return "None";
  return list.more ? "There are more than these" : std::string();
}

Row RowOf(const Scene& scene, const desk::Callback& callback, Style style) {
  Span turn = WriteTurn(scene, callback);
  turn.style.reverse = style.reverse;
  return {{{Join({WriteCalled(callback), callback.queue_display_name, callback.note}), style}},
          {std::move(turn)}};
}

// What can be done with one.
void AddActs(const Scene& scene, const desk::Callback& callback, Row& keys) {
  if (desk::CanTake(callback)) AddKey(keys, "T", "take");
  if (desk::CanMove(callback)) AddKey(keys, "M", "another time");
  if (desk::CanCancel(scene.state, callback)) AddKey(keys, "X", "cancel");
}

}  // namespace

void DrawCallbacks(const Scene& scene, Area area) {
  const desk::CallbackList& list = scene.state.callback_list;
  area.Rule(0, NameOf(list.group));
  Area lines = area.Part({1, 0, area.rows() - 3, area.columns()});
  const std::size_t selected =
      list.read.empty() ? 0 : std::min(list.selected, list.read.size() - 1);
  DrawList(lines, list.read.size(), selected,
           [&](std::size_t at, Style style) { return RowOf(scene, list.read[at], style); });
  const int shown = static_cast<int>(
      std::min<std::size_t>(list.read.size(), static_cast<std::size_t>(std::max(lines.rows(), 0))));
  if (const std::string foot = FootOf(list); !foot.empty()) {
    area.Put(1 + shown, {{{foot, kDimmed}}});
  }
  Row keys;
  AddKey(keys, "↑↓", "move");
  AddKey(keys, "F", "which");
  if (!list.read.empty()) {
    AddKey(keys, "Enter", "open");
    AddActs(scene, list.read[selected], keys);
  }
  AddKey(keys, "Esc", "back");
  area.Put(area.rows() - 1, keys);
}

void DrawListedCallback(const Scene& scene, Area area) {
  const auto& opened = scene.state.callback_list.opened;
  if (!opened) return;
  const int room = std::max(area.rows() - 1, 0);
  area.Part({0, 0, room, area.columns()}).PutRows(0, CallbackRows(scene, *opened, area.columns()));
  Row keys;
  AddActs(scene, *opened, keys);
  AddKey(keys, "Esc", "back");
  area.Put(area.rows() - 1, keys);
}

}  // namespace jackfield::screen
