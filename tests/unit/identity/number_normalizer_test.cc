#include "server/identity/number_normalizer.h"

#include <array>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace jackfield::identity {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

NumberNormalizer In(const std::string& region) {
  return *NumberNormalizer::Prepare({.rules = {}, .default_region = region});
}

struct Certain {
  const char* raw;
  const char* region;
  const char* e164;
  const char* extension;
};

TEST(NumberNormalizerTest, NumbersWithACountryBecomeE164) {
  constexpr std::array kCases = {
      Certain{"+4930901820", "", "+4930901820", ""},
      Certain{"+49 30 90 18 20", "US", "+4930901820", ""},
      Certain{"+49 (0)30 901820", "US", "+4930901820", ""},
      Certain{"+44 (0)20 7946 0958", "", "+442079460958", ""},
      Certain{"+39 (0)6 1234 5678", "", "+390612345678", ""},
      Certain{"+7 (0) 495 123-45-67", "", "+74951234567", ""},
      Certain{"+34 (0)911 234 567", "", "+34911234567", ""},
      Certain{"0049 30 901820", "DE", "+4930901820", ""},
      Certain{"0049 30 901820", "US", "+4930901820", ""},
      Certain{"0049 30 901820", "", "+4930901820", ""},
      Certain{"0086-138-0013-8000", "CN", "+8613800138000", ""},
      Certain{"00441614960630", "US", "+441614960630", ""},
      Certain{"011 44 20 7946 0251", "US", "+442079460251", ""},
      Certain{"0011 44 20 7946 0251", "AU", "+442079460251", ""},
      Certain{"010 44 20 7946 0251", "JP", "+442079460251", ""},
      Certain{"８１０ 44 20 7946 0251", "RU", "+442079460251", ""},
      Certain{"＋４９ ３０ ９０１８２０", "US", "+4930901820", ""},
      Certain{"sip:+442079460958@example.com", "DE", "+442079460958", ""},
      Certain{"<sip:+442079460958@example.com;user=phone>", "", "+442079460958", ""},
      Certain{"tel:+1-201-555-0123;ext=5", "", "+12015550123", "5"},
      Certain{"tel:030901820;phone-context=+49", "US", "+4930901820", ""},
      Certain{"+44 20 7946 0958 ext. 123", "", "+442079460958", "123"},
      Certain{"+12065550104", "", "+12065550104", ""},
      Certain{"+54 9 11 2345 6789", "AR", "+5491123456789", ""},
  };
  for (const Certain& row : kCases) {
    SCOPED_TRACE(std::string(row.raw) + " in " + row.region);
    const NormalizedNumber number = In(row.region).Normalize(row.raw);
    ASSERT_EQ(number.kind, NumberKind::kE164) << number.why;
    EXPECT_EQ(number.e164->e164(), row.e164);
    EXPECT_EQ(number.extension, row.extension);
    EXPECT_TRUE(number.national_keys.empty());
  }
}

struct Uncertain {
  const char* raw;
  const char* region;
  const char* digits;
  const char* assumed;  // "" for none.
};

TEST(NumberNormalizerTest, NumbersWithoutACountryStayUncertainWithALikelyReading) {
  constexpr std::array kCases = {
      Uncertain{"030 1234/567", "DE", "0301234567", "+49301234567"},
      Uncertain{"(212) 555-1234", "US", "2125551234", "+12125551234"},
      Uncertain{"12125550117", "US", "12125550117", "+12125550117"},
      Uncertain{"02079460251", "GB", "02079460251", "+442079460251"},
      Uncertain{"013800138000", "CN", "013800138000", "+8613800138000"},
      Uncertain{"0612345678", "IT", "0612345678", "+390612345678"},
      Uncertain{"8 495 123-45-67", "RU", "84951234567", "+74951234567"},
      Uncertain{"01134960333", "US", "01134960333", ""},  // N3: Leeds, not Spain.
      Uncertain{"06990009337", "US", "06990009337", ""},
      Uncertain{"02079460251", "", "02079460251", ""},
      Uncertain{"491713920033", "US", "491713920033", "+491713920033"},
      Uncertain{"85223456789", "CN", "85223456789", "+85223456789"},
      Uncertain{"021-55555555-12", "CN", "0215555555512", ""},
      Uncertain{"5551234", "US", "5551234", ""},
      Uncertain{"0009123456789", "DE", "0009123456789", ""},
  };
  for (const Uncertain& row : kCases) {
    SCOPED_TRACE(std::string(row.raw) + " in " + row.region);
    const NormalizedNumber number = In(row.region).Normalize(row.raw);
    ASSERT_EQ(number.kind, NumberKind::kUncertain) << number.why;
    EXPECT_FALSE(number.e164);
    EXPECT_EQ(number.digits, row.digits);
    EXPECT_EQ(number.assumed ? number.assumed->e164() : "", row.assumed);
  }
}

TEST(NumberNormalizerTest, UpToSixDigitsAreAnExtensionAndSevenAreNot) {
  EXPECT_EQ(In("CN").Normalize("201").kind, NumberKind::kExtension);
  EXPECT_EQ(In("CN").Normalize("95588").kind, NumberKind::kExtension);
  EXPECT_EQ(In("CN").Normalize("123456").kind, NumberKind::kExtension);
  EXPECT_EQ(In("CN").Normalize("1234567").kind, NumberKind::kUncertain);
  EXPECT_EQ(In("CN").Normalize("sip:1001@pbx").digits, "1001");
  EXPECT_EQ(In("CN").Normalize("*97").kind, NumberKind::kExtension);
  EXPECT_EQ(In("CN").Normalize("ext. 201").digits, "201");
}

TEST(NumberNormalizerTest, ImpossibleNumbersAreInvalidAndSayWhy) {
  EXPECT_EQ(In("CN").Normalize("+86201").kind, NumberKind::kInvalid);
  EXPECT_EQ(In("CN").Normalize("+86201").why, "too short for +86");
  EXPECT_EQ(In("").Normalize("+1 5551234").why, "without its area code for +1");
  EXPECT_EQ(In("").Normalize("+49301234567890123").why, "too long for +49");
  EXPECT_EQ(In("").Normalize("+999 123 4567").why, "without a country: no such calling code");
  EXPECT_EQ(In("DE").Normalize("sip:alice@example.com").why, "not a telephone number");
  EXPECT_EQ(In("DE").Normalize("*21*030901820#").kind, NumberKind::kInvalid);
  EXPECT_EQ(In("DE").Normalize("+4930*901820").kind, NumberKind::kInvalid);
  EXPECT_EQ(In("US").Normalize("0334#5 int 63").kind, NumberKind::kInvalid);
}

TEST(NumberNormalizerTest, WithheldNumbersHaveNothingToLookUp) {
  const NormalizedNumber stated = In("DE").Normalize("+494066969732", Presentation::kWithheld);
  const NormalizedNumber written = In("DE").Normalize("anonymous");

  EXPECT_EQ(stated.presentation, Presentation::kWithheld);
  EXPECT_EQ(stated.kind, NumberKind::kNone);
  EXPECT_FALSE(stated.e164);
  EXPECT_EQ(stated.raw, "+494066969732");
  EXPECT_EQ(written.presentation, Presentation::kWithheld);
}

TEST(NumberNormalizerTest, AMissingNumberIsNotAWithheldOne) {
  EXPECT_EQ(In("DE").Normalize("<unknown>").presentation, Presentation::kUnknown);
  EXPECT_EQ(In("DE").Normalize("").presentation, Presentation::kUnknown);
  EXPECT_EQ(In("DE").Normalize("").kind, NumberKind::kNone);
}

TEST(NumberNormalizerTest, RulesOfTheSourceComeFirst) {
  const auto normalizer = *NumberNormalizer::Prepare(
      {.rules = {{.prefix = "0", .digits_min = 8, .strip = 1, .prepend = "+49", .region = ""},
                 {.prefix = "90", .strip = 1, .prepend = "", .region = "GB"},
                 {.prefix = "8", .digits_max = 5, .strip = 1, .prepend = "", .region = ""}},
       .default_region = "US"});

  EXPECT_EQ(normalizer.Normalize("030 901820").e164->e164(), "+4930901820");
  EXPECT_EQ(normalizer.Normalize("902079460251").e164->e164(), "+442079460251");
  EXPECT_EQ(normalizer.Normalize("8201").digits, "201");
  EXPECT_EQ(normalizer.Normalize("2125551234").kind, NumberKind::kUncertain);
}

TEST(NumberNormalizerTest, KeysAreTheDigitsWithAndWithoutTrunkPrefix) {
  EXPECT_THAT(In("DE").Normalize("030901820").national_keys,
              UnorderedElementsAre("30901820", "030901820"));
  EXPECT_THAT(In("RU").Normalize("84951234567").national_keys,
              UnorderedElementsAre("4951234567", "84951234567"));
  EXPECT_THAT(In("").Normalize("84951234567").national_keys, ElementsAre("84951234567"));
  EXPECT_THAT(In("AR").Normalize("011 15-2345-6789").national_keys,
              testing::Contains("91123456789"));  // 15 and 9 mark the same mobile number.
}

TEST(NumberNormalizerTest, ALostPlusIsAnotherReading) {
  EXPECT_EQ(In("US").Normalize("491713920033").plus_missing->e164(), "+491713920033");
  EXPECT_FALSE(In("US").Normalize("0491713920033").plus_missing);
  EXPECT_FALSE(In("US").Normalize("1234567").plus_missing);
}

TEST(NumberNormalizerTest, ANumberWithoutItsAreaCodeIsMarked) {
  EXPECT_TRUE(In("US").Normalize("5551234").local_only);
  EXPECT_FALSE(In("US").Normalize("2125551234").local_only);
}

TEST(NumberNormalizerTest, LogsSeeMaskedNumbersOnly) {
  EXPECT_EQ(In("DE").Normalize("+4930901820").Redacted(), "+********20");
  EXPECT_EQ(In("US").Normalize("030 901820").Redacted(), "*** ****20");
}

// Texts that come near to numbers, and texts that do not.
rc::Gen<std::string> AnyNumberText() {
  const auto near = rc::gen::container<std::string>(
      rc::gen::elementOf(std::string("00112233445566778899++ ()-/.x#*;=,<>@:extsipanonymous%")));
  return rc::gen::oneOf(near, rc::gen::arbitrary<std::string>(),
                        rc::gen::map(near, [](std::string text) { return "+49" + text; }),
                        rc::gen::map(near, [](std::string text) { return "sip:0" + text; }));
}

RC_GTEST_PROP(NumberNormalizerTest, NormalizingTheCanonicalFormChangesNothing, ()) {
  const auto region = *rc::gen::element<std::string>("", "DE", "US", "CN", "IT", "RU");
  const NumberNormalizer normalizer = In(region);
  const NormalizedNumber once = normalizer.Normalize(*AnyNumberText());

  const NormalizedNumber twice = normalizer.Normalize(once.Canonical());

  RC_ASSERT(twice.Canonical() == once.Canonical());
  RC_ASSERT(twice.kind == once.kind);
  RC_ASSERT(twice.e164 == once.e164);
  RC_ASSERT(twice.extension == once.extension);
  RC_ASSERT(twice.national_keys == once.national_keys);
}

RC_GTEST_PROP(NumberNormalizerTest, CertainNumbersDoNotDependOnTheDefaultCountry, ()) {
  const std::string raw = "+" + *AnyNumberText();

  RC_ASSERT(In("DE").Normalize(raw).e164 == In("US").Normalize(raw).e164);
}

TEST(NumberNormalizerTest, TheSameNumberIsLookedUpByTheSameFormHoweverItIsWritten) {
  const auto berlin = *NumberNormalizer::Prepare({.rules = {}, .default_region = "DE"});
  const struct {
    const char* raw;
    const char* form;
  } cases[] = {
      {"+49 30 901820", "+4930901820"},
      {"0049 30 901820", "+4930901820"},
      {"030 901820", "+4930901820"},
      {"tel:+49-30-901820", "+4930901820"},
      {"201", "201"},
      {"anonymous", ""},
      {"", ""},
  };
  for (const auto& each : cases) {
    EXPECT_EQ(berlin.Normalize(each.raw).LookUpForm(), each.form) << each.raw;
  }
  EXPECT_EQ(berlin.Normalize("+49 30 901820", Presentation::kWithheld).LookUpForm(), "");
}

}  // namespace
}  // namespace jackfield::identity
