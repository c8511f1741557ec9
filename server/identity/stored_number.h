#pragma once

#include <string>
#include <string_view>

#include "server/base/phone_number.h"
#include "server/base/result.h"

namespace jackfield::identity {

// A customer's number as the directory keeps it.
//
// Thread safety: immutable value.
struct StoredNumber {
  PhoneNumber e164;             // Indexed: NumberIndex::FindByE164.
  std::string national_digits;  // Indexed: NumberIndex::FindByNationalDigits.
  std::string extension;        // Up to seven digits, or empty.
  std::string raw;              // As somebody typed it, cleaned.
  bool assigned = false;  // In a range that the country has assigned; if not, worth a warning.

  bool operator==(const StoredNumber&) const = default;
};

// Reads a number that somebody types for a customer, or that an import brings. `default_region`
// ("DE", may be empty) is the country of numbers written without one. A number is stored when its
// length is possible in its country; whether its range is assigned is only noted, since ranges
// change more often than packages. Doing it again with the E.164 form yields the same number.
//
// Errors: kInvalidArgument; the message begins with `field` and says the rule and what to write
// instead: "numbers[2]: too short for +49; …". It does not repeat the number.
//
// Thread safety: thread-safe; pure.
Result<StoredNumber> ValidateForStorage(std::string_view field, std::string_view raw,
                                        const std::string& default_region);

// Reads a customer's extension inside the house: one to six digits, which have no E.164 form.
//
// Errors: as ValidateForStorage.
//
// Thread safety: pure function.
Result<std::string> ValidateExtension(std::string_view field, std::string_view raw);

}  // namespace jackfield::identity
