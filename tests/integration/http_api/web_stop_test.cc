// What becomes of connections, in whatever state they are, when the web port stops.

#include <chrono>
#include <memory>
#include <string>

#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
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
using ::testing::HasSubstr;
using ::testing::StartsWith;
namespace ssl = boost::asio::ssl;

// What is under way may end by itself for 1.5 s.
constexpr auto kStopMax = 5s;

// A client over TLS that trusts every certificate.
//
// Thread safety: none; one per test.
class TlsClient {
 public:
  explicit TlsClient(std::uint16_t port) {
    stream_.next_layer().connect({boost::asio::ip::make_address("127.0.0.1"), port});
  }

  void Handshake() { stream_.handshake(ssl::stream_base::client); }

  // Sends bytes, and returns what comes up to and with `end`.
  std::string Exchange(const std::string& bytes, const std::string& end) {
    boost::asio::write(stream_, boost::asio::buffer(bytes));
    std::string answer;
    boost::asio::read_until(stream_, boost::asio::dynamic_buffer(answer), end);
    return answer;
  }

  // Sends bytes below TLS.
  void WriteRaw(const std::string& bytes) {
    boost::asio::write(stream_.next_layer(), boost::asio::buffer(bytes));
  }

 private:
  boost::asio::io_context context_;
  ssl::context tls_{ssl::context::tls_client};
  ssl::stream<boost::asio::ip::tcp::socket> stream_{context_, tls_};
};

class WebStopTest : public test::WebServerTest {
 protected:
  std::unique_ptr<WebServer> StartTls() {
    WebServerOptions options;
    options.certificate_pem = fakes::kFirstCertificate.certificate;
    options.key_pem = fakes::kFirstCertificate.key;
    return Start(std::move(options));
  }

  // How long the stop took. A stop that waits for a client would take for ever.
  static std::chrono::steady_clock::duration Stop(WebServer& server) {
    const auto begin = std::chrono::steady_clock::now();
    server.Stop();
    return std::chrono::steady_clock::now() - begin;
  }
};

TEST_F(WebStopTest, StreamsThatGoOnAreCutOff) {
  const std::unique_ptr<HttpClient> client = OpenStream();

  EXPECT_LT(Stop(*server_), kStopMax);

  client->AwaitBody(std::string::npos);  // Ends: the connection is closed.
  EXPECT_TRUE(site_.metrics().AwaitCount(kStreamsEnded, "by=stop"));
  EXPECT_EQ(site_.metrics().CountOf(kStreamsEnded, "by=client"), 0U);
}

// As at a planned stop of the server: the services end their streams, then the port closes.
TEST_F(WebStopTest, StreamsEndWithTheirReason) {
  const std::unique_ptr<HttpClient> client = OpenStream();

  site_.api().Stop();
  EXPECT_LT(Stop(*server_), kStopMax);

  EXPECT_THAT(client->AwaitBody(std::string::npos), HasSubstr("grpc-status: 14\r\n"));
  EXPECT_EQ(site_.metrics().CountOf(kStreamsEnded, "by=server"), 1U);
}

TEST_F(WebStopTest, HalfAHeaderHoldsNothingUp) {
  HttpClient half(server_->port());
  half.Write("POST "s + kWhoAmI + " HTTP/1.1\r\nHost: x\r\nX: ");
  ASSERT_EQ(HttpClient(server_->port()).Post(kWhoAmI, "{}").result_int(), 401U);

  EXPECT_LT(Stop(*server_), kStopMax);

  EXPECT_EQ(half.Exchange(""), "");
}

TEST_F(WebStopTest, HalfABodyHoldsNothingUp) {
  HttpClient half(server_->port());
  half.Write("POST "s + kWhoAmI + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" +
             "Authorization: " + Bearer("x") + "\r\nContent-Length: 100\r\n\r\n{");
  ASSERT_EQ(HttpClient(server_->port()).Post(kWhoAmI, "{}").result_int(), 401U);

  EXPECT_LT(Stop(*server_), kStopMax);

  EXPECT_EQ(half.Exchange(""), "");
}

TEST_F(WebStopTest, ConnectionsOverTlsThatRestAreClosed) {
  const std::unique_ptr<WebServer> server = StartTls();
  TlsClient client(server->port());
  client.Handshake();
  ASSERT_THAT(client.Exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "<p>desk"),
              StartsWith("HTTP/1.1 200"));

  EXPECT_LT(Stop(*server), kStopMax);

  EXPECT_ANY_THROW(client.Exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "<p>desk"));
}

TEST_F(WebStopTest, StreamsOverTlsAreCutOff) {
  const std::unique_ptr<WebServer> server = StartTls();
  TlsClient client(server->port());
  client.Handshake();
  const std::string request = "POST "s + kWatchDesk +
                              " HTTP/1.1\r\nHost: x\r\nContent-Type: " + kGrpcWeb +
                              "\r\nAuthorization: " + Bearer(site_.SignIn("agent")) +
                              "\r\nContent-Length: 5\r\n\r\n" + MessageFrame("");
  ASSERT_THAT(client.Exchange(request, "\r\n\r\n"), StartsWith("HTTP/1.1 200"));

  EXPECT_LT(Stop(*server), kStopMax);

  EXPECT_TRUE(site_.metrics().AwaitCount(kStreamsEnded, "by=stop"));
}

// One says nothing, the other has begun: a record of a handshake whose rest never comes.
TEST_F(WebStopTest, HandshakesThatDoNotEndHoldNothingUp) {
  const std::unique_ptr<WebServer> server = StartTls();
  TlsClient silent(server->port());
  TlsClient begun(server->port());
  begun.WriteRaw("\x16\x03\x01\x02\x00\x01"s);
  TlsClient other(server->port());
  other.Handshake();

  EXPECT_LT(Stop(*server), kStopMax);

  EXPECT_ANY_THROW(begun.Handshake());
}

}  // namespace
}  // namespace jackfield::http_api
