#include "server/identity/number_rules.h"

#include <gtest/gtest.h>

#include "server/identity/number_normalizer.h"

namespace jackfield::identity {
namespace {

SourceRules With(NumberRule rule) {
  SourceRules rules;
  rules.rules.push_back(std::move(rule));
  return rules;
}

TEST(NumberRulesTest, AMatchingRuleStripsThenPrepends) {
  const SourceRules rules =
      With({.prefix = "0", .digits_min = 8, .strip = 1, .prepend = "+49", .region = ""});

  EXPECT_EQ(ApplyRules(rules, "030901820").dialable, "+4930901820");
  EXPECT_EQ(ApplyRules(rules, "030901820").rule, 1U);
}

TEST(NumberRulesTest, ARuleMatchesWithinItsDigitCountsOnly) {
  const SourceRules rules = With({.prefix = "0",
                                  .digits_min = 8,
                                  .digits_max = 10,
                                  .strip = 1,
                                  .prepend = "+49",
                                  .region = ""});

  EXPECT_EQ(ApplyRules(rules, "0301234").rule, 0U);
  EXPECT_EQ(ApplyRules(rules, "03012345").rule, 1U);
  EXPECT_EQ(ApplyRules(rules, "0301234567").rule, 1U);
  EXPECT_EQ(ApplyRules(rules, "03012345678").rule, 0U);
}

TEST(NumberRulesTest, TheFirstMatchingRuleIsAppliedAndOnlyThatOne) {
  SourceRules rules;
  rules.rules.push_back({.prefix = "9", .strip = 1, .prepend = "", .region = ""});
  rules.rules.push_back({.prefix = "0", .strip = 1, .prepend = "+49", .region = ""});

  const RuledNumber ruled = ApplyRules(rules, "9030901820");

  EXPECT_EQ(ruled.dialable, "030901820");
  EXPECT_EQ(ruled.rule, 1U);
}

TEST(NumberRulesTest, ARuleWithoutPrefixLeavesNumbersWithACountryAlone) {
  const SourceRules rules = With({.prefix = "", .prepend = "+1", .region = ""});

  EXPECT_EQ(ApplyRules(rules, "+4930901820").dialable, "+4930901820");
  EXPECT_EQ(ApplyRules(rules, "2125551234").dialable, "+12125551234");
}

TEST(NumberRulesTest, WithoutRulesTheNumberStaysAsItIs) {
  EXPECT_EQ(ApplyRules(SourceRules{}, "030901820").dialable, "030901820");
  EXPECT_EQ(ApplyRules(SourceRules{}, "030901820").rule, 0U);
}

TEST(NumberRulesTest, AWrongRuleIsRefusedByItsPlaceAndField) {
  SourceRules rules = With({.prefix = "0", .strip = 1, .prepend = "+49", .region = ""});
  rules.rules.push_back({.prefix = "0", .strip = 2, .prepend = "+49", .region = ""});

  EXPECT_EQ(CheckRules(rules).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(CheckRules(rules).error().message,
            "number_rule 2: strip: at most the length of prefix");
}

TEST(NumberRulesTest, EachFieldHasItsOwnCheck) {
  EXPECT_FALSE(CheckRules(With({.prefix = "0a", .prepend = "", .region = ""})));
  EXPECT_FALSE(CheckRules(With({.prefix = "01234567890123456", .prepend = "", .region = ""})));
  EXPECT_FALSE(CheckRules(With({.prefix = "0", .prepend = "4+9", .region = ""})));
  EXPECT_FALSE(CheckRules(
      With({.prefix = "0", .digits_min = 9, .digits_max = 8, .prepend = "", .region = ""})));
  EXPECT_FALSE(CheckRules(With({.prefix = "0", .digits_max = 21, .prepend = "", .region = ""})));
  EXPECT_FALSE(CheckRules(With({.prefix = "+0", .strip = 0, .prepend = "+49", .region = ""})));
  EXPECT_TRUE(CheckRules(With({.prefix = "+0", .strip = 2, .prepend = "+49", .region = ""})));
}

TEST(NumberRulesTest, SixtyFourRulesAreAcceptedAndOneMoreIsNot) {
  SourceRules rules;
  rules.rules.resize(64);
  EXPECT_TRUE(CheckRules(rules));

  rules.rules.resize(65);
  EXPECT_FALSE(CheckRules(rules));
}

TEST(NumberRulesTest, ExtensionsOfUpToSevenDigitsCanBeConfigured) {
  EXPECT_TRUE(CheckRules({.rules = {}, .default_region = "", .extension_digits_max = 7}));
  EXPECT_FALSE(CheckRules({.rules = {}, .default_region = "", .extension_digits_max = 8}));
}

TEST(NumberRulesTest, ARegionThatDoesNotExistIsRefusedWhenTheNormalizerIsPrepared) {
  const auto rule = NumberNormalizer::Prepare(With({.prefix = "0", .prepend = "", .region = "XX"}));
  const auto fallback = NumberNormalizer::Prepare({.rules = {}, .default_region = "germany"});

  EXPECT_EQ(rule.error().message,
            "number_rule 1: region: an ISO 3166 code in capitals, such as DE");
  EXPECT_EQ(fallback.error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace jackfield::identity
