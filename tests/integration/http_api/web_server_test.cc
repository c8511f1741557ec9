#include "server/http_api/web_server.h"

#include <chrono>
#include <memory>
#include <string>

#include <boost/asio/ssl.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "jackfield/v1/desk_service.pb.h"
#include "jackfield/v1/session_service.pb.h"

#include "tests/integration/http_api/web_server_fixture.h"
#include "tests/support/api_site.h"
#include "tests/support/certificates.h"
#include "tests/support/desk_client.h"
#include "tests/support/http_client.h"
#include "tests/support/switch_client.h"

namespace jackfield::http_api {
namespace {

using namespace std::literals;
using test::ApiSite;
using test::Bearer;
using test::HttpClient;
using test::kGrpcWeb;
using test::kStreamsEnded;
using test::kWatchDesk;
using test::kWhoAmI;
using test::WebServerTest;
using ::testing::HasSubstr;
using ::testing::StartsWith;
namespace http = boost::beast::http;

constexpr const char* kSignIn = "/jackfield.v1.SessionService/SignIn";
const std::string kRight = R"({"login": "agent", "password": ")"s + ApiSite::kPassword + "\"}";
constexpr const char* kPublish = "/jackfield.v1.TelephonyService/PublishCallEvent";

// A password that is wrong, of another login for each `i`.
std::string GuessOf(int i) {
  return R"({"login": "nobody)" + std::to_string(i) + R"(", "password": "wrong"})";
}

namespace ssl = boost::asio::ssl;

// The first line that a server with TLS answers to a request for its page, from a client that
// trusts this certificate alone; empty: they could not agree.
std::string FirstLineOverTls(std::uint16_t port, const fakes::CertificatePair& trusted) {
  boost::asio::io_context context;
  ssl::context tls(ssl::context::tls_client);
  tls.add_certificate_authority(boost::asio::buffer(std::string_view(trusted.certificate)));
  tls.set_verify_mode(ssl::verify_peer);
  ssl::stream<boost::asio::ip::tcp::socket> stream(context, tls);
  boost::system::error_code error;
  stream.next_layer().connect({boost::asio::ip::make_address("127.0.0.1"), port}, error);
  stream.handshake(ssl::stream_base::client, error);
  if (error) return "";
  const std::string request = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  boost::asio::write(stream, boost::asio::buffer(request), error);
  std::string answer;
  boost::asio::read(stream, boost::asio::dynamic_buffer(answer), error);
  return answer.substr(0, answer.find('\r'));
}

TEST_F(WebServerTest, APageAndACallShareAConnection) {
  HttpClient client(server_->port());

  const HttpClient::Response refused = client.Post(kWhoAmI, "{}");
  const HttpClient::Response answered =
      client.Post(kWhoAmI, "{}", {{"authorization", Bearer(site_.SignIn("agent"))}});

  EXPECT_EQ(refused.result_int(), 401U);
  EXPECT_THAT(refused.body(), HasSubstr(R"("code":"unauthenticated")"));
  EXPECT_THAT(refused.body(), HasSubstr("CREDENTIALS_MISSING"));
  EXPECT_EQ(answered.result_int(), 200U);
  EXPECT_EQ(answered[http::field::content_type], "application/json");
  EXPECT_THAT(answered.body(), HasSubstr(R"("name":"users/agent")"));
  EXPECT_THAT(client.Exchange("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
              testing::EndsWith("\r\n\r\n<p>desk"));
}

TEST_F(WebServerTest, AnEventAsJsonPopsOnADeskOnce) {
  test::DeskClient desk(site_, site_.SignIn("agent"));
  desk.Await(v1::WatchDeskResponse::kHeartbeat);
  HttpClient client(server_->port());
  const std::string token = Bearer(site_.TokenOf("pbx"));
  const std::string originated =
      R"({"event": {"sourceEventId": "e1", "originated": {"call": "c1", "direction":)"
      R"("DIRECTION_INBOUND", "caller": {"number": "+4930901820", "presentation":)"
      R"("PRESENTATION_PRESENTED"}, "connection": "leg1"}}})";
  const std::string delivered =
      R"({"event": {"sourceEventId": "e2", "delivered": {"call": "c1", "connection": "leg2",)"
      R"("device": "PJSIP/1001"}}})";

  EXPECT_EQ(client.Post(kPublish, originated, {{"authorization", token}}).result_int(), 200U);
  const auto first = client.Post(kPublish, delivered, {{"authorization", token}});
  const auto again = client.Post(kPublish, delivered, {{"authorization", token}});

  EXPECT_EQ(first.result_int(), 200U) << first.body();
  EXPECT_EQ(again.result_int(), 200U) << again.body();
  EXPECT_THAT(again.body(), HasSubstr("uplicate"));
  const v1::Pop pop = desk.Await(v1::WatchDeskResponse::kPopOpened).pop_opened();
  EXPECT_EQ(pop.caller().number().e164(), "+4930901820");
}

TEST_F(WebServerTest, ABadEventIsRefusedWithFieldAndRule) {
  HttpClient client(server_->port());
  const std::string token = Bearer(site_.TokenOf("pbx"));

  const auto misspelt =
      client.Post(kPublish, R"({"event": {"deliverd": {}}})", {{"authorization", token}});
  const auto incomplete =
      client.Post(kPublish, R"({"event": {"delivered": {}}})", {{"authorization", token}});

  EXPECT_EQ(misspelt.result_int(), 400U);
  EXPECT_THAT(misspelt.body(), HasSubstr(R"("field":"event.deliverd")"));
  EXPECT_EQ(incomplete.result_int(), 400U);
  EXPECT_THAT(incomplete.body(), HasSubstr(R"("code":"invalid_argument")"));
  EXPECT_THAT(incomplete.body(), HasSubstr(R"("field":"event.delivered.call")"));
}

TEST_F(WebServerTest, ABrowserKeepsTheSecretWhereNoScriptReadsIt) {
  HttpClient client(server_->port());
  const std::string who = R"({"login": "agent", "password": ")"s + ApiSite::kPassword + "\"}";

  const auto signed_in = client.Post(kSignIn, who, {{"jackfield-session", "cookie"}});
  const std::string set(signed_in[http::field::set_cookie]);
  const std::string cookie = set.substr(0, set.find(';'));
  const auto known = client.Post(kWhoAmI, "{}", {{"cookie", cookie}});
  const auto signed_out =
      client.Post("/jackfield.v1.SessionService/SignOut", "{}", {{"cookie", cookie}});
  const auto unknown = client.Post(kWhoAmI, "{}", {{"cookie", cookie}});

  EXPECT_EQ(signed_in.result_int(), 200U) << signed_in.body();
  EXPECT_THAT(signed_in.body(), testing::Not(HasSubstr("secret")));
  EXPECT_EQ(signed_in["jackfield-session-secret"], "");
  EXPECT_THAT(set, StartsWith("__Host-jackfield="));
  EXPECT_THAT(set, HasSubstr("; HttpOnly"));
  EXPECT_EQ(known.result_int(), 200U) << known.body();
  EXPECT_EQ(signed_out.result_int(), 200U) << signed_out.body();
  EXPECT_THAT(std::string(signed_out[http::field::set_cookie]), HasSubstr("Max-Age=0"));
  EXPECT_EQ(unknown.result_int(), 401U);
}

// A kiosk or a program on the same machine, beside a browser's own session.
TEST_F(WebServerTest, SigningOutAnotherSessionLeavesTheCookie) {
  HttpClient client(server_->port());
  const std::string cookie = "__Host-jackfield=" + site_.SignIn("agent");

  const auto signed_out =
      client.Post("/jackfield.v1.SessionService/SignOut", "{}",
                  {{"cookie", cookie}, {"authorization", Bearer(site_.SignIn("agent"))}});

  EXPECT_EQ(signed_out.result_int(), 200U) << signed_out.body();
  EXPECT_EQ(signed_out[http::field::set_cookie], "");
  EXPECT_EQ(client.Post(kWhoAmI, "{}", {{"cookie", cookie}}).result_int(), 200U);
}

TEST_F(WebServerTest, AProgramGetsTheSecretItself) {
  const std::string who = R"({"login": "agent", "password": ")"s + ApiSite::kPassword + "\"}";

  const auto signed_in = HttpClient(server_->port()).Post(kSignIn, who);

  EXPECT_THAT(signed_in.body(), HasSubstr(R"("secret":")"));
  EXPECT_EQ(signed_in[http::field::set_cookie], "");
}

// The throttle counts addresses of clients, not the bridge: who guesses at many accounts is slowed
// down, and the one at another desk is not.
TEST_F(WebServerTest, TheServiceKnowsTheClientsAddress) {
  HttpClient guesser(server_->port(), "127.0.0.1");
  HttpClient other(server_->port(), "127.0.0.2");
  for (int i = 0; i < 20; ++i) {
    ASSERT_EQ(guesser.Post(kSignIn, GuessOf(i)).result_int(), 401U) << i;
  }

  const auto refused = guesser.Post(kSignIn, kRight);
  const auto signed_in = other.Post(kSignIn, kRight);

  EXPECT_EQ(refused.result_int(), 429U);
  EXPECT_THAT(refused.body(), HasSubstr("SIGN_IN_THROTTLED"));
  EXPECT_THAT(refused.body(), HasSubstr("retryDelay"));
  EXPECT_EQ(signed_in.result_int(), 200U) << signed_in.body();
}

// All connections are the proxy's: the clients behind it are told apart all the same.
TEST_F(WebServerTest, ATrustedProxyTellsWhoGuesses) {
  WebServerOptions options;
  options.trusted_proxies = {"127.0.0.1"};
  const std::unique_ptr<WebServer> server = Start(std::move(options));
  HttpClient proxy(server->port());
  for (int i = 0; i < 20; ++i) {
    ASSERT_EQ(proxy.Post(kSignIn, GuessOf(i), {{"x-forwarded-for", "192.0.2.7"}}).result_int(),
              401U);
  }

  const auto refused = proxy.Post(kSignIn, kRight, {{"x-forwarded-for", "192.0.2.7"}});
  const auto other = proxy.Post(kSignIn, kRight, {{"x-forwarded-for", "192.0.2.7, 192.0.2.8"}});

  EXPECT_EQ(refused.result_int(), 429U);
  EXPECT_EQ(other.result_int(), 200U) << other.body();
}

// Else whoever guesses would be somebody else each time.
TEST_F(WebServerTest, WhoIsNoTrustedProxyTellsNothing) {
  WebServerOptions options;
  options.trusted_proxies = {"127.0.0.9"};
  const std::unique_ptr<WebServer> server = Start(std::move(options));
  HttpClient guesser(server->port());
  for (int i = 0; i < 20; ++i) {
    const std::string told = "192.0.2." + std::to_string(i);
    ASSERT_EQ(guesser.Post(kSignIn, GuessOf(i), {{"x-forwarded-for", told}}).result_int(), 401U);
  }

  EXPECT_EQ(guesser.Post(kSignIn, kRight, {{"x-forwarded-for", "192.0.2.99"}}).result_int(), 429U);
}

TEST_F(WebServerTest, ClientsBehindATrustedProxyHaveALimitEach) {
  WebServerOptions options;
  options.trusted_proxies = {"127.0.0.1"};
  options.listen.per_address_max = 1;
  const std::unique_ptr<WebServer> server = Start(std::move(options));
  HttpClient stream(server->port());
  stream.Send(kWatchDesk, MessageFrame(""),
              {{"content-type", kGrpcWeb},
               {"authorization", Bearer(site_.SignIn("agent"))},
               {"x-forwarded-for", "192.0.2.7"}});
  ASSERT_GE(stream.AwaitBody(5).size(), 5U);

  const auto same =
      HttpClient(server->port()).Post(kWhoAmI, "{}", {{"x-forwarded-for", "192.0.2.7"}});
  const auto other =
      HttpClient(server->port()).Post(kWhoAmI, "{}", {{"x-forwarded-for", "192.0.2.8"}});

  EXPECT_EQ(same.result_int(), 429U);
  EXPECT_EQ(other.result_int(), 401U);
}

TEST_F(WebServerTest, AStreamComesInFramesAndEndsWithTheClient) {
  const std::string bearer = Bearer(site_.SignIn("agent"));
  const std::string request = MessageFrame(v1::WatchDeskRequest().SerializeAsString());
  auto client = std::make_unique<HttpClient>(server_->port());

  client->Send(kWatchDesk, request, {{"content-type", kGrpcWeb}, {"authorization", bearer}});
  const std::string head = client->AwaitBody(5);
  ASSERT_GE(head.size(), 5U);
  const std::size_t size =
      static_cast<unsigned char>(head[3]) * std::size_t{256} + static_cast<unsigned char>(head[4]);
  v1::WatchDeskResponse first;
  ASSERT_TRUE(first.ParseFromString(client->AwaitBody(5 + size).substr(5, size)));
  EXPECT_EQ(first.snapshot().agent().login(), "agent");

  client.reset();
  EXPECT_TRUE(site_.metrics().AwaitCount(kStreamsEnded, "by=client"));
}

TEST_F(WebServerTest, AnErrorOfGrpcWebIsInTheTrailers) {
  const auto answer =
      HttpClient(server_->port())
          .Post(kWhoAmI, MessageFrame(""), {{"content-type", kGrpcWeb}, {"grpc-timeout", "5S"}});

  EXPECT_EQ(answer.result_int(), 200U);
  EXPECT_EQ(answer[http::field::content_type], kGrpcWeb);
  EXPECT_THAT(answer.body(), StartsWith("\x80"));
  EXPECT_THAT(answer.body(), HasSubstr("grpc-status: 16\r\n"));
  EXPECT_THAT(answer.body(), HasSubstr("grpc-status-details-bin: "));
}

TEST_F(WebServerTest, AUnaryCallOfGrpcWebNeedsATimeOut) {
  HttpClient client(server_->port());
  const std::string bearer = Bearer(site_.SignIn("agent"));

  const auto without = client.Post(kWhoAmI, MessageFrame(""),
                                   {{"content-type", kGrpcWeb}, {"authorization", bearer}});
  const auto with =
      client.Post(kWhoAmI, MessageFrame(""),
                  {{"content-type", kGrpcWeb}, {"authorization", bearer}, {"grpc-timeout", "5S"}});

  EXPECT_THAT(without.body(), HasSubstr("grpc-status: 3\r\n"));
  EXPECT_THAT(with.body(), HasSubstr("grpc-status: 0\r\n"));
}

TEST_F(WebServerTest, WhatIsNoMethodIsUnimplemented) {
  HttpClient client(server_->port());

  const auto connect = client.Post("/jackfield.v1.DeskService/Nothing", "{}");
  const auto stream = client.Post(kWatchDesk, "{}");
  const auto grpc_web = client.Post("/jackfield.v1.DeskService/Nothing", MessageFrame(""),
                                    {{"content-type", kGrpcWeb}, {"grpc-timeout", "5S"}});

  EXPECT_EQ(connect.result_int(), 501U);
  EXPECT_EQ(stream.result_int(), 501U);
  EXPECT_THAT(stream.body(), HasSubstr("call it by gRPC-Web"));
  EXPECT_THAT(grpc_web.body(), HasSubstr("grpc-status: 12\r\n"));
}

TEST_F(WebServerTest, PagesOfOtherSitesMayNotCallUnlessListed) {
  HttpClient client(server_->port());

  const auto evil = client.Post(kWhoAmI, "{}", {{"origin", "https://evil.example"}});
  const auto crm = client.Post(kWhoAmI, "{}", {{"origin", "https://crm.example"}});

  EXPECT_EQ(evil.result_int(), 403U);
  EXPECT_THAT(evil.body(), HasSubstr("ORIGIN_NOT_ALLOWED"));
  EXPECT_EQ(evil[http::field::access_control_allow_origin], "");
  EXPECT_EQ(crm.result_int(), 401U);
  EXPECT_EQ(crm[http::field::access_control_allow_origin], "https://crm.example");
}

TEST_F(WebServerTest, ABrowserIsToldBeforehandWhoMayCall) {
  const std::string ask =
      "OPTIONS /jackfield.v1.SessionService/WhoAmI HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
      "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n";

  const std::string crm =
      HttpClient(server_->port()).Exchange(ask + "Origin: https://crm.example\r\n\r\n");
  const std::string evil =
      HttpClient(server_->port()).Exchange(ask + "Origin: https://evil.example\r\n\r\n");

  EXPECT_THAT(crm, StartsWith("HTTP/1.1 204"));
  EXPECT_THAT(crm, HasSubstr("Access-Control-Allow-Headers: content-type\r\n"));
  EXPECT_THAT(evil, StartsWith("HTTP/1.1 403"));
}

TEST_F(WebServerTest, LimitsAreToldAndTheConnectionIsClosed) {
  const std::string begin = "POST "s + kWhoAmI + " HTTP/1.1\r\nHost: x\r\n";
  const std::string json = "Content-Type: application/json\r\nAuthorization: Bearer x\r\n";
  struct Row {
    std::string bytes;
    const char* answer;
  };
  const Row rows[] = {
      {begin + "X: " + std::string(9'000, 'x') + "\r\n\r\n", "HTTP/1.1 431 "},
      {begin + json + "Content-Length: 262145\r\n\r\n", "HTTP/1.1 413 "},
      {begin + json + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}", "HTTP/1.1 400 "},
      {begin + json + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", "HTTP/1.1 400 "},
      {begin + json + "Content-Length: -1\r\n\r\n", "HTTP/1.1 400 "},
      {begin + json + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "HTTP/1.1 400 "},
      {"GET / HTTP/1.1\nHost: x\n\n", "HTTP/1.1 400 "},
      {"GET / HTTP/1.1\r\nBad Name: x\r\n\r\n", "HTTP/1.1 400 "},
      {"hello\r\n\r\n", "HTTP/1.1 400 "},
      {"GET / HTTP/1.0\r\n\r\n", "HTTP/1.1 505 "},
  };
  for (const Row& row : rows) {
    EXPECT_THAT(HttpClient(server_->port()).Exchange(row.bytes), StartsWith(row.answer))
        << row.bytes.substr(0, 200);
  }
}

TEST_F(WebServerTest, ABodyAtTheLimitIsRead) {
  std::string body = R"({"login": ")";
  body.append(HttpStream::kBodyBytesMax - body.size() - 2, 'x');
  body += "\"}";
  ASSERT_EQ(body.size(), HttpStream::kBodyBytesMax);

  const auto answer = HttpClient(server_->port()).Post("/jackfield.v1.SessionService/SignIn", body);

  EXPECT_EQ(answer.result_int(), 400U);
  EXPECT_THAT(answer.body(), HasSubstr(R"("field":"login")"));
}

// Slow clients cost a connection for a while, and nobody else waits.
TEST_F(WebServerTest, WhoIsTooSlowIsClosedAndDisturbsNobody) {
  HttpClient slow_header(server_->port());
  slow_header.Write("POST /jackfield.v1.SessionService/WhoAmI HT");
  HttpClient slow_reader(server_->port());
  slow_reader.Write("GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto begin = std::chrono::steady_clock::now();

  EXPECT_EQ(HttpClient(server_->port()).Post(kWhoAmI, "{}").result_int(), 401U);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  EXPECT_EQ(slow_header.Exchange(""), "");
  // A reader that begins before the server has given it up is not too slow. A header that is slow
  // from now on is given up well after the reader was.
  HttpClient slower_header(server_->port());
  slower_header.Write("POST /jackfield.v1.SessionService/WhoAmI HT");
  EXPECT_EQ(slower_header.Exchange(""), "");
  // What had been sent before is there; the rest never comes.
  EXPECT_LT(slow_reader.Exchange("").size(), big_.size());
}

TEST_F(WebServerTest, WithTlsANewCertificateIsForNewConnections) {
  WebServerOptions options;
  options.certificate_pem = fakes::kFirstCertificate.certificate;
  options.key_pem = fakes::kFirstCertificate.key;
  const std::unique_ptr<WebServer> server = Start(std::move(options));

  EXPECT_EQ(FirstLineOverTls(server->port(), fakes::kFirstCertificate), "HTTP/1.1 200 OK");
  EXPECT_FALSE(server->UseCertificate(fakes::kFirstCertificate.certificate, "no key"));
  EXPECT_EQ(FirstLineOverTls(server->port(), fakes::kFirstCertificate), "HTTP/1.1 200 OK");
  ASSERT_TRUE(
      server->UseCertificate(fakes::kSecondCertificate.certificate, fakes::kSecondCertificate.key));
  EXPECT_EQ(FirstLineOverTls(server->port(), fakes::kSecondCertificate), "HTTP/1.1 200 OK");
  EXPECT_EQ(FirstLineOverTls(server->port(), fakes::kFirstCertificate), "");
}

// Whoever speaks plain HTTP to a port with TLS is closed, and others go on.
TEST_F(WebServerTest, WithTlsNobodyIsAnsweredInTheClear) {
  WebServerOptions options;
  options.certificate_pem = fakes::kFirstCertificate.certificate;
  options.key_pem = fakes::kFirstCertificate.key;
  const std::unique_ptr<WebServer> server = Start(std::move(options));

  EXPECT_THAT(HttpClient(server->port()).Exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
              testing::Not(HasSubstr("HTTP/1.1 200")));
  EXPECT_EQ(FirstLineOverTls(server->port(), fakes::kFirstCertificate), "HTTP/1.1 200 OK");
}

}  // namespace
}  // namespace jackfield::http_api
