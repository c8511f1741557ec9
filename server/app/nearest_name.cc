#include "server/app/nearest_name.h"

#include <algorithm>
#include <cstddef>

namespace jackfield::app {
namespace {

// Longer names are cut: no key is nearly as long, and the cost grows with the product.
constexpr std::size_t kLettersMax = 64;

// Optimal string alignment (restricted Damerau-Levenshtein) distance.
std::size_t Distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[a.size()][b.size()];
}

}  // namespace

std::string NearestName(std::string_view typed, const std::vector<std::string>& known) {
  typed = typed.substr(0, kLettersMax);
  std::string nearest;
  std::size_t best = std::max<std::size_t>(typed.size() / 3, 1) + 1;
  for (const std::string& name : known) {
    const std::size_t distance = Distance(typed, name);
    if (distance >= best) continue;
    best = distance;
    nearest = name;
  }
  return nearest;
}

}  // namespace jackfield::app
