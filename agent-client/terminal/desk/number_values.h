#pragma once

#include <cstdint>
#include <string>

// A telephone number as the server tells it, as a plain value. See desk_values.h.
namespace jackfield::desk {

enum class NumberKind : std::uint8_t {
  kUnknown = 0,
  kFixedLine = 1,
  kMobile = 2,
  kFixedLineOrMobile = 3,
  kTollFree = 4,
  kPremiumRate = 5,
  kSpecialRate = 6,
  kVoip = 7,
  kExtension = 8,
};

struct Number {
  std::string formatted;  // Empty: not known, or withheld.
  std::string e164;       // Empty: no certain form.
  std::string raw;
  std::string place;
  NumberKind kind = NumberKind::kUnknown;
};

}  // namespace jackfield::desk
