#include "server/http_api/rpc_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::http_api {
namespace {

using namespace std::literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
namespace http = boost::beast::http;

HttpRequest JsonRequest() {
  HttpRequest request(http::verb::post, "/jackfield.v1.DeskService/GetDesk", 11);
  request.set(http::field::content_type, "application/json");
  request.body() = "{}";
  return request;
}

std::string ReasonOf(const HttpRequest& request) {
  const Result<RpcRequest> read = ReadRpcRequest(request);
  return read ? "" : read.error().reason;
}

TEST(RpcRequestTest, TheFormIsWhatTheContentTypeSays) {
  EXPECT_EQ(FormOf("application/json").value(), RpcForm::kConnectJson);
  EXPECT_EQ(FormOf("Application/JSON; charset=utf-8").value(), RpcForm::kConnectJson);
  EXPECT_EQ(FormOf("application/proto").value(), RpcForm::kConnectProto);
  EXPECT_EQ(FormOf("application/grpc-web+proto").value(), RpcForm::kGrpcWeb);
  EXPECT_EQ(FormOf("application/grpc-web").value(), RpcForm::kGrpcWeb);
}

// A form of a page on another site can send these without being asked (cross-site request forgery).
TEST(RpcRequestTest, WhatAFormOfAPageCanSendIsRefused) {
  for (const char* const type : {"", "text/plain", "application/x-www-form-urlencoded",
                                 "multipart/form-data", "application/grpc-web-text"}) {
    EXPECT_EQ(FormOf(type).error().reason, "CONTENT_TYPE_UNKNOWN") << type;
  }
}

TEST(RpcRequestTest, ACallIsMethodAndMessage) {
  const RpcRequest read = ReadRpcRequest(JsonRequest()).value();

  EXPECT_EQ(read.method, "/jackfield.v1.DeskService/GetDesk");
  EXPECT_EQ(read.message, "{}");
  EXPECT_EQ(read.time_out, std::nullopt);
  EXPECT_THAT(read.metadata, IsEmpty());
}

TEST(RpcRequestTest, AMessageOfGrpcWebIsTakenOutOfItsFrame) {
  HttpRequest request = JsonRequest();
  request.set(http::field::content_type, "application/grpc-web+proto");
  request.body() = "\x00\x00\x00\x00\x02"s + "ab";

  EXPECT_EQ(ReadRpcRequest(request).value().message, "ab");

  request.body() = "ab";
  EXPECT_EQ(ReasonOf(request), "FRAME_INVALID");
}

TEST(RpcRequestTest, TimeOutsAreReadInBothForms) {
  HttpRequest request = JsonRequest();
  request.set("connect-timeout-ms", "2500");
  EXPECT_EQ(ReadRpcRequest(request).value().time_out, Duration{2'500});

  request.set(http::field::content_type, "application/grpc-web");
  request.body() = "\x00\x00\x00\x00\x00"s;
  const std::pair<const char*, Duration> cases[] = {
      {"2H", Duration{7'200'000}}, {"3M", Duration{180'000}}, {"30S", Duration{30'000}},
      {"500m", Duration{500}},     {"1500u", Duration{1}},    {"7n", Duration{0}}};
  for (const auto& [text, time_out] : cases) {
    request.set("grpc-timeout", text);
    EXPECT_EQ(ReadRpcRequest(request).value().time_out, time_out) << text;
  }
}

// What a client sends whose own deadline is over.
TEST(RpcRequestTest, ATimeOutMayBeNothing) {
  HttpRequest request = JsonRequest();
  request.set("connect-timeout-ms", "0");
  EXPECT_EQ(ReadRpcRequest(request).value().time_out, Duration{0});
}

TEST(RpcRequestTest, ATimeOutThatIsNoneIsRefused) {
  HttpRequest request = JsonRequest();
  for (const char* const text : {"", "-1", "abc", "1.5", "99999999999999999999"}) {
    request.set("connect-timeout-ms", text);
    EXPECT_EQ(ReasonOf(request), "HEADER_INVALID") << text;
  }

  request.set(http::field::content_type, "application/grpc-web");
  request.body() = "\x00\x00\x00\x00\x00"s;
  for (const char* const text : {"", "S", "-1S", "30", "30s", "123456789S"}) {
    request.set("grpc-timeout", text);
    EXPECT_EQ(ReasonOf(request), "HEADER_INVALID") << text;
  }
}

TEST(RpcRequestTest, OwnFieldsReachTheServiceAndThoseOfTheProtocolsDoNot) {
  HttpRequest request = JsonRequest();
  request.set(http::field::host, "desk.example");
  request.set(http::field::origin, "https://desk.example");
  request.set(http::field::user_agent, "curl");
  request.set("Sec-Fetch-Site", "same-origin");
  request.set("X-Forwarded-For", "10.0.0.1");
  request.set("X-Grpc-Web", "1");
  request.set("grpc-encoding", "gzip");
  request.set("jackfield-peer", "ipv4:1.2.3.4:5");  // Only the bridge says who somebody is.
  request.set("Traceparent", "00-ab-cd-01");
  request.set("key-bin", "+/8");

  EXPECT_THAT(ReadRpcRequest(request).value().metadata,
              ElementsAre(Pair("traceparent", "00-ab-cd-01"), Pair("key-bin", "\xFB\xFF")));
}

// gRPC ends the process when it is handed one of these.
TEST(RpcRequestTest, WhatGrpcCannotCarryIsRefused) {
  HttpRequest request = JsonRequest();
  request.set("x!y", "1");
  EXPECT_EQ(ReasonOf(request), "HEADER_INVALID");

  request = JsonRequest();
  request.set("-bin", "AAAA");
  EXPECT_EQ(ReasonOf(request), "HEADER_INVALID");

  request = JsonRequest();
  request.set("x-name", "M\xC3\xBCller");
  EXPECT_EQ(ReasonOf(request), "HEADER_INVALID");

  request = JsonRequest();
  request.set("x-bin", "***");
  EXPECT_EQ(ReasonOf(request), "HEADER_INVALID");

  request = JsonRequest();
  request.set(http::field::authorization, "Bearer \x01");
  EXPECT_EQ(ReasonOf(request), "HEADER_INVALID");
}

TEST(RpcRequestTest, TheSecretComesFromTheCookieUnlessItIsGiven) {
  HttpRequest request = JsonRequest();
  request.set(http::field::cookie, "__Host-jackfield=abc");
  EXPECT_THAT(ReadRpcRequest(request).value().metadata,
              ElementsAre(Pair("authorization", "Bearer abc")));

  request.set(http::field::authorization, "Bearer def");
  EXPECT_THAT(ReadRpcRequest(request).value().metadata,
              ElementsAre(Pair("authorization", "Bearer def")));
}

TEST(RpcRequestTest, ACookieThatHoldsNoSecretIsNoCredential) {
  HttpRequest request = JsonRequest();
  EXPECT_EQ(CredentialOf(request), Credential::kNone);

  request.set(http::field::cookie, "other=abc; __Host-jackfield=");
  EXPECT_EQ(CredentialOf(request), Credential::kNone);
  EXPECT_THAT(ReadRpcRequest(request).value().metadata, IsEmpty());

  request.set(http::field::cookie, "other=abc; __Host-jackfield=abc");
  EXPECT_EQ(CredentialOf(request), Credential::kCookie);

  request.set(http::field::authorization, "Basic abc");
  EXPECT_EQ(CredentialOf(request), Credential::kAuthorization);
}

TEST(RpcRequestTest, NothingIsInflated) {
  HttpRequest request = JsonRequest();
  request.set(http::field::content_encoding, "gzip");
  EXPECT_EQ(ReasonOf(request), "ENCODING_UNKNOWN");

  request.set(http::field::content_encoding, "identity");
  EXPECT_EQ(ReasonOf(request), "");
}

}  // namespace
}  // namespace jackfield::http_api
