#pragma once

#include <cstdint>
#include <string>

#include "server/exchange/input.h"

namespace jackfield::exchange {

// The name of the `index`-th thing of its kind that an entry with `seed` makes: 32 hexadecimal
// digits.
//
// Thread safety: pure function.
std::string WireName(const NameSeed& seed, std::uint64_t index);

}  // namespace jackfield::exchange
