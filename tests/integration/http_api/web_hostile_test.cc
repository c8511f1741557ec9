// Clients that mean harm, or go without a word, at the web port.

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/http_api/grpc_web_frames.h"
#include "tests/integration/http_api/web_server_fixture.h"
#include "tests/support/api_site.h"
#include "tests/support/certificates.h"
#include "tests/support/http_client.h"

namespace jackfield::http_api {
namespace {

using namespace std::literals;
using test::Bearer;
using test::HttpClient;
using test::kGrpcWeb;
using test::kStreamsEnded;
using test::kWatchDesk;
using test::kWhoAmI;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;
namespace ssl = boost::asio::ssl;

class WebHostileTest : public test::WebServerTest {};

// gRPC ended the process.
TEST_F(WebHostileTest, ANameThatOnlyLooksBinaryIsRefused) {
  HttpClient client(server_->port());

  EXPECT_EQ(
      client.Post(kWhoAmI, "{}", {{"-bin", "AAAA"}, {"authorization", "Bearer x"}}).result_int(),
      400U);
  EXPECT_EQ(client.Post(kWhoAmI, "{}").result_int(), 401U);
}

TEST_F(WebHostileTest, OnlyMethodsOfTheContractWithOneRequestAreCarried) {
  HttpClient client(server_->port());

  for (const char* const path :
       {"/a.c/c", "/grpc.health.v1.Health/Check",
        "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
        "/jackfield.v1/SessionService.WhoAmI", "/jackfield.v1.TelephonyService/StreamCallEvents",
        "/jackfield.v1.CustomerService/ImportCustomers"}) {
    const auto answer =
        client.Post(path, MessageFrame(""), {{"content-type", kGrpcWeb}, {"grpc-timeout", "5S"}});
    EXPECT_THAT(answer.body(), HasSubstr("grpc-status: 12\r\n")) << path;
  }
}

TEST_F(WebHostileTest, FieldsBehindAChunkedBodyCountForNothing) {
  const std::string request =
      "POST "s + kWhoAmI + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" +
      "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n" +
      "Authorization: " + Bearer(site_.SignIn("agent")) + "\r\n\r\n";

  EXPECT_THAT(HttpClient(server_->port()).Exchange(request), StartsWith("HTTP/1.1 401"));
}

TEST_F(WebHostileTest, WhatTwoReadersCouldReadDifferentlyIsRefused) {
  const std::string post = "POST "s + kWhoAmI + " HTTP/1.1\r\nContent-Type: application/json\r\n";
  const std::string host = "Host: x\r\n";
  const std::string chunk = "\r\n2\r\n{}\r\n0\r\n\r\n";
  for (const std::string& bytes :
       {post + host + "Transfer-Encoding: xchunked\r\nContent-Length: 2\r\n\r\n{}",
        post + host + "Transfer-Encoding: gzip, chunked\r\n" + chunk,
        post + host + "Transfer-Encoding:\r\n chunked\r\n" + chunk,
        post + host + "X: a\r\n\tb\r\nContent-Length: 2\r\n\r\n{}",
        post + host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n" + chunk,
        post + "Content-Length: 2\r\n\r\n{}",
        post + host + "Host: y\r\nContent-Length: 2\r\n\r\n{}"}) {
    EXPECT_THAT(HttpClient(server_->port()).Exchange(bytes), StartsWith("HTTP/1.1 400")) << bytes;
  }
  // The same, as it should be.
  EXPECT_THAT(
      HttpClient(server_->port())
          .Exchange(post + host + "Connection: close\r\nTransfer-Encoding: Chunked\r\n" + chunk),
      StartsWith("HTTP/1.1 401"));
}

TEST_F(WebHostileTest, AnAnswerToHeadHasNoBody) {
  const std::string answer =
      HttpClient(server_->port())
          .Exchange("HEAD "s + kWhoAmI + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

  EXPECT_THAT(answer, StartsWith("HTTP/1.1 405"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST_F(WebHostileTest, EveryAnswerKeepsToItself) {
  HttpClient client(server_->port());
  const auto refused = client.Post(kWhoAmI, "{}");
  const std::string unreadable = HttpClient(server_->port()).Exchange("hello\r\n\r\n");

  const std::string page = HttpClient(server_->port())
                               .Exchange("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

  for (const std::string& answer : {unreadable, page}) {
    EXPECT_THAT(answer, HasSubstr("X-Content-Type-Options: nosniff\r\n"));
    EXPECT_THAT(answer, HasSubstr("Cross-Origin-Resource-Policy: same-origin\r\n"));
    EXPECT_THAT(answer, HasSubstr("Content-Security-Policy: default-src 'self';"));
  }
  EXPECT_EQ(refused["X-Content-Type-Options"], "nosniff");
  EXPECT_EQ(refused["Cross-Origin-Resource-Policy"], "same-origin");
  // What is no page loads nothing: the policy would only weigh each call down.
  EXPECT_EQ(refused["Content-Security-Policy"], "");
}

// Nothing of it has come, and nothing will.
TEST_F(WebHostileTest, WithoutCredentialsTheBodyIsNotWaitedFor) {
  const std::string begin = "POST "s + kWhoAmI + " HTTP/1.1\r\nHost: x\r\n";
  const std::string length = "\r\nContent-Length: 200000\r\n\r\n";

  const std::string json =
      HttpClient(server_->port()).Exchange(begin + "Content-Type: application/json" + length);
  const std::string web =
      HttpClient(server_->port()).Exchange(begin + "Content-Type: " + kGrpcWeb + length);

  EXPECT_THAT(json, StartsWith("HTTP/1.1 401"));
  EXPECT_THAT(json, HasSubstr("CREDENTIALS_MISSING"));
  EXPECT_THAT(web, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(web, HasSubstr("grpc-status: 16\r\n"));
}

TEST_F(WebHostileTest, WithoutCredentialsNothingIsParsed) {
  HttpClient client(server_->port());

  EXPECT_EQ(client.Post(kWhoAmI, "no JSON").result_int(), 401U);
  EXPECT_EQ(client.Post(kWhoAmI, "no JSON", {{"authorization", "Bearer x"}}).result_int(), 400U);
  EXPECT_EQ(client.Post("/jackfield.v1.SessionService/SignIn", "no JSON").result_int(), 400U);
}

TEST_F(WebHostileTest, WhoStillSendsTooMuchSeesTheAnswer) {
  const std::string begin = "POST "s + kWhoAmI +
                            " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" +
                            "Content-Length: 400000\r\n\r\n";

  EXPECT_THAT(HttpClient(server_->port()).Exchange(begin + std::string(200'000, 'x')),
              StartsWith("HTTP/1.1 413"));
}

TEST_F(WebHostileTest, AClientThatSendsABitAndGoesEndsItsStream) {
  const std::unique_ptr<HttpClient> client = OpenStream();

  client->Write("G");
  client->Close();

  EXPECT_TRUE(site_.metrics().AwaitCount(kStreamsEnded, "by=client"));
}

TEST_F(WebHostileTest, AClientThatSaysGoodbyeOverTlsEndsItsStream) {
  WebServerOptions options;
  options.certificate_pem = fakes::kFirstCertificate.certificate;
  options.key_pem = fakes::kFirstCertificate.key;
  const std::unique_ptr<WebServer> server = Start(std::move(options));
  boost::asio::io_context context;
  ssl::context tls(ssl::context::tls_client);
  ssl::stream<boost::asio::ip::tcp::socket> stream(context, tls);
  stream.next_layer().connect({boost::asio::ip::make_address("127.0.0.1"), server->port()});
  stream.handshake(ssl::stream_base::client);
  const std::string request = "POST "s + kWatchDesk +
                              " HTTP/1.1\r\nHost: x\r\nContent-Type: " + kGrpcWeb +
                              "\r\nAuthorization: " + Bearer(site_.SignIn("agent")) +
                              "\r\nContent-Length: 5\r\n\r\n" + MessageFrame("");
  boost::asio::write(stream, boost::asio::buffer(request));
  std::string answer;
  boost::asio::read_until(stream, boost::asio::dynamic_buffer(answer), "\r\n\r\n");

  SSL_shutdown(stream.native_handle());
  boost::system::error_code error;
  stream.next_layer().close(error);

  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
  EXPECT_TRUE(site_.metrics().AwaitCount(kStreamsEnded, "by=client"));
}

// Each byte is read by itself: what that costs must not grow with what came before.
TEST_F(WebHostileTest, HeadersThatDripHoldUpNobody) {
  constexpr int kDrippingClients = 60;
  const std::string begin = "POST "s + kWhoAmI + " HTTP/1.1\r\nHost: x\r\nX: ";
  const std::string header = begin + std::string(400, 'x');
  std::vector<std::unique_ptr<HttpClient>> dripping;
  for (int i = 0; i < kDrippingClients; ++i) {
    dripping.push_back(std::make_unique<HttpClient>(server_->port()));
  }
  HttpClient other(server_->port());

  for (const char byte : header) {
    for (const auto& client : dripping) client->Write({&byte, 1});
    ASSERT_EQ(other.Post(kWhoAmI, "{}").result_int(), 401U);
  }

  for (const auto& client : dripping) {
    EXPECT_THAT(client->Exchange("\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
                                 "Connection: close\r\n\r\n{}"),
                StartsWith("HTTP/1.1 401"));
  }
}

// A call that gRPC does not end would keep the site from stopping: the test would not end.
TEST_F(WebHostileTest, ManyCallsLeaveNothingBehindThatHoldsUpTheStop) {
  HttpClient client(server_->port());
  const std::string bearer = Bearer(site_.SignIn("agent"));

  for (int i = 0; i < 5'000; ++i) {
    const auto answer = client.Post(
        kWhoAmI, MessageFrame(""),
        {{"content-type", kGrpcWeb}, {"grpc-timeout", "5S"}, {"authorization", bearer}});
    ASSERT_THAT(answer.body(), HasSubstr("grpc-status: 0\r\n"));
  }
}

// The same, where services end streams while answers are on their way.
TEST_F(WebHostileTest, ManyStreamsThatAreReplacedLeaveNothingBehindThatHoldsUpTheStop) {
  const std::string secret = site_.SignIn("agent");
  std::unique_ptr<HttpClient> older = OpenStream(secret);

  for (int i = 0; i < 5'000; ++i) {
    std::unique_ptr<HttpClient> newer = OpenStream(secret);
    ASSERT_THAT(older->AwaitBody(std::string::npos), HasSubstr("grpc-status: 10\r\n"));
    older = std::move(newer);
  }
}

}  // namespace
}  // namespace jackfield::http_api
