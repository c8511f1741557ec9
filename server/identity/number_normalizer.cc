#include "server/identity/number_normalizer.h"

#include <algorithm>
#include <utility>

#include "server/identity/caller_text.h"

namespace jackfield::identity {
namespace {

constexpr std::size_t kPlusMissingDigitsMin = 8;   // Calling code and the shortest long numbers.
constexpr std::size_t kPlusMissingDigitsMax = 15;  // ITU-T E.164, section 6.2.1.

std::optional<PhoneNumber> PlusMissing(const std::string& digits) {
  if (digits.size() < kPlusMissingDigitsMin || digits.size() > kPlusMissingDigitsMax) {
    return std::nullopt;
  }
  const Result<PhoneNumber> number = PhoneNumber::Parse("+" + digits);
  return number ? std::optional(*number) : std::nullopt;
}

void AddKey(std::vector<std::string>& keys, std::string key) {
  if (!key.empty() && std::find(keys.begin(), keys.end(), key) == keys.end()) {
    keys.push_back(std::move(key));
  }
}

void SetInvalid(NormalizedNumber& number, std::string why) {
  number.kind = NumberKind::kInvalid;
  number.extension.clear();
  number.why = std::move(why);
}

}  // namespace

std::string DescribeLength(const LibraryReading& reading) {
  const std::string country =
      reading.calling_code == 0 ? "" : " for +" + std::to_string(reading.calling_code);
  switch (reading.length) {
    case NumberLength::kPossible:
      return "possible";
    case NumberLength::kLocalOnly:
      return "without its area code" + country;
    case NumberLength::kTooShort:
      return "too short" + country;
    case NumberLength::kTooLong:
      return "too long" + country;
    case NumberLength::kNoSuchCountry:
      return "without a country: no such calling code";
    case NumberLength::kNotANumber:
      return "not a telephone number";
  }
  return {};
}

LibraryReading ReadCertain(const std::string& dialable, const std::string& without_optional_zero) {
  LibraryReading as_written = ReadInternational(dialable);
  if (as_written.valid || without_optional_zero.empty()) return as_written;
  LibraryReading without = ReadInternational(without_optional_zero);
  return without.e164 ? without : as_written;
}

std::string NormalizedNumber::Canonical() const {
  std::string text = raw;
  switch (kind) {
    case NumberKind::kNone:
      return presentation == Presentation::kWithheld ? "anonymous" : "";
    case NumberKind::kE164:
      text = e164->e164();
      break;
    case NumberKind::kExtension:
    case NumberKind::kUncertain:
      text = digits;
      break;
    case NumberKind::kInvalid:
      return raw;
  }
  return extension.empty() ? text : text + ";ext=" + extension;
}

std::string NormalizedNumber::LookUpForm() const {
  std::string form;
  switch (kind) {
    case NumberKind::kNone:
      return {};
    case NumberKind::kInvalid:
      return raw;
    case NumberKind::kE164:
      form = e164->e164();
      break;
    case NumberKind::kExtension:
      return digits;
    case NumberKind::kUncertain:
      form = assumed && !local_only ? assumed->e164() : digits;
      break;
  }
  return extension.empty() ? form : form + ";ext=" + extension;
}

std::string NormalizedNumber::Redacted() const {
  return e164 ? e164->Redacted() : RedactedText(raw);
}

NumberNormalizer::NumberNormalizer(SourceRules rules)
    : rules_(std::move(rules)),
      trunk_prefix_(rules_.default_region.empty() ? "" : TrunkPrefix(rules_.default_region)) {}

Result<NumberNormalizer> NumberNormalizer::Prepare(SourceRules rules) {
  if (const Status status = CheckRules(rules); !status) return Fail(status);
  if (!rules.default_region.empty() && !IsRegion(rules.default_region)) {
    return Fail(ErrorCode::kInvalidArgument,
                "default_region: an ISO 3166 code in capitals, such as DE");
  }
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    const std::string& region = rules.rules[i].region;
    if (region.empty() || IsRegion(region)) continue;
    return Fail(ErrorCode::kInvalidArgument,
                "number_rule " + std::to_string(i + 1) +
                    ": region: an ISO 3166 code in capitals, such as DE");
  }
  return NumberNormalizer(std::move(rules));
}

NormalizedNumber NumberNormalizer::Normalize(std::string_view raw, Presentation stated) const {
  NumberText text = ReadNumberText(raw);
  NormalizedNumber number;
  number.raw = std::move(text.raw);
  number.presentation = stated == Presentation::kWithheld ? stated : text.presentation;
  if (number.presentation != Presentation::kPresented) {
    number.why = number.presentation == Presentation::kWithheld ? "withheld" : "no number came";
    return number;
  }
  if (text.dialable.empty()) {
    SetInvalid(number, "not a telephone number");
    return number;
  }
  number.extension = std::move(text.extension);
  const RuledNumber ruled = ApplyRules(rules_, text.dialable);  // N1
  const std::string by_rule = ruled.rule == 0 ? "" : " after rule " + std::to_string(ruled.rule);
  const bool code = ruled.dialable.find_first_of("*#") != std::string::npos;
  const bool short_enough = ruled.dialable.size() <= rules_.extension_digits_max;
  if (code && (!short_enough || !number.extension.empty() || ruled.dialable.starts_with('+'))) {
    SetInvalid(number, "not a telephone number: '*' or '#' in it");
  } else if (ruled.dialable.starts_with('+')) {
    const std::string without_zero = ruled.rule == 0 ? text.without_optional_zero : "";
    SetCertain(number, ReadCertain(ruled.dialable, without_zero), "country given" + by_rule);
  } else if (!ruled.region.empty() && !code) {
    SetCertain(number, ReadInRegion(ruled.dialable, ruled.region), "country given" + by_rule);
  } else if (short_enough) {  // N4
    number.kind = NumberKind::kExtension;
    number.digits = ruled.dialable;
    number.why = "short enough for an extension" + by_rule;
    number.extension.clear();
  } else if (!TryInternationalPrefix(number, ruled.dialable)) {
    SetUncertain(number, ruled.dialable);
  }
  return number;
}

void NumberNormalizer::SetCertain(NormalizedNumber& number, const LibraryReading& reading,
                                  std::string why) const {
  if (!reading.e164) {
    SetInvalid(number, DescribeLength(reading));
    return;
  }
  number.kind = NumberKind::kE164;
  number.e164 = reading.e164;
  number.assigned = reading.valid;
  number.why = std::move(why);
}

// N2, N3
bool NumberNormalizer::TryInternationalPrefix(NormalizedNumber& number,
                                              const std::string& dialable) const {
  if (!rules_.default_region.empty()) {
    const LibraryReading reading = ReadInRegion(dialable, rules_.default_region);
    if (reading.by_international_prefix && reading.valid) {
      SetCertain(number, reading, "prefix for going abroad from " + rules_.default_region);
      return true;
    }
  }
  if (!dialable.starts_with("00") || dialable.starts_with("000")) return false;
  const LibraryReading reading = ReadInternational("+" + dialable.substr(2));
  if (!reading.e164) return false;
  SetCertain(number, reading, "prefix 00");
  return true;
}

// N5
void NumberNormalizer::SetUncertain(NormalizedNumber& number, const std::string& dialable) const {
  number.kind = NumberKind::kUncertain;
  number.digits = dialable;
  number.why = "digits without a country";
  number.plus_missing = PlusMissing(dialable);
  std::optional<PhoneNumber> at_home;
  if (!rules_.default_region.empty()) {
    const LibraryReading reading = ReadInRegion(dialable, rules_.default_region);
    number.local_only = reading.length == NumberLength::kLocalOnly;
    if (!reading.by_international_prefix) at_home = reading.e164;
    if (at_home && reading.valid) number.assumed = at_home;
  }
  number.national_keys = NationalKeys(dialable, at_home);
  if (!number.assumed && number.plus_missing && ReadInternational("+" + dialable).valid) {
    number.assumed = number.plus_missing;
  }
}

std::vector<std::string> NumberNormalizer::NationalKeys(
    const std::string& digits, const std::optional<PhoneNumber>& at_home) const {
  std::vector<std::string> keys;
  if (digits.starts_with('0')) AddKey(keys, digits.substr(1));
  if (!trunk_prefix_.empty() && digits.starts_with(trunk_prefix_)) {
    AddKey(keys, digits.substr(trunk_prefix_.size()));
  }
  AddKey(keys, digits);  // Countries without a trunk prefix, and those that keep their zero.
  if (at_home) AddKey(keys, NationalDigits(*at_home));
  return keys;
}

}  // namespace jackfield::identity
