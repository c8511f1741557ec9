#include "server/grpc_api/call_mapping.h"

#include <gtest/gtest.h>

#include "tests/support/fake_numbers.h"

namespace jackfield::grpc_api {
namespace {

TEST(CallMappingTest, ANumberIsGivenInAllItsForms) {
  const v1::PhoneNumber number = ToPhoneNumber(fakes::FakeNumbers(), "+4930901820", "030 901820");

  EXPECT_EQ(number.raw(), "030 901820");
  EXPECT_EQ(number.e164(), "+4930901820");
  EXPECT_EQ(number.formatted(), "shown +4930901820");
  EXPECT_EQ(number.type(), v1::NUMBER_TYPE_FIXED_LINE);
  EXPECT_EQ(number.place(), "Berlin");
}

TEST(CallMappingTest, NoNumberIsEmptyInAllItsForms) {
  EXPECT_EQ(ToPhoneNumber(fakes::FakeNumbers(), "", "").ByteSizeLong(), 0U);
}

TEST(CallMappingTest, AnOfferThatExpiredIsToldAsLost) {
  EXPECT_EQ(ToProto(exchange::OfferState::kExpired), v1::Offer::STATE_LOST);
  EXPECT_EQ(ToProto(exchange::OfferState::kAnswered), v1::Offer::STATE_ANSWERED);
}

TEST(CallMappingTest, TheResultOfACallIsSaidInTheWordsOfTheContract) {
  EXPECT_EQ(ToProto(CallResult::kNone), v1::CALL_RESULT_UNSPECIFIED);
  EXPECT_EQ(ToProto(CallResult::kAnswered), v1::CALL_RESULT_ANSWERED);
  EXPECT_EQ(ToProto(CallResult::kAbandoned), v1::CALL_RESULT_ABANDONED);
  EXPECT_EQ(ToProto(CallResult::kUnanswered), v1::CALL_RESULT_UNANSWERED);
  EXPECT_EQ(ToProto(CallResult::kRefused), v1::CALL_RESULT_REFUSED);
  EXPECT_EQ(ToProto(CallResult::kLost), v1::CALL_RESULT_LOST);
  EXPECT_EQ(ToProto(CallResult::kLeft), v1::CALL_RESULT_LEFT);
}

}  // namespace
}  // namespace jackfield::grpc_api
