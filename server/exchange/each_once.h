#pragma once

#include <algorithm>
#include <utility>
#include <vector>

namespace jackfield::exchange {

// The values in order, each once.
//
// Thread safety: pure function.
template <typename Value>
std::vector<Value> EachOnce(std::vector<Value> values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

}  // namespace jackfield::exchange
