#include "tests/simulation/seeds.h"

#include <charconv>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include <gtest/gtest.h>

namespace jackfield::sim {
namespace {

constexpr std::uint64_t kSeeds = kShares * kSeedsOfShare;
constexpr std::uint64_t kSeedsBetweenWords = 500;
constexpr int kFailuresMax = 3;

std::optional<std::uint64_t> NumberIn(const char* variable, std::uint64_t least) {
  const char* const text = std::getenv(variable);
  if (text == nullptr) return std::nullopt;
  return ParseNumber(variable, text, least);
}

bool IsRight(std::uint64_t seed, const std::function<std::string(std::uint64_t)>& simulate) {
  const std::string wrong = simulate(seed);
  if (!wrong.empty()) ADD_FAILURE() << "JACKFIELD_SEED=" << seed << "\n" << wrong;
  return wrong.empty();
}

}  // namespace

std::uint64_t ParseNumber(std::string_view variable, std::string_view text, std::uint64_t least) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc() && rest == end && number >= least) return number;
  std::ostringstream wrong;
  wrong << variable << "=" << text << ": not a number in plain digits, from " << least << " on";
  throw std::invalid_argument(wrong.str());
}

std::uint64_t RunShare(std::uint64_t share,
                       const std::function<std::string(std::uint64_t)>& simulate) {
  if (const auto one = NumberIn("JACKFIELD_SEED", 0)) {
    if (share != 0) return 0;
    IsRight(*one, simulate);
    return 1;
  }
  const std::uint64_t all = NumberIn("JACKFIELD_SEEDS", 1).value_or(kSeeds);
  const std::uint64_t first = all * share / kShares;
  const std::uint64_t end = all * (share + 1) / kShares;
  int failures = 0;
  std::uint64_t done = 0;
  while (first + done < end && failures < kFailuresMax) {
    if (!IsRight(first + done, simulate)) ++failures;
    ++done;
    if (done % kSeedsBetweenWords != 0) continue;
    std::cout << "share " << share << ": " << done << " of " << end - first << " seeds, "
              << failures << " failed" << std::endl;
  }
  return done;
}

}  // namespace jackfield::sim
