#include "server/net/port_probe.h"

#include <array>
#include <string>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::net {
namespace {

using boost::asio::ip::tcp;
using ::testing::HasSubstr;

// Answers one connection with `answer` after it has sent something, then closes.
class OneAnswer {
 public:
  explicit OneAnswer(std::string answer)
      : acceptor_(context_, {boost::asio::ip::address_v4::loopback(), 0}),
        thread_([this, answer = std::move(answer)] {
          boost::system::error_code ignored;
          tcp::socket socket = acceptor_.accept(ignored);
          std::array<char, 4096> request{};
          socket.read_some(boost::asio::buffer(request), ignored);
          boost::asio::write(socket, boost::asio::buffer(answer), ignored);
        }) {}
  ~OneAnswer() { thread_.join(); }

  ProbeTarget target() const {
    ProbeTarget target{.host = "127.0.0.1"};
    target.port = acceptor_.local_endpoint().port();
    return target;
  }

 private:
  boost::asio::io_context context_;
  tcp::acceptor acceptor_;
  std::thread thread_;
};

// RFC 9113, section 6.5: an empty SETTINGS frame.
const std::string kSettings("\0\0\0\x04\0\0\0\0\0", 9);

TEST(PortProbeTest, ServerOfHttp2BeginsWithItsSettings) {
  const OneAnswer server(kSettings);

  EXPECT_TRUE(ProbeHttp2(server.target()).has_value());
}

TEST(PortProbeTest, AnotherServerIsToldApart) {
  const OneAnswer server("HTTP/1.1 400 Bad Request\r\n\r\n");

  const auto answer = ProbeHttp2(server.target());

  ASSERT_FALSE(answer.has_value());
  EXPECT_THAT(answer.error().message, HasSubstr("not a server of gRPC"));
}

TEST(PortProbeTest, NobodyWhoListensIsSaidToRefuse) {
  ProbeTarget target{.host = "127.0.0.1"};
  target.port = 1;

  const auto answer = ProbeHttp2(target);

  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().message, "connect to 127.0.0.1:1: Connection refused");
}

TEST(PortProbeTest, PageIsKnownByItsFirstLine) {
  const OneAnswer server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

  EXPECT_EQ(ProbeHttp(server.target(), "/livez"), "HTTP/1.1 200 OK");
}

TEST(PortProbeTest, ServerWithoutTlsIsNoServerWithTls) {
  const OneAnswer server(kSettings);
  ProbeTarget target = server.target();
  target.tls = true;

  const auto answer = ProbeHttp2(target);

  ASSERT_FALSE(answer.has_value());
  EXPECT_THAT(answer.error().message, HasSubstr("TLS: "));
}

}  // namespace
}  // namespace jackfield::net
