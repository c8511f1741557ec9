#include "server/identity/reading_steps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::identity {
namespace {

using testing::ElementsAre;

NumberNormalizer Office() {
  SourceRules rules;
  rules.default_region = "DE";
  rules.rules.push_back({.prefix = "0", .digits_min = 8, .strip = 1, .region = "DE"});
  rules.rules.push_back({.prefix = "77", .strip = 2, .prepend = "+49"});
  return NumberNormalizer::Prepare(rules).value();
}

TEST(ReadingStepsTest, ARuleIsToldInItsParts) {
  EXPECT_THAT(
      ReadingSteps(Office(), "0030901820"),
      ElementsAre("prefix 0 taken off", "read as a number of DE", "country given after rule 1"));
  EXPECT_THAT(ReadingSteps(Office(), "7730901820"),
              ElementsAre("prefix 77 taken off", "+49 put in front", "country given after rule 2"));
}

TEST(ReadingStepsTest, WithoutARuleItIsSaidHowTheNumberWasRead) {
  EXPECT_THAT(ReadingSteps(Office(), "+4930901820"), ElementsAre("country given"));
  EXPECT_THAT(ReadingSteps(Office(), "1001"), ElementsAre("short enough for an extension"));
  EXPECT_THAT(ReadingSteps(Office(), "+4930901820;ext=12"),
              ElementsAre("an extension behind the number set apart", "country given"));
}

TEST(ReadingStepsTest, WhatIsNoNumberIsSaidToBeNone) {
  EXPECT_THAT(ReadingSteps(Office(), "anonymous"), ElementsAre("withheld"));
  EXPECT_THAT(ReadingSteps(Office(), ""), ElementsAre("no number came"));
}

}  // namespace
}  // namespace jackfield::identity
