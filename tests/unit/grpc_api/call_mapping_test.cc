#include "server/grpc_api/call_mapping.h"

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

// Shows every number in the same way.
//
// Thread safety: immutable value.
class OneStyle final : public Numbers {
 public:
  ShownNumber Show(std::string_view, std::string_view) const override {
    return {"+49 30 901820", "Berlin", "DE", LineKind::kFixed};
  }
  Result<CustomerNumber> Read(std::string_view, std::string_view,
                              const std::string&) const override {
    return CustomerNumber();
  }
  Status Check(const std::vector<SourceNumberRules>&) const override { return {}; }
  void Apply(const std::vector<SourceNumberRules>&) override {}
};

TEST(CallMappingTest, ANumberIsGivenInAllItsForms) {
  const v1::PhoneNumber number = ToPhoneNumber(OneStyle(), "+4930901820", "030 901820");

  EXPECT_EQ(number.raw(), "030 901820");
  EXPECT_EQ(number.e164(), "+4930901820");
  EXPECT_EQ(number.formatted(), "+49 30 901820");
  EXPECT_EQ(number.type(), v1::NUMBER_TYPE_FIXED_LINE);
  EXPECT_EQ(number.place(), "Berlin");
}

TEST(CallMappingTest, NoNumberIsEmptyInAllItsForms) {
  EXPECT_EQ(ToPhoneNumber(OneStyle(), "", "").ByteSizeLong(), 0U);
}

TEST(CallMappingTest, AnOfferThatExpiredIsToldAsLost) {
  EXPECT_EQ(ToProto(exchange::OfferState::kExpired), v1::Offer::STATE_LOST);
  EXPECT_EQ(ToProto(exchange::OfferState::kAnswered), v1::Offer::STATE_ANSWERED);
}

TEST(CallMappingTest, TheResultOfACallIsThatOfItsLastStay) {
  InteractionRow row;
  EXPECT_EQ(ResultOf(row), v1::CALL_RESULT_UNSPECIFIED);
  row.end = exchange::CallEnd::kCleared;
  EXPECT_EQ(ResultOf(row), v1::CALL_RESULT_UNANSWERED);
  row.legs.push_back({.queue = "sales", .outcome = LegOutcome::kAbandoned});
  EXPECT_EQ(ResultOf(row), v1::CALL_RESULT_ABANDONED);
  row.legs.push_back({.queue = "sales", .outcome = LegOutcome::kExitKey});
  EXPECT_EQ(ResultOf(row), v1::CALL_RESULT_LEFT);
  row.agent = "ana";
  EXPECT_EQ(ResultOf(row), v1::CALL_RESULT_ANSWERED);
}

}  // namespace
}  // namespace jackfield::grpc_api
