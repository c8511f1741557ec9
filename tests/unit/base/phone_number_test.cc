#include "server/base/phone_number.h"

#include <gtest/gtest.h>

namespace jackfield {
namespace {

TEST(PhoneNumberTest, SeparatorsBetweenDigitsAreDropped) {
  EXPECT_EQ(PhoneNumber::Parse("+49 (30) 901-820")->e164(), "+4930901820");
}

TEST(PhoneNumberTest, NationalFormatIsNotGuessedAt) {
  EXPECT_EQ(PhoneNumber::Parse("030 901820").error().code, ErrorCode::kInvalidArgument);
}

TEST(PhoneNumberTest, FifteenDigitsAreAcceptedAndSixteenRefused) {
  EXPECT_TRUE(PhoneNumber::Parse("+123456789012345"));
  EXPECT_FALSE(PhoneNumber::Parse("+1234567890123456"));
}

TEST(PhoneNumberTest, RedactedFormShowsTheLastTwoDigitsOnly) {
  EXPECT_EQ(PhoneNumber::Parse("+4930901820")->Redacted(), "+********20");
}

}  // namespace
}  // namespace jackfield
