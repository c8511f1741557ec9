#pragma once

#include <string>
#include <vector>

#include "server/app/cli/whatif_change.h"
#include "server/app/whatif/arrival.h"
#include "server/app/whatif/outcome.h"

// Callers whom `jackfield whatif` shows apart, because the change prefers some of them.
namespace jackfield::cli {

// Some of the callers, and how long those of them who were answered had waited.
//
// Thread safety: immutable value.
struct WhatifGroup {
  std::string name;                          // For people: "gold", "complaint", "others".
  std::vector<whatif::CallerClass> classes;  // Who is in it.
  whatif::Figures happened;                  // This and the next: see WhatifReport.
  std::vector<whatif::Figures> replayed;
  std::vector<whatif::Figures> changed;
};

// Each tier, the customers with a complaint if it counts, and all others; without figures. Who
// complains is in the group of their tier, too. Empty: nobody is preferred.
//
// Thread safety: pure function.
std::vector<WhatifGroup> GroupsOf(const WhatifChange& change);

// Of the group's callers in `outcome`.
//
// Thread safety: pure function.
whatif::Figures FiguresOf(const WhatifGroup& group, const whatif::Outcome& outcome);

}  // namespace jackfield::cli
