#include <algorithm>
#include <string>
#include <utility>

#include "agent-client/terminal/screen/cell_text.h"
#include "agent-client/terminal/screen/panels.h"

namespace jackfield::screen {
namespace {

using desk::Brief;

constexpr std::size_t kTextLinesMax = 2'000;
constexpr int kDayColumns = 13;

Row RowOf(const Scene& scene, const Brief& brief, Style style) {
  std::string day = WriteDay(brief.start, scene.now, scene.zone);
  day.resize(static_cast<std::size_t>(std::max<int>(kDayColumns, static_cast<int>(day.size()))),
             ' ');
  const std::string what = Join({brief.outcome, NameOf(brief.result), brief.summary});
  Style dim = style;
  dim.tone = Tone::kDim;
  return {{{day + SignOf(brief.channel) + (brief.outbound ? "→ " : "  "), dim},
           {brief.agent_display_name + (brief.agent_display_name.empty() ? "" : ": "), style},
           {what, style}}};
}

Row TimelineHead(const desk::Timeline& timeline) {
  Row row;
  if (timeline.channel != desk::Channel::kUnknown) {
    row.left.push_back({"only " + NameOf(timeline.channel), {Tone::kWrapUp, true}});
  }
  return row;
}

std::string TimelineFoot(const desk::Timeline& timeline) {
  if (timeline.failed) return "Timeline not available: G tries again";
  if (timeline.busy && timeline.briefs.empty()) return "Reading…";
  if (timeline.read && timeline.briefs.empty()) return "Nothing yet";
  if (timeline.busy) return "Reading older ones…";
  return {};
}

std::vector<Row> AboutRows(const desk::Customer& customer, int columns) {
  std::vector<Row> rows{{{{customer.display_name, {Tone::kPlain, true, false, true}}}, {}}};
  for (const std::string& flag : customer.flags) {
    rows.front().right.push_back({" ★ " + flag, {Tone::kWrapUp, true}});
  }
  if (const auto text = Join({customer.company, customer.role, customer.tier}); !text.empty()) {
    rows.push_back({{{text, {}}}});
  }
  std::vector<std::string> reach = customer.numbers;
  reach.insert(reach.end(), customer.email_addresses.begin(), customer.email_addresses.end());
  if (!reach.empty()) rows.push_back({{{Join(reach), kBold}}});
  for (const std::string& line : Wrap(customer.pinned_note, columns - 2, 2)) {
    rows.push_back({{{"! ", {Tone::kWrapUp, true}}, {line, {Tone::kWrapUp}}}});
  }
  return rows;
}

// The first line that is shown, so that the marked one is.
std::size_t FirstShown(std::size_t selected, std::size_t room) {
  return selected < room ? 0 : selected - room + 1;
}

void AddFact(std::vector<Row>& rows, const std::string& label, const std::string& value) {
  if (value.empty()) return;
  std::string padded = label;
  padded.resize(std::max<std::size_t>(padded.size(), 9), ' ');
  rows.push_back({{{padded, kDimmed}, {value, {}}}});
}

void AddText(std::vector<Row>& rows, const std::string& title, const std::string& text,
             int columns) {
  if (text.empty()) return;
  rows.push_back({});
  rows.push_back({{{title, kHeading}}});
  for (const std::string& line : Wrap(text, columns, kTextLinesMax)) rows.push_back({{{line, {}}}});
}

std::vector<Row> InteractionRows(const Scene& scene, const desk::Interaction& interaction,
                                 int columns) {
  const Brief& brief = interaction.brief;
  std::vector<Row> rows{{{{brief.summary, {Tone::kPlain, true, false, true}}}}};
  AddFact(rows, "When", WriteDay(brief.start, scene.now, scene.zone));
  AddFact(
      rows, "Kind",
      Join({NameOf(brief.channel), brief.outbound ? "from us" : "to us", NameOf(brief.result)}));
  AddFact(rows, "Agent", brief.agent_display_name);
  AddFact(rows, "Outcome", brief.outcome);
  AddFact(rows, "Called", Join({interaction.dialled_label, interaction.dialled.formatted}));
  if (brief.channel == desk::Channel::kCall) {
    AddFact(rows, "Times",
            "waited " + WriteSpan(interaction.waited) + " · talked " +
                WriteSpan(interaction.talked) + " · on hold " + WriteSpan(interaction.held));
  }
  AddFact(rows, "Address", interaction.address);
  AddFact(rows, "Subject", interaction.subject);
  AddText(rows, "Note", interaction.note, columns);
  for (const desk::Interaction::Part& part : interaction.parts) {
    if (part.note == interaction.note) continue;
    AddText(rows, "Note of " + part.agent_display_name, part.note, columns);
  }
  AddText(rows, "Text", interaction.body, columns);
  return rows;
}

}  // namespace

std::vector<Row> HistoryRows(const Scene& scene, const std::vector<Brief>& briefs,
                             std::size_t count) {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < std::min(briefs.size(), count); ++i) {
    rows.push_back(RowOf(scene, briefs[i], {}));
  }
  return rows;
}

void DrawCustomer(const Scene& scene, Area area) {
  const auto item = desk::FocusedItem(scene.state);
  area.Rule(0, "Customer", {{{"H history", kDimmed}}});
  if (!item) return area.Put(1, {{{"Nobody in focus", kDimmed}}});
  const std::string customer = desk::CustomerOf(*item);
  if (customer.empty()) return area.Put(1, {{{"Not known who it is", kDimmed}}});
  int row = 1;
  const desk::Caller* const caller = desk::CallerOf(*item);
  if (caller != nullptr) {
    row = area.PutRows(row, {Row{{{caller->display_name, kBold}}},
                             Row{{{Join({caller->company, caller->role}), {}}}}});
  }
  const desk::Timeline& timeline = scene.state.timeline;
  const bool read =
      timeline.customer == customer && timeline.read && timeline.channel == desk::Channel::kUnknown;
  const std::vector<Brief>* briefs = read ? &timeline.briefs : nullptr;
  if (briefs == nullptr && item->pop != nullptr) briefs = &item->pop->recent;
  area.Rule(++row, "Timeline");
  ++row;
  if (briefs == nullptr || briefs->empty()) {
    area.Put(row++, {{{"Nothing yet", kDimmed}}});
  } else {
    row = area.PutRows(
        row, HistoryRows(scene, *briefs, static_cast<std::size_t>(std::max(area.rows() - row, 0))));
  }
  const bool failed = timeline.customer == customer && timeline.failed;
  if (failed) area.Put(row, {{{"Timeline not available: H tries again", {Tone::kAlarm}}}});
}

void DrawTimeline(const Scene& scene, Area area) {
  const desk::Timeline& timeline = scene.state.timeline;
  int row = 0;
  if (timeline.about) {
    row = area.PutRows(row, AboutRows(*timeline.about, area.columns()));
  } else if (const auto item = desk::FocusedItem(scene.state)) {
    area.Put(row++, {{{WhoOf(*item), {Tone::kPlain, true, false, true}}}});
  }
  area.Rule(row++, "Timeline", TimelineHead(timeline));
  const int list_rows = std::max(area.rows() - row - 2, 1);
  const std::size_t first = FirstShown(timeline.selected, static_cast<std::size_t>(list_rows));
  for (int i = 0; i < list_rows; ++i) {
    const std::size_t at = first + static_cast<std::size_t>(i);
    if (at >= timeline.briefs.size()) break;
    const Style style{Tone::kPlain, false, at == timeline.selected};
    area.Fill(row + i, style);
    area.Put(row + i, RowOf(scene, timeline.briefs[at], style));
  }
  const std::string foot = TimelineFoot(timeline);
  const int shown = std::min(list_rows, static_cast<int>(timeline.briefs.size() -
                                                         std::min(first, timeline.briefs.size())));
  if (!foot.empty() && shown < list_rows) area.Put(row + shown, {{{foot, kDimmed}}});
  Row keys;
  AddKey(keys, "↑↓", "move");
  AddKey(keys, "Enter", "open");
  AddKey(keys, "F", "kind");
  if (timeline.about) AddKey(keys, "U", "it is the caller");
  AddKey(keys, "Esc", "back");
  area.Put(area.rows() - 1, keys);
}

void DrawInteraction(const Scene& scene, Area area) {
  const desk::OpenInteraction& open = scene.state.interaction;
  Row keys;
  AddKey(keys, "↑↓", "scroll");
  AddKey(keys, "Esc", "back");
  area.Put(area.rows() - 1, keys);
  if (!open.interaction) {
    return area.Put(0, {{{open.failed ? "Not available" : "Reading…", kDimmed}}});
  }
  const std::vector<Row> rows = InteractionRows(scene, *open.interaction, area.columns());
  const auto room = static_cast<std::size_t>(std::max(area.rows() - 2, 1));
  const std::size_t last = rows.size() > room ? rows.size() - room : 0;
  const std::size_t first = std::min(open.scroll, last);
  for (std::size_t i = first; i < std::min(rows.size(), first + room); ++i) {
    area.Put(static_cast<int>(i - first), rows[i]);
  }
}

}  // namespace jackfield::screen
