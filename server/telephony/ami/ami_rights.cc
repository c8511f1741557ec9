#include "server/telephony/ami/ami_rights.h"

#include <algorithm>
#include <array>
#include <utility>

namespace jackfield::ami {
namespace {

constexpr std::string_view kAll = "all";
constexpr std::string_view kMark = "(Priv: ";
constexpr std::array<std::string_view, 4> kTakeOver = {"command", "config", "originate", "system"};

// Calls `take` with each part of `text` between commas.
template <typename Take>
void EachPart(std::string_view text, const Take& take) {
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    take(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
}

// The one right that an action needs; empty: it needs none, or one of several.
std::string_view OnlyRight(std::string_view synopsis) {
  const std::size_t mark = synopsis.rfind(kMark);
  if (mark == std::string_view::npos || !synopsis.ends_with(')')) return {};
  synopsis.remove_prefix(mark + kMark.size());
  synopsis.remove_suffix(1);
  std::string_view only;
  int count = 0;
  EachPart(synopsis, [&](std::string_view part) {
    if (part == kAll) return;
    only = part;
    ++count;
  });
  return count == 1 && only != "<none>" ? only : std::string_view();
}

}  // namespace

AmiRights RightsToAct(const AmiMessage& list_of_commands) {
  AmiRights rights;
  for (const AmiField& field : *list_of_commands.fields) {
    const std::string_view right = OnlyRight(field.value);
    if (!right.empty()) rights.insert(CleanText(right, 32));
  }
  const bool all = std::all_of(kTakeOver.begin(), kTakeOver.end(),
                               [&](std::string_view right) { return rights.contains(right); });
  if (all) rights.emplace(kAll);
  return rights;
}

std::string_view ClassOf(const AmiMessage& event) {
  std::string_view first;
  EachPart(event.Get("Privilege"), [&](std::string_view part) {
    if (first.empty() && part != kAll) first = part;
  });
  return first;
}

}  // namespace jackfield::ami
