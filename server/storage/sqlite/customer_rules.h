#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "server/base/result.h"
#include "server/ports/customers.h"

namespace jackfield::sqlite {

constexpr std::size_t kDisplayNameCharactersMax = 128;
constexpr std::size_t kShortTextBytesMax = 256;  // Company, role, tier, language, …
constexpr std::size_t kPinnedNoteBytesMax = 4096;
constexpr std::size_t kNumbersMax = 50;
constexpr std::size_t kNumberBytesMax = 64;
constexpr std::size_t kNumberKindCharactersMax = 32;
constexpr std::size_t kEmailAddressesMax = 50;      // Of a merged customer; the API takes fewer.
constexpr std::size_t kEmailAddressBytesMax = 254;  // RFC 5321 section 4.5.3.1.3 less brackets.
constexpr std::size_t kFlagsMax = 20;
constexpr std::size_t kExternalIdsMax = 20;

// What no customer record may break, whoever writes it. Errors: kInvalidArgument (FIELD_INVALID)
// with the first field that breaks a rule.
//
// Thread safety: pure function.
Status CheckCustomer(const Customer& customer);

// The forms in which a number of a customer calls, as NormalizedNumber::LookUpForm() writes them:
// as it is recorded, and, where that is with an extension, without. None for a number that is
// neither E.164 nor an extension.
//
// Thread safety: pure function.
std::vector<std::string> LookUpForms(const CustomerNumber& number);

}  // namespace jackfield::sqlite
