#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/identity/number_normalizer.h"

namespace jackfield::identity {

// What reading `raw` does to it, in order, for operators: "prefix 0 taken off", "+49 put in front",
// "read as a number of DE", "country given after rule 1". Names rules, never the number.
//
// Thread safety: pure function.
std::vector<std::string> ReadingSteps(const NumberNormalizer& normalizer, std::string_view raw);

}  // namespace jackfield::identity
