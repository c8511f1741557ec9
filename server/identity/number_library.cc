#include "server/identity/number_library.h"

#include <phonenumbers/geocoding/phonenumber_offline_geocoder.h>
#include <phonenumbers/logger.h>
#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

namespace jackfield::identity {
namespace {

using Library = i18n::phonenumbers::PhoneNumberUtil;
using LibraryNumber = i18n::phonenumbers::PhoneNumber;
using Geocoder = i18n::phonenumbers::PhoneNumberOfflineGeocoder;

constexpr const char* kNoRegion = "ZZ";
constexpr const char* kNoCountry = "001";  // Of numbers such as +800.

// The library's one instance. Its logger, which would write callers' numbers to standard output, is
// replaced before anyone can use it; the library owns the new one.
const Library& TheLibrary() {
  static const Library* const library = [] {
    Library* const instance = Library::GetInstance();
    instance->SetLogger(std::make_unique<i18n::phonenumbers::NullLogger>().release());
    return instance;
  }();
  return *library;
}

NumberLength LengthOf(const LibraryNumber& number) {
  switch (TheLibrary().IsPossibleNumberWithReason(number)) {
    case Library::IS_POSSIBLE:
      return NumberLength::kPossible;
    case Library::IS_POSSIBLE_LOCAL_ONLY:
      return NumberLength::kLocalOnly;
    case Library::INVALID_COUNTRY_CODE:
      return NumberLength::kNoSuchCountry;
    case Library::TOO_SHORT:
    case Library::INVALID_LENGTH:  // Between two lengths that the country has.
      return NumberLength::kTooShort;
    case Library::TOO_LONG:
      return NumberLength::kTooLong;
  }
  return NumberLength::kNotANumber;
}

NumberLength LengthOf(Library::ErrorType error) {
  switch (error) {
    case Library::INVALID_COUNTRY_CODE_ERROR:
      return NumberLength::kNoSuchCountry;
    case Library::TOO_SHORT_AFTER_IDD:
    case Library::TOO_SHORT_NSN:
      return NumberLength::kTooShort;
    case Library::TOO_LONG_NSN:
      return NumberLength::kTooLong;
    case Library::NO_PARSING_ERROR:
    case Library::NOT_A_NUMBER:
      return NumberLength::kNotANumber;
  }
  return NumberLength::kNotANumber;
}

// Whether the E.164 form is read as the same number again. The library takes one trunk prefix off
// at a time, so that +49 00 930820 would become another number each time it is read.
bool IsStable(const LibraryNumber& number, const std::string& e164) {
  LibraryNumber again;
  const bool parsed = TheLibrary().Parse(e164, kNoRegion, &again) == Library::NO_PARSING_ERROR;
  std::string digits;
  std::string digits_again;
  TheLibrary().GetNationalSignificantNumber(number, &digits);
  TheLibrary().GetNationalSignificantNumber(again, &digits_again);
  return parsed && digits == digits_again;
}

LibraryReading Read(const std::string& dialable, const std::string& region) {
  LibraryNumber number;
  const Library::ErrorType error = TheLibrary().ParseAndKeepRawInput(dialable, region, &number);
  LibraryReading reading;
  if (error != Library::NO_PARSING_ERROR) {
    reading.length = LengthOf(error);
    return reading;
  }
  reading.length = LengthOf(number);
  reading.calling_code = number.country_code();
  reading.by_international_prefix =
      number.country_code_source() == LibraryNumber::FROM_NUMBER_WITH_IDD;
  if (reading.length != NumberLength::kPossible) return reading;
  std::string text;
  TheLibrary().Format(number, Library::E164, &text);
  const Result<PhoneNumber> e164 = PhoneNumber::Parse(text);
  if (!e164) {  // Some plans know lengths beyond the 15 digits of E.164.
    reading.length = NumberLength::kTooLong;
    return reading;
  }
  reading.valid = TheLibrary().IsValidNumber(number);
  if (!reading.valid && !IsStable(number, text)) {
    reading.length = NumberLength::kNotANumber;
    return reading;
  }
  reading.e164 = *e164;
  return reading;
}

LibraryNumber Parsed(const PhoneNumber& number) {
  LibraryNumber parsed;
  TheLibrary().Parse(number.e164(), kNoRegion, &parsed);
  return parsed;  // Without a country when the calling code is nobody's.
}

LineType TypeOf(const LibraryNumber& number) {
  switch (TheLibrary().GetNumberType(number)) {
    case Library::FIXED_LINE:
      return LineType::kFixed;
    case Library::MOBILE:
      return LineType::kMobile;
    case Library::FIXED_LINE_OR_MOBILE:
      return LineType::kFixedOrMobile;
    case Library::TOLL_FREE:
      return LineType::kTollFree;
    case Library::PREMIUM_RATE:
      return LineType::kPremium;
    case Library::SHARED_COST:
      return LineType::kShared;
    case Library::VOIP:
      return LineType::kInternet;
    case Library::PERSONAL_NUMBER:
    case Library::PAGER:
    case Library::UAN:
    case Library::VOICEMAIL:
      return LineType::kOther;
    case Library::UNKNOWN:
      return LineType::kUnknown;
  }
  return LineType::kUnknown;
}

}  // namespace

LibraryReading ReadInternational(const std::string& dialable) { return Read(dialable, kNoRegion); }

LibraryReading ReadInRegion(const std::string& dialable, const std::string& region) {
  return Read(dialable, region);
}

bool IsRegion(const std::string& region) {
  return TheLibrary().GetCountryCodeForRegion(region) != 0;
}

std::string TrunkPrefix(const std::string& region) {
  std::string prefix;
  TheLibrary().GetNddPrefixForRegion(region, true, &prefix);
  return prefix;
}

std::uint32_t CallingCode(const PhoneNumber& number) {
  return static_cast<std::uint32_t>(Parsed(number).country_code());
}

std::string NationalDigits(const PhoneNumber& number) {
  std::string digits;
  const LibraryNumber parsed = Parsed(number);
  if (!parsed.has_country_code()) return number.e164().substr(1);
  TheLibrary().GetNationalSignificantNumber(parsed, &digits);
  return digits;
}

NumberFacts DescribeNumber(const PhoneNumber& number) {
  static const Geocoder geocoder;  // Its tables are compiled in; the object is costly to make.
  const LibraryNumber parsed = Parsed(number);
  NumberFacts facts;
  if (!parsed.has_country_code()) {
    facts.formatted = number.e164();
    return facts;
  }
  TheLibrary().Format(parsed, Library::INTERNATIONAL, &facts.formatted);
  facts.place = geocoder.GetDescriptionForNumber(parsed, icu::Locale::getEnglish());
  TheLibrary().GetRegionCodeForNumber(parsed, &facts.region);
  if (facts.region == kNoRegion || facts.region == kNoCountry) facts.region.clear();
  facts.type = TypeOf(parsed);
  return facts;
}

std::vector<std::string> SampleNumbers(const std::string& region) {
  std::vector<std::string> samples;
  const auto add = [&samples](const LibraryNumber& number, Library::PhoneNumberFormat format) {
    std::string text;
    TheLibrary().Format(number, format, &text);
    samples.push_back(std::move(text));
  };
  LibraryNumber fixed;
  LibraryNumber mobile;
  if (!TheLibrary().GetExampleNumberForType(region, Library::FIXED_LINE, &fixed)) return samples;
  add(fixed, Library::NATIONAL);
  if (TheLibrary().GetExampleNumberForType(region, Library::MOBILE, &mobile)) {
    add(mobile, Library::NATIONAL);
  }
  add(fixed, Library::INTERNATIONAL);
  return samples;
}

}  // namespace jackfield::identity
