#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/phone_number.h"
#include "server/identity/number_rules.h"

namespace jackfield::identity {

// libphonenumber as plain functions and values: the one place that knows it. Its log is silenced,
// its parser is never given more than NumberText lets through.
//
// One call costs about 20 microseconds.

// How the length of a number fits its country's plan.
enum class NumberLength : std::uint8_t {
  kPossible,
  kLocalOnly,  // Dialled within a town only: its area code is missing.
  kTooShort,
  kTooLong,
  kNoSuchCountry,  // The calling code is nobody's.
  kNotANumber,
};

// Thread safety: immutable value.
struct LibraryReading {
  NumberLength length = NumberLength::kNotANumber;
  bool valid = false;  // In a range that the country has assigned. Implies kPossible.
  bool by_international_prefix = false;  // The region's own prefix for going abroad led it.
  std::optional<PhoneNumber> e164;       // Set when `length` is kPossible.
  int calling_code = 0;                  // 0: unknown.
};

enum class LineType : std::uint8_t {
  kUnknown,
  kFixed,
  kMobile,
  kFixedOrMobile,  // The country does not tell them apart.
  kTollFree,
  kPremium,
  kShared,
  kInternet,
  kOther,
};

// Reads `dialable`, which begins with '+'. Thread safety: thread-safe; pure.
LibraryReading ReadInternational(const std::string& dialable);

// Reads `dialable` as dialled in `region`. Thread safety: thread-safe; pure.
LibraryReading ReadInRegion(const std::string& dialable, const std::string& region);

// Whether there is a numbering plan for the ISO 3166 code. Thread safety: thread-safe; pure.
bool IsRegion(const std::string& region);

// What is dialled in `region` before a national number ("0", "8", "06"), or empty. Thread safety:
// thread-safe; pure.
std::string TrunkPrefix(const std::string& region);

// The national significant number: no calling code, no trunk prefix, leading zeros kept where the
// country keeps them (Italy). This is what the directory stores beside every number of a customer,
// indexed, so that NumberIndex::FindByNationalDigits is one equality look-up. Thread safety:
// thread-safe; pure.
std::string NationalDigits(const PhoneNumber& number);

// The code of the number's country, or of another numbering plan; 0: it is nobody's. Thread safety:
// thread-safe; pure.
std::uint32_t CallingCode(const PhoneNumber& number);

// What a numbering plan says of a number, for people.
//
// Thread safety: immutable value.
struct NumberFacts {
  std::string formatted;  // As written for people abroad: "+44 20 7946 0251".
  // Where it is from, in English ("Berlin", "New York, NY"); a country's name, or empty, where no
  // more is known. A mobile number's place is where it was issued.
  std::string place;
  std::string region;  // ISO 3166 code of its country; empty when it belongs to none.
  LineType type = LineType::kUnknown;
};

// All facts at once: each needs the number read first. Thread safety: thread-safe; pure.
NumberFacts DescribeNumber(const PhoneNumber& number);

// Numbers of the region as its people write them: a fixed line and a mobile one as dialled at home,
// and the fixed line as dialled from abroad. Examples of the library, of nobody. Empty: there is no
// such region. Thread safety: thread-safe; pure.
std::vector<std::string> SampleNumbers(const std::string& region);

}  // namespace jackfield::identity
