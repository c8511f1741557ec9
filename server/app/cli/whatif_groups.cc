#include "server/app/cli/whatif_groups.h"

#include <cstdint>
#include <utility>

#include "server/base/time.h"

namespace jackfield::cli {

std::vector<WhatifGroup> GroupsOf(const WhatifChange& change) {
  std::vector<WhatifGroup> groups;
  if (!change.changes_the_order()) return groups;
  const bool complaints_count = change.rules.complaint_priority > 0;
  WhatifGroup complaint{.name = "complaint", .classes = {{0, true}}};
  std::uint32_t tier = 0;
  for (const std::string& name : change.tiers) {
    ++tier;
    groups.push_back({.name = name, .classes = {{tier, false}, {tier, true}}});
    complaint.classes.push_back({tier, true});
  }
  if (complaints_count) groups.push_back(std::move(complaint));
  WhatifGroup others{.name = "others", .classes = {{0, false}}};
  if (!complaints_count) others.classes.push_back({0, true});
  groups.push_back(std::move(others));
  return groups;
}

whatif::Figures FiguresOf(const WhatifGroup& group, const whatif::Outcome& outcome) {
  std::vector<Duration> waits;
  for (const whatif::CallerClass& each : group.classes) {
    const auto found = outcome.class_waits.find(each);
    if (found == outcome.class_waits.end()) continue;
    waits.insert(waits.end(), found->second.begin(), found->second.end());
  }
  return whatif::FiguresOf(std::move(waits));
}

}  // namespace jackfield::cli
