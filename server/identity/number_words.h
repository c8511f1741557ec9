#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/identity/number_normalizer.h"
#include "server/identity/number_rules.h"

namespace jackfield::identity {

// What was done to `raw` to read it as `number`, in words and in order, for operators:
// "0 taken off the front by rule 2". Holds texts of rules, and no part of the number beyond them.
//
// Thread safety: thread-safe; pure.
std::vector<std::string> DescribeReading(const SourceRules& rules, std::string_view raw,
                                         const NormalizedNumber& number);

}  // namespace jackfield::identity
