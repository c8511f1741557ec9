#include "server/storage/sqlite/customer_rules.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace jackfield::sqlite {
namespace {

std::size_t CharactersOf(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U;  // No continuation of UTF-8.
  }));
}

Status Refuse(std::string field, std::string rule) {
  return FailField("FIELD_INVALID", std::move(field), std::move(rule));
}

Status CheckLength(std::string field, std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return {};
  return Refuse(std::move(field), "must have at most " + std::to_string(bytes_max) + " bytes");
}

Status CheckNumber(const CustomerNumber& number, std::size_t index) {
  const std::string path = "numbers[" + std::to_string(index) + "]";
  if (number.raw.empty()) return Refuse(path + ".raw", "must not be empty");
  for (const std::string* text : {&number.raw, &number.e164, &number.national_digits}) {
    if (Status fits = CheckLength(path + ".raw", *text, kNumberBytesMax); !fits) return fits;
  }
  if (Status fits = CheckLength(path + ".extension", number.extension, kNumberBytesMax); !fits) {
    return fits;
  }
  if (CharactersOf(number.kind) > kNumberKindCharactersMax) {
    return Refuse(path + ".kind", "must have at most 32 characters");
  }
  return {};
}

Status CheckCounts(const Customer& customer) {
  if (customer.numbers.size() > kNumbersMax) return Refuse("numbers", "must be at most 50");
  if (customer.email_addresses.size() > kEmailAddressesMax) {
    return Refuse("email_addresses", "must be at most 50");
  }
  if (customer.flags.size() > kFlagsMax) return Refuse("flags", "must be at most 20");
  if (customer.external_ids.size() > kExternalIdsMax) {
    return Refuse("external_ids", "must be at most 20");
  }
  return {};
}

Status CheckParts(const Customer& customer) {
  for (std::size_t index = 0; index < customer.numbers.size(); ++index) {
    if (Status good = CheckNumber(customer.numbers[index], index); !good) return good;
  }
  for (const std::string& address : customer.email_addresses) {
    if (address.empty()) return Refuse("email_addresses", "must not be empty");
    Status fits = CheckLength("email_addresses", address, kEmailAddressBytesMax);
    if (!fits) return fits;
  }
  for (const std::string& flag : customer.flags) {
    if (Status fits = CheckLength("flags", flag, kShortTextBytesMax); !fits) return fits;
  }
  for (const auto& [system, id] : customer.external_ids) {
    if (system.empty() || id.empty()) {
      return Refuse("external_ids", "must have a system and an id");
    }
    if (Status fits = CheckLength("external_ids", system + id, kShortTextBytesMax); !fits) {
      return fits;
    }
  }
  return {};
}

}  // namespace

Status CheckCustomer(const Customer& customer) {
  const std::size_t characters = CharactersOf(customer.display_name);
  if (characters == 0 || characters > kDisplayNameCharactersMax) {
    return Refuse("display_name", "must have 1 to 128 characters");
  }
  const struct {
    const char* field;
    const std::string& text;
    std::size_t bytes_max;
  } texts[] = {
      {"company", customer.company, kShortTextBytesMax},
      {"role", customer.role, kShortTextBytesMax},
      {"tier", customer.tier, kShortTextBytesMax},
      {"language", customer.language, kShortTextBytesMax},
      {"country", customer.country, kShortTextBytesMax},
      {"preferred_agent", customer.preferred_agent, kShortTextBytesMax},
      {"pinned_note", customer.pinned_note, kPinnedNoteBytesMax},
  };
  for (const auto& text : texts) {
    if (Status fits = CheckLength(text.field, text.text, text.bytes_max); !fits) return fits;
  }
  if (Status fits = CheckCounts(customer); !fits) return fits;
  return CheckParts(customer);
}

std::vector<std::string> LookUpForms(const CustomerNumber& number) {
  if (number.e164.empty() && number.extension.empty()) return {};
  if (number.e164.empty()) return {number.extension};
  if (number.extension.empty()) return {number.e164};
  return {number.e164 + ";ext=" + number.extension, number.e164};
}

}  // namespace jackfield::sqlite
