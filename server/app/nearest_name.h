#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jackfield::app {

// The name among `known` that `typed` most likely stands for: the fewest letters inserted, deleted,
// changed or swapped with their neighbour, at most a third of its length. Empty: none is near.
// Of equally near ones the first.
//
// Thread safety: pure function.
std::string NearestName(std::string_view typed, const std::vector<std::string>& known);

}  // namespace jackfield::app
