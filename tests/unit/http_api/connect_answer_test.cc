#include "server/http_api/connect_answer.h"

#include <gtest/gtest.h>

#include "jackfield/v1/error.pb.h"

namespace jackfield::http_api {
namespace {

TEST(ConnectAnswerTest, EachCodeHasItsNameAndItsStatus) {
  const std::pair<grpc::StatusCode, std::pair<unsigned, const char*>> cases[] = {
      {grpc::StatusCode::CANCELLED, {499, "canceled"}},
      {grpc::StatusCode::UNKNOWN, {500, "unknown"}},
      {grpc::StatusCode::INVALID_ARGUMENT, {400, "invalid_argument"}},
      {grpc::StatusCode::DEADLINE_EXCEEDED, {504, "deadline_exceeded"}},
      {grpc::StatusCode::NOT_FOUND, {404, "not_found"}},
      {grpc::StatusCode::ALREADY_EXISTS, {409, "already_exists"}},
      {grpc::StatusCode::PERMISSION_DENIED, {403, "permission_denied"}},
      {grpc::StatusCode::RESOURCE_EXHAUSTED, {429, "resource_exhausted"}},
      {grpc::StatusCode::FAILED_PRECONDITION, {400, "failed_precondition"}},
      {grpc::StatusCode::ABORTED, {409, "aborted"}},
      {grpc::StatusCode::OUT_OF_RANGE, {400, "out_of_range"}},
      {grpc::StatusCode::UNIMPLEMENTED, {501, "unimplemented"}},
      {grpc::StatusCode::INTERNAL, {500, "internal"}},
      {grpc::StatusCode::UNAVAILABLE, {503, "unavailable"}},
      {grpc::StatusCode::DATA_LOSS, {500, "data_loss"}},
      {grpc::StatusCode::UNAUTHENTICATED, {401, "unauthenticated"}}};
  for (const auto& [code, expected] : cases) {
    const ConnectError error = ToConnectError({code, "why"});
    EXPECT_EQ(error.http_status, expected.first);
    EXPECT_EQ(error.json,
              std::string("{\"code\":\"") + expected.second + "\",\"message\":\"why\"}");
  }
}

TEST(ConnectAnswerTest, DetailsAreInBase64AndReadableBeside) {
  v1::BadRequest bad;
  bad.add_field_violations()->set_field("event.call");
  v1::ErrorStatus inner;
  inner.add_details()->set_type_url("type.googleapis.com/google.rpc.BadRequest");
  bad.SerializeToString(inner.mutable_details(0)->mutable_value());

  const ConnectError error = ToConnectError(
      {grpc::StatusCode::INVALID_ARGUMENT, "event.call: is missing", inner.SerializeAsString()});

  EXPECT_EQ(error.json,
            R"({"code":"invalid_argument","message":"event.call: is missing","details":[)"
            R"({"type":"google.rpc.BadRequest","value":"CgwKCmV2ZW50LmNhbGw","debug":)"
            R"({"fieldViolations":[{"field":"event.call"}]}}]})");
}

TEST(ConnectAnswerTest, DetailsThatCannotBeReadAreLeftOut) {
  EXPECT_EQ(ToConnectError({grpc::StatusCode::INTERNAL, "", "no protobuf \xFF"}).json,
            R"({"code":"internal"})");
}

}  // namespace
}  // namespace jackfield::http_api
