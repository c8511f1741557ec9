#include "server/identity/number_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::identity {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Words(const SourceRules& rules, std::string_view raw) {
  const NumberNormalizer normalizer = NumberNormalizer::Prepare(rules).value();
  return DescribeReading(rules, raw, normalizer.Normalize(raw));
}

TEST(NumberWordsTest, EachStepOfARuleIsSaid) {
  SourceRules rules;
  rules.rules = {{.prefix = "99", .strip = 1},
                 {.prefix = "0", .digits_min = 8, .strip = 1, .prepend = "+49"}};

  EXPECT_THAT(Words(rules, "030 901820"),
              ElementsAre("separators were taken off", "0 taken off the front by rule 2",
                          "+49 put in front by rule 2", "country given after rule 2"));
}

TEST(NumberWordsTest, RulesThatDoNotFitAreSaidToo) {
  SourceRules rules;
  rules.default_region = "DE";
  rules.rules = {{.prefix = "99", .strip = 1}};

  EXPECT_THAT(Words(rules, "030901820"),
              ElementsAre("none of the 1 rules fits", "digits without a country",
                          "most likely as dialled in DE"));
}

TEST(NumberWordsTest, WithheldAndUnreadableNumbersHaveOneWord) {
  EXPECT_THAT(Words({}, "anonymous"), ElementsAre("withheld"));
  EXPECT_THAT(Words({}, "not a number"), ElementsAre("not a telephone number"));
}

TEST(NumberWordsTest, WithoutARegionNationalNumbersStayUncertain) {
  EXPECT_THAT(Words({}, "0301234567"), ElementsAre("digits without a country",
                                                   "no assigned number as an international one"));
}

}  // namespace
}  // namespace jackfield::identity
