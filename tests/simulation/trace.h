#pragma once

#include <string>

#include "server/base/ids.h"
#include "server/exchange/input.h"

namespace jackfield::sim {

// An input as one line for people.
//
// Thread safety: pure function.
std::string Describe(Sequence sequence, const exchange::Input& input);

}  // namespace jackfield::sim
