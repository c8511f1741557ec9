#include <algorithm>

#include "agent-client/terminal/screen/panels.h"

namespace jackfield::screen {
namespace {

using desk::Item;

constexpr Duration kHurry{10'000};  // A wrap-up that ends this soon is shown in red.

std::string ItemSign(const Item& item) {
  switch (item.kind) {
    case Item::Kind::kRinging:
      return "☎";
    case Item::Kind::kTalking: {
      const bool held = (item.pop != nullptr && item.pop->state == desk::PopState::kHeld) ||
                        (item.call != nullptr && item.call->state == desk::CallState::kHeld);
      return held ? "‖" : "◆";
    }
    case Item::Kind::kWrapUp:
      return "✎";
    case Item::Kind::kMissed:
      return "×";
  }
  return " ";
}

std::string StateOf(const Item& item) {
  switch (item.kind) {
    case Item::Kind::kRinging:
      return "rings";
    case Item::Kind::kTalking:
      if (item.pop != nullptr && item.pop->state == desk::PopState::kHeld) return "on hold";
      if (item.call != nullptr && item.call->state == desk::CallState::kHeld) return "on hold";
      if (item.call != nullptr && item.call->state == desk::CallState::kDialling) return "dialling";
      return "talking";
    case Item::Kind::kWrapUp:
      return "wrap-up";
    case Item::Kind::kMissed:
      return WhyMissed(item.missed->reason);
  }
  return {};
}

std::string QueueOf(const Item& item) {
  if (item.pop != nullptr) return item.pop->queue_display_name;
  if (item.call != nullptr) return item.call->queue_display_name;
  return {};
}

Style ItemStyle(const Item& item) {
  switch (item.kind) {
    case Item::Kind::kRinging:
      return {Tone::kRinging, true};
    case Item::Kind::kTalking:
      return {Tone::kTalking, true};
    case Item::Kind::kWrapUp:
      return {Tone::kWrapUp, true};
    case Item::Kind::kMissed:
      return {Tone::kPlain};
  }
  return {};
}

bool IsFocused(const Scene& scene, const Item& item) {
  const auto focused = desk::FocusedItem(scene.state);
  return focused && focused->key == item.key;
}

// One or two lines of the calls column.
std::vector<Row> RowsOf(const Scene& scene, const Item& item) {
  const bool focused = IsFocused(scene, item);
  // A ring that is not looked at is loud: it must be seen while something is typed.
  const bool loud = item.kind == Item::Kind::kRinging && !focused;
  Style style = ItemStyle(item);
  style.reverse = loud;
  const std::string mark = focused ? "▌" : " ";
  Span timer = TimerOf(scene, item);
  timer.style.reverse = loud;
  std::vector<Row> rows{{{{mark, style}, {ItemSign(item) + " " + WhoOf(item), style}}, {timer}}};
  if (item.kind == Item::Kind::kMissed) return rows;
  const std::string queue = QueueOf(item);
  const std::string state = loud ? "rings · O open" : StateOf(item);
  rows.push_back({{{mark, style}, {"  " + state, kDimmed}}, {{queue, kDimmed}}});
  return rows;
}

}  // namespace

void AddKey(Row& row, const std::string& key, const std::string& what) {
  row.left.push_back({key, {Tone::kAccent, true}});
  row.left.push_back({" " + what + "  ", kDimmed});
}

std::string WhoOf(const Item& item) {
  if (item.missed != nullptr) return WriteMissedWho(*item.missed);
  const desk::Caller* const caller = desk::CallerOf(item);
  if (caller != nullptr && !caller->candidates.empty()) return "Who? " + WriteNumber(*caller);
  if (caller != nullptr) return WriteWho(*caller);
  const bool named = item.wrap_up != nullptr && !item.wrap_up->caller_display_name.empty();
  return named ? item.wrap_up->caller_display_name : "Caller not known";
}

Span TimerOf(const Scene& scene, const Item& item) {
  switch (item.kind) {
    case Item::Kind::kRinging:
      return {WriteSpan(scene.now - item.pop->ring_start), {Tone::kRinging, true}};
    case Item::Kind::kTalking: {
      const WallTime since =
          item.call != nullptr ? item.call->start : item.pop->answered.value_or(scene.now);
      return {WriteSpan(scene.now - since), {Tone::kTalking, true}};
    }
    case Item::Kind::kWrapUp: {
      if (!item.wrap_up->deadline) {
        return {WriteSpan(scene.now - item.wrap_up->start), {Tone::kWrapUp, true}};
      }
      const Duration left = *item.wrap_up->deadline - scene.now;
      return {"−" + WriteSpan(left), {left < kHurry ? Tone::kAlarm : Tone::kWrapUp, true}};
    }
    case Item::Kind::kMissed:
      return {WriteClock(item.missed->ring_start, scene.zone).substr(0, 5), kDimmed};
  }
  return {};
}

void DrawCalls(const Scene& scene, Area area) {
  const std::vector<Item> items = desk::ItemsOf(scene.state);
  int row = 0;
  const auto live = [](const Item& item) { return item.kind != Item::Kind::kMissed; };
  if (std::none_of(items.begin(), items.end(), live)) {
    area.Put(row++, {{{" No call", kDimmed}}});
  }
  for (const Item& item : items) {
    if (live(item)) row = area.PutRows(row, RowsOf(scene, item));
  }
  if (scene.state.missed_count == 0) return;
  area.Rule(++row, "Missed " + std::to_string(scene.state.missed_count), {{{"M seen", kDimmed}}});
  ++row;
  // The list goes with the focus, so that all of it can be seen.
  std::size_t first = 0;
  std::size_t at = 0;
  const auto room = static_cast<std::size_t>(std::max(area.rows() - row, 1));
  for (const Item& item : items) {
    if (live(item)) continue;
    if (IsFocused(scene, item) && at >= room) first = at - room + 1;
    ++at;
  }
  at = 0;
  for (const Item& item : items) {
    if (live(item) || at++ < first) continue;
    row = area.PutRows(row, RowsOf(scene, item));
  }
}

Row CallsStrip(const Scene& scene) {
  Row row;
  for (const Item& item : desk::ItemsOf(scene.state)) {
    if (item.kind == Item::Kind::kMissed) break;
    Style style = ItemStyle(item);
    style.reverse = item.kind == Item::Kind::kRinging && !IsFocused(scene, item);
    row.left.push_back({ItemSign(item) + " " + WhoOf(item) + " ", style});
    row.left.push_back(TimerOf(scene, item));
    row.left.push_back({"  ", {}});
  }
  if (row.left.empty()) row.left.push_back({"No call", kDimmed});
  if (scene.state.missed_count > 0) {
    row.right.push_back(
        {"Missed " + std::to_string(scene.state.missed_count), {Tone::kAlarm, true}});
  }
  return row;
}

}  // namespace jackfield::screen
