#include "agent-client/connection/rpc_error.h"

#include <gtest/gtest.h>

#include "jackfield/v1/error.pb.h"

namespace jackfield::client {
namespace {

grpc::Status WithDetails() {
  v1::ErrorStatus status;
  v1::ErrorInfo info;
  info.set_reason("DISPOSITION_UNKNOWN");
  status.add_details()->set_type_url("type.googleapis.com/google.rpc.ErrorInfo");
  status.mutable_details(0)->set_value(info.SerializeAsString());
  v1::BadRequest bad;
  bad.add_field_violations()->set_field("disposition");
  bad.mutable_field_violations(0)->set_description("is not declared");
  status.add_details()->set_type_url("type.googleapis.com/google.rpc.BadRequest");
  status.mutable_details(1)->set_value(bad.SerializeAsString());
  return {grpc::StatusCode::INVALID_ARGUMENT, "refused", status.SerializeAsString()};
}

TEST(RpcErrorTest, ReasonAndFieldsComeFromTheDetails) {
  const Error error = ToError(WithDetails());

  EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(error.reason, "DISPOSITION_UNKNOWN");
  EXPECT_EQ(error.fields, (std::vector<FieldViolation>{{"disposition", "is not declared"}}));
}

TEST(RpcErrorTest, StatusWithoutDetailsKeepsItsMessage) {
  const Error error = ToError({grpc::StatusCode::UNAVAILABLE, "no route"});

  EXPECT_EQ(error.code, ErrorCode::kUnavailable);
  EXPECT_EQ(Describe(error), "no route");
}

TEST(RpcErrorTest, DetailsThatCannotBeReadAreLeftOut) {
  const Error error = ToError({grpc::StatusCode::NOT_FOUND, "gone", "\xff\xff\xff"});

  EXPECT_EQ(error.code, ErrorCode::kNotFound);
  EXPECT_TRUE(error.reason.empty());
}

TEST(RpcErrorTest, DescriptionNamesReasonFieldAndRule) {
  EXPECT_EQ(Describe(ToError(WithDetails())),
            "DISPOSITION_UNKNOWN: refused\n  disposition: is not declared");
}

}  // namespace
}  // namespace jackfield::client
