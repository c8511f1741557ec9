#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <google/protobuf/struct.pb.h>

#include "server/app/cli/text_table.h"
#include "server/app/cli/whatif_groups.h"
#include "server/app/whatif/outcome.h"
#include "server/base/time.h"

namespace jackfield::cli {

// What `jackfield whatif` found out.
struct WhatifReport {
  std::string queue;  // `queues/{queue}`.
  Duration threshold{0};
  whatif::Figures happened;
  std::vector<whatif::Figures> replayed;  // Simulated as it was, a run each.
  std::vector<whatif::Figures> changed;   // Simulated with the change; empty: there was none.
  std::vector<WhatifGroup> groups;        // In the same runs; empty: nobody is preferred.
  std::vector<std::string> assumptions;   // Whole sentences.
};

// A line for each figure: what happened, the same simulated, and what if. Beside the simulated
// ones ± the half width of the 95 % interval of confidence. Then the waits of each group.
//
// Thread safety: pure function.
TextTable TableOf(const WhatifReport& report);

// The same for programs: figures with units in their names; what had no data is left out.
//
// Thread safety: pure function.
google::protobuf::Struct JsonOf(const WhatifReport& report);

// "4.2 s". Thread safety: pure function.
std::string WriteSeconds(Duration time);

}  // namespace jackfield::cli
