#include <algorithm>
#include <string>
#include <utility>

#include "agent-client/terminal/desk/ticket_edit.h"
#include "agent-client/terminal/desk/work_state.h"
#include "agent-client/terminal/screen/cell_text.h"
#include "agent-client/terminal/screen/panels.h"
#include "agent-client/terminal/screen/work_wording.h"

namespace jackfield::screen {
namespace {

using desk::Layer;

std::string TitleOf(desk::Menu::Kind kind) {
  switch (kind) {
    case desk::Menu::Kind::kAgentState:
      return "State";
    case desk::Menu::Kind::kOutcome:
      return "Outcome";
    case desk::Menu::Kind::kCall:
      return "Telephone";
  }
  return {};
}

// The key that chooses an option. A space: none.
std::string KeyOf(const desk::Menu& menu, std::size_t at) {
  if (menu.kind == desk::Menu::Kind::kCall) {
    const char32_t letter = desk::LetterOf(menu.options[at].command);
    return desk::ToUtf8(std::u32string(1, letter - U'a' + U'A'));
  }
  return at < 9 ? std::to_string(at + 1) : " ";
}

std::string OptionText(const desk::Menu::Option& option) {
  if (option.command != desk::CallCommand::kNone) {
    return NameOf(option.command) + (desk::NeedsNumber(option.command) ? "…" : "");
  }
  if (option.state == desk::AgentState::kUnknown) return option.label;
  if (option.label.empty()) return SignOf(option.state) + " " + NameOf(option.state);
  return SignOf(option.state) + " " + NameOf(option.state) + ": " + option.label;
}

Row SearchKeys(const desk::SearchBox& search, bool list) {
  Row keys;
  AddKey(keys, "Enter", !list ? "search" : search.call.empty() ? "open" : "it is");
  if (list) AddKey(keys, "↑↓", "choose");
  AddKey(keys, "Esc", "close");
  return keys;
}

}  // namespace

Area BoxIn(Area area, int rows, int columns, const std::string& title) {
  const int height = std::min(rows + 2, area.rows());
  const int width = std::min(columns + 4, area.columns());
  return area.Part({(area.rows() - height) / 2, (area.columns() - width) / 2, height, width})
      .Box(title);
}

Style Marked(bool marked) { return {Tone::kPlain, marked, marked}; }

std::optional<Cursor> DrawMenu(const Scene& scene, Area area) {
  const desk::Menu& menu = scene.state.menu;
  const std::string title = TitleOf(menu.kind);
  const int rows = std::min(static_cast<int>(menu.options.size()), area.rows() - 2);
  Area box = BoxIn(area, rows, 40, title);
  DrawList(box, menu.options.size(), menu.selected, [&](std::size_t at, Style style) {
    return Row{{{KeyOf(menu, at) + " ", style}, {OptionText(menu.options[at]), style}}};
  });
  return std::nullopt;
}

std::optional<Cursor> DrawHelp(Area area) {
  static constexpr std::pair<const char*, const char*> kKeys[] = {
      {"O", "open what rings"},
      {"J K ↑↓", "next, previous call"},
      {"N", "note"},
      {"1–9, 0", "outcome, all of them"},
      {"Enter", "finish the wrap-up"},
      {"E", "more time to wrap up"},
      {"R", "ready, not ready"},
      {"S", "state with a reason"},
      {"W", "say which candidate"},
      {"X", "not them"},
      {"A", "add the customer"},
      {"H", "history, timeline"},
      {"/ Ctrl-K", "find a customer"},
      {"M", "missed: seen"},
      {"P", "pops on, card only, off"},
      {"Y D", "take, leave work offered"},
      {"G", "notice: seen"},
      {"V", "open its ticket"},
      {"T", "tickets"},
      {"B", "your callback, or all"},
      {"U", "answer at the phone"},
      {"L", "hold, back from hold"},
      {"C", "all the phone can do"},
      {"Ctrl-R", "reconnect now"},
      {"Ctrl-L", "draw again"},
      {"Q Ctrl-C", "quit"},
  };
  const bool two = area.columns() >= 70;
  const int count = static_cast<int>(std::size(kKeys));
  const int rows = two ? (count + 1) / 2 : count;
  Area box = BoxIn(area, rows + 2, two ? 70 : 36, "Keys");
  for (int i = 0; i < count; ++i) {
    const auto& [key, what] = kKeys[static_cast<std::size_t>(i)];
    const int column = two ? i % 2 * 36 : 0;
    Area place = box.Part({two ? i / 2 : i, column, 1, two ? 34 : box.columns()});
    place.Put(0, {{{key, {Tone::kAccent, true}}}});
    place.Part({0, 10, 1, place.columns() - 10}).Put(0, {{{what, {}}}});
  }
  box.Put(rows + 1,
          {{{"Alt with the letter works while you type. Esc closes what is on top.", kDimmed}}});
  return std::nullopt;
}

std::optional<Cursor> DrawSearch(const Scene& scene, Area area) {
  const desk::SearchBox& search = scene.state.search;
  const std::string title = search.call.empty() ? "Find customer" : "Whose number is it?";
  Area box = BoxIn(area, std::max(area.rows() - 4, 6), area.columns() - 8, title);
  const bool list = search.answered && search.query.utf8() == search.searched;
  box.Put(0, {{{"⌕ ", {Tone::kAccent, true}}}});
  const Cursor cursor = DrawText(search.query, box.Part({0, 2, 1, box.columns() - 2}));
  Area results = box.Part({2, 0, box.rows() - 4, box.columns()});
  if (search.busy) {
    results.Put(0, {{{"Searching…", kDimmed}}});
  } else if (list && search.customers.empty()) {
    results.Put(0, {{{"Nobody found. Parts of names, numbers in any form, addresses.", kDimmed}}});
  } else if (!list) {
    results.Put(0, {{{"A name, a company, a number in any form, an address", kDimmed}}});
  }
  if (list && !search.busy) {
    DrawList(results, search.customers.size(), search.selected, [&](std::size_t at, Style style) {
      const desk::Customer& customer = search.customers[at];
      const std::string number = customer.numbers.empty() ? "" : customer.numbers.front();
      return Row{{{Join({customer.display_name, customer.company}), style}}, {{number, style}}};
    });
  }
  const bool choose = list && !search.customers.empty();
  Row keys = SearchKeys(search, choose);
  if (choose && search.more) keys.right.push_back({"more: type on", kDimmed});
  box.Put(box.rows() - 1, keys);
  return cursor;
}

std::optional<Cursor> DrawCreate(const Scene& scene, Area area) {
  static constexpr const char* kLabels[] = {"Name", "Company", "Number", "E-mail"};
  constexpr int kLabelColumns = 10;
  const desk::CreateForm& form = scene.state.form;
  Area box = BoxIn(area, 8, std::min(area.columns() - 6, 64), "New customer");
  std::optional<Cursor> cursor;
  for (std::size_t i = 0; i < desk::CreateForm::kFields; ++i) {
    const int row = static_cast<int>(i);
    const bool here = form.field == i;
    box.Put(row, {{{kLabels[i], here ? kHeading : kDimmed}}});
    Area field = box.Part({row, kLabelColumns, 1, box.columns() - kLabelColumns});
    field.Fill(0, {Tone::kPlain, false, false, true});
    const Cursor at = DrawText(form.fields[i], field);
    if (here) cursor = at;
  }
  if (form.call.empty()) {
    box.Put(5, {{{"For no call", kDimmed}}});
  } else {
    box.Put(5, {{{"Becomes the caller of the call in focus", kDimmed}}});
  }
  Row keys;
  if (form.busy) {
    keys.left.push_back({"Looking…", kDimmed});
  } else {
    AddKey(keys, "Tab", "next");
    AddKey(keys, "Enter", "create");
    AddKey(keys, "Esc", "cancel");
  }
  box.Put(box.rows() - 1, keys);
  return cursor;
}

std::optional<Cursor> DrawDuplicates(const Scene& scene, Area area) {
  const desk::CreateForm& form = scene.state.form;
  const int count = static_cast<int>(form.duplicates.size());
  Area box = BoxIn(area, count + 4, std::min(area.columns() - 6, 64), "May be there already");
  Area list = box.Part({0, 0, count + 1, box.columns()});
  DrawList(list, form.duplicates.size() + 1, form.selected, [&](std::size_t at, Style style) {
    if (at == form.duplicates.size()) {
      return Row{{{"Nobody of these: create " + form.fields[0].utf8(), style}}};
    }
    const desk::Duplicate& duplicate = form.duplicates[at];
    return Row{{{Join({duplicate.display_name, duplicate.company}), style}},
               {{duplicate.alike, style}}};
  });
  Row keys;
  AddKey(keys, "↑↓", "choose");
  AddKey(keys, "Enter", "take");
  AddKey(keys, "Esc", "back to the form");
  box.Put(box.rows() - 1, keys);
  return std::nullopt;
}

std::optional<Cursor> DrawQuit(const Scene& scene, Area area) {
  const bool unsaved =
      std::any_of(scene.state.drafts.begin(), scene.state.drafts.end(),
                  [](const auto& entry) { return entry.second.dirty || entry.second.saving; });
  const bool of_ticket = !scene.state.ticket_prompt.text.empty() ||
                         !scene.state.ticket_form.subject.empty() || desk::HasEdits(scene.state);
  Area box = BoxIn(area, 4, 48, "Quit");
  box.Put(0, {{{"Close this desk? Your phone still rings.", {}}}});
  if (unsaved && !desk::IsLive(scene.state)) {
    box.Put(1, {{{"A note is not saved yet, and would be lost.", {Tone::kAlarm, true}}}});
  } else if (of_ticket) {
    box.Put(1, {{{"Words for a ticket are not sent yet.", {Tone::kAlarm, true}}}});
  }
  Row keys;
  AddKey(keys, "Enter", "quit");
  AddKey(keys, "Esc", "stay");
  box.Put(box.rows() - 1, keys);
  return std::nullopt;
}

}  // namespace jackfield::screen
