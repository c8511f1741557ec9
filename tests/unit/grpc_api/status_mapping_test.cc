#include "server/grpc_api/status_mapping.h"

#include <string>

#include <gtest/gtest.h>

#include "jackfield/v1/error.pb.h"

namespace jackfield::grpc_api {
namespace {

v1::ErrorStatus DetailsOf(const grpc::Status& status) {
  v1::ErrorStatus details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  return details;
}

TEST(StatusMappingTest, AnErrorCarriesItsReasonUnderTheTypeOfGoogleRpc) {
  const grpc::Status status =
      ToGrpcStatus(Error{ErrorCode::kNotFound, "no such call", "CALL_NOT_FOUND"});

  const v1::ErrorStatus details = DetailsOf(status);
  v1::ErrorInfo info;
  ASSERT_EQ(details.details_size(), 1);
  ASSERT_TRUE(info.ParseFromString(details.details(0).value()));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(status.error_message(), "no such call");
  EXPECT_EQ(details.code(), 5);
  EXPECT_EQ(details.details(0).type_url(), "type.googleapis.com/google.rpc.ErrorInfo");
  EXPECT_EQ(info.reason(), "CALL_NOT_FOUND");
  EXPECT_EQ(info.domain(), "jackfield");
}

TEST(StatusMappingTest, WhateverStandsAgainstACommandIsNotPossible) {
  for (const char* inner : {"CALL_OVER", "CALL_NOT_RINGING", "CALL_NOT_CONNECTED", "CALL_NOT_HELD",
                            "CONSULTATION_ELSEWHERE", "DEVICE_NOT_FOUND"}) {
    const Error wire = WireError(Error{ErrorCode::kNotFound, "why", inner});
    EXPECT_EQ(wire.code, ErrorCode::kFailedPrecondition) << inner;
    EXPECT_EQ(wire.reason, "COMMAND_NOT_POSSIBLE") << inner;
    EXPECT_EQ(wire.message, "why") << inner;
  }
}

TEST(StatusMappingTest, FieldsAtFaultStandInABadRequest) {
  const Status failed = FailField("EVENT_INVALID", "queued.call", "must be set");

  const v1::ErrorStatus details = DetailsOf(ToGrpcStatus(failed));

  v1::BadRequest bad;
  ASSERT_EQ(details.details_size(), 2);
  EXPECT_EQ(details.details(1).type_url(), "type.googleapis.com/google.rpc.BadRequest");
  ASSERT_TRUE(bad.ParseFromString(details.details(1).value()));
  ASSERT_EQ(bad.field_violations_size(), 1);
  EXPECT_EQ(bad.field_violations(0).field(), "queued.call");
  EXPECT_EQ(bad.field_violations(0).description(), "must be set");
}

TEST(StatusMappingTest, AThrottledSignInTellsHowLongToWait) {
  const grpc::Status status = ToGrpcStatus(
      Error{ErrorCode::kResourceExhausted, "too many", "SIGN_IN_THROTTLED"}, Duration{4'500});

  const v1::ErrorStatus details = DetailsOf(status);

  v1::RetryInfo retry;
  ASSERT_EQ(details.details_size(), 2);
  ASSERT_TRUE(retry.ParseFromString(details.details(1).value()));
  EXPECT_EQ(retry.retry_delay().seconds(), 4);
  EXPECT_EQ(retry.retry_delay().nanos(), 500'000'000);
}

TEST(StatusMappingTest, ReasonsOfTheEngineGetThoseOfTheContract) {
  const Error full = WireError({ErrorCode::kResourceExhausted, "", "MAILBOX_FULL"});
  const Error other = WireError({ErrorCode::kPermissionDenied, "", "CALL_OF_ANOTHER_AGENT"});
  const Error nameless = WireError({ErrorCode::kUnavailable, "disk"});

  EXPECT_EQ(full.reason, "INTAKE_FULL");
  EXPECT_EQ(other.reason, "CALL_NOT_OFFERED_TO_AGENT");
  EXPECT_EQ(other.code, ErrorCode::kFailedPrecondition);
  EXPECT_EQ(nameless.reason, "STORE_UNAVAILABLE");
}

TEST(StatusMappingTest, ARejectionSaysWhatTheErrorOfACallWouldSay) {
  const v1::Rejection rejection =
      ToRejection(FailField("EVENT_INVALID", "event", "must say what happened").value());

  EXPECT_EQ(rejection.code(), 3);
  EXPECT_EQ(rejection.reason(), "EVENT_INVALID");
  EXPECT_EQ(rejection.field_violations(0).field(), "event");
  EXPECT_FALSE(rejection.has_retry_delay());
}

TEST(StatusMappingTest, SuccessIsOk) { EXPECT_TRUE(ToGrpcStatus(Status()).ok()); }

}  // namespace
}  // namespace jackfield::grpc_api
