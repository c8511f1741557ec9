#include "server/identity/stored_number.h"

#include <utility>

#include "server/identity/number_library.h"
#include "server/identity/number_normalizer.h"
#include "server/identity/number_text.h"

namespace jackfield::identity {
namespace {

constexpr std::size_t kExtensionDigitsMax = 6;
constexpr std::string_view kFix = "; write it with its country code, such as +49 30 901820";

tl::unexpected<Error> Refuse(std::string_view field, std::string_view rule, std::string_view fix) {
  std::string message(field);
  message.append(": ").append(rule).append(fix);
  return Fail(ErrorCode::kInvalidArgument, std::move(message));
}

LibraryReading Read(const NumberText& text, const std::string& region) {
  if (text.dialable.starts_with('+')) {
    return ReadCertain(text.dialable, text.without_optional_zero);
  }
  LibraryReading at_home = region.empty() ? LibraryReading{} : ReadInRegion(text.dialable, region);
  if (at_home.valid || !text.dialable.starts_with("00")) return at_home;
  const bool zero_inside = text.without_optional_zero.starts_with("00");
  const std::string zero_free = zero_inside ? "+" + text.without_optional_zero.substr(2) : "";
  return ReadCertain("+" + text.dialable.substr(2), zero_free);
}

}  // namespace

Result<StoredNumber> ValidateForStorage(std::string_view field, std::string_view raw,
                                        const std::string& default_region) {
  const NumberText text = ReadNumberText(raw);
  if (text.presentation != Presentation::kPresented) {
    return Refuse(field, "a number is required", kFix);
  }
  if (text.dialable.find_first_of("*#") != std::string::npos || text.dialable.empty()) {
    return Refuse(field, "only digits, separators, a '+' in front and an extension behind", kFix);
  }
  const bool country_written = text.dialable.starts_with('+') || text.dialable.starts_with("00");
  if (!country_written && default_region.empty()) {
    return Refuse(field, "no country code, and no default country is configured", kFix);
  }
  const LibraryReading reading = Read(text, default_region);
  if (!reading.e164) return Refuse(field, DescribeLength(reading), kFix);
  return StoredNumber{*reading.e164, NationalDigits(*reading.e164), text.extension, text.raw,
                      reading.valid};
}

Result<std::string> ValidateExtension(std::string_view field, std::string_view raw) {
  const NumberText text = ReadNumberText(raw);
  const bool digits =
      !text.dialable.empty() && text.dialable.find_first_not_of("0123456789") == std::string::npos;
  if (!digits || !text.extension.empty() || text.dialable.size() > kExtensionDigitsMax) {
    return Refuse(field, "an extension has one to six digits", "; longer numbers go in number");
  }
  return text.dialable;
}

}  // namespace jackfield::identity
