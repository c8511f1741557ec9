#include "server/exchange/wire_name.h"

#include <cstddef>
#include <string_view>

namespace jackfield::exchange {
namespace {

constexpr std::size_t kWireNameDigits = 32;

}  // namespace

std::string WireName(const NameSeed& seed, std::uint64_t index) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15;
  std::string name(kWireNameDigits, '0');
  std::uint64_t words[] = {seed.low + index * kGolden, seed.high};
  for (std::size_t place = 0; place < kWireNameDigits; ++place) {
    std::uint64_t& word = words[place / 16];
    name[kWireNameDigits - 1 - place] = kDigits[word & 0xf];
    word >>= 4;
  }
  return name;
}

}  // namespace jackfield::exchange
