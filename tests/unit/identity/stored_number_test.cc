#include "server/identity/stored_number.h"

#include <gtest/gtest.h>

namespace jackfield::identity {
namespace {

TEST(ValidateForStorageTest, ANationalNumberIsReadInTheDefaultCountry) {
  const auto number = ValidateForStorage("number", " 030 / 90 18 20 ", "DE");

  EXPECT_EQ(number->e164.e164(), "+4930901820");
  EXPECT_EQ(number->national_digits, "30901820");
  EXPECT_EQ(number->extension, "");
  EXPECT_EQ(number->raw, "030 / 90 18 20");
  EXPECT_TRUE(number->assigned);
}

TEST(ValidateForStorageTest, ACountryInTheNumberWinsOverTheDefaultCountry) {
  EXPECT_EQ(ValidateForStorage("number", "+44 (0)20 7946 0958", "DE")->e164.e164(),
            "+442079460958");
  EXPECT_EQ(ValidateForStorage("number", "0044 (0)20 7946 0958", "US")->e164.e164(),
            "+442079460958");
  EXPECT_EQ(ValidateForStorage("number", "0044 20 7946 0958", "")->e164.e164(), "+442079460958");
}

TEST(ValidateForStorageTest, AnOptionalZeroThatIsPartOfThePrefixIsNoTrunkPrefix) {
  EXPECT_FALSE(ValidateForStorage("number", "(0)0", "US"));
  EXPECT_EQ(ValidateForStorage("number", "(0)044 20 7946 0958", "DE")->e164.e164(),
            "+442079460958");
}

TEST(ValidateForStorageTest, AnExtensionIsKeptBesideTheNumber) {
  const auto number = ValidateForStorage("number", "020 7946 0958 ext. 7", "GB");

  EXPECT_EQ(number->e164.e164(), "+442079460958");
  EXPECT_EQ(number->extension, "7");
}

TEST(ValidateForStorageTest, TheE164FormYieldsTheSameNumberAgain) {
  EXPECT_EQ(ValidateForStorage("number", "+390612345678", "DE")->e164.e164(), "+390612345678");
  EXPECT_EQ(ValidateForStorage("number", "+390612345678", "DE")->national_digits, "0612345678");
}

TEST(ValidateForStorageTest, AnImpossibleLengthNamesFieldRuleAndFix) {
  const auto number = ValidateForStorage("numbers[2]", "202 555 01", "US");

  ASSERT_FALSE(number);
  EXPECT_EQ(number.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(number.error().message,
            "numbers[2]: too short for +1; write it with its country code, such as +49 30 901820");
}

TEST(ValidateForStorageTest, EachReasonHasItsOwnWords) {
  const auto message = [](const char* raw, const char* region) {
    const auto number = ValidateForStorage("n", raw, region);
    const std::string text = number ? number->e164.e164() : number.error().message;
    return text.substr(0, text.find(';'));
  };

  EXPECT_EQ(message("", "DE"), "n: a number is required");
  EXPECT_EQ(message("anonymous", "DE"), "n: a number is required");
  EXPECT_EQ(message("0800 FLOWERS", "DE"),
            "n: only digits, separators, a '+' in front and an extension behind");
  EXPECT_EQ(message("030 901820", ""), "n: no country code, and no default country is configured");
  EXPECT_EQ(message("+1 202 555 01234", ""), "n: too long for +1");
  EXPECT_EQ(message("555 1234", "US"), "n: without its area code for +1");
  EXPECT_EQ(message("+999 1234567", "DE"), "n: without a country: no such calling code");
  EXPECT_EQ(message("*21*030901820", "DE"),
            "n: only digits, separators, a '+' in front and an extension behind");
}

TEST(ValidateForStorageTest, ARangeThatIsNotAssignedIsStoredAndNoted) {
  const auto number = ValidateForStorage("number", "021-55555555-12", "CN");

  EXPECT_EQ(number->e164.e164(), "+86215555555512");
  EXPECT_FALSE(number->assigned);
}

TEST(ValidateExtensionTest, OneToSixDigitsAreAnExtension) {
  EXPECT_EQ(ValidateExtension("extension", "7"), "7");
  EXPECT_EQ(ValidateExtension("extension", " 123456 "), "123456");
}

TEST(ValidateExtensionTest, AnythingElseIsRefusedByField) {
  EXPECT_EQ(ValidateExtension("extension", "").error().message,
            "extension: an extension has one to six digits; longer numbers go in number");
  EXPECT_FALSE(ValidateExtension("extension", "1234567"));
  EXPECT_FALSE(ValidateExtension("extension", "+201"));
  EXPECT_FALSE(ValidateExtension("extension", "*97"));
  EXPECT_FALSE(ValidateExtension("extension", "20a"));
}

}  // namespace
}  // namespace jackfield::identity
