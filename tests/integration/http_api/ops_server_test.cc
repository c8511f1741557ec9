#include "server/http_api/ops_server.h"

#include <chrono>
#include <string>
#include <thread>

#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::http_api {
namespace {

using boost::asio::ip::tcp;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// The operators' port on a thread of its own.
//
// Thread safety: none; one per test.
class OpsServerTest : public testing::Test {
 protected:
  void SetUp() override {
    server_ = OpsServer::Open(context_, "127.0.0.1", 0,
                              {.checks = [] { return std::vector<ReadyCheck>{}; },
                               .metrics = [] { return std::string("jackfield_up 1\n"); },
                               .version = "1.2.3"})
                  .value();
    thread_ = std::thread([this] { context_.run(); });
  }

  ~OpsServerTest() override {
    boost::asio::post(context_, [this] { server_->Stop(); });
    thread_.join();
  }

  // What the server answers to `bytes` until it closes the connection.
  std::string Exchange(const std::string& bytes) {
    boost::asio::io_context client;
    tcp::socket socket(client);
    socket.connect({boost::asio::ip::make_address("127.0.0.1"), server_->port()});
    boost::system::error_code error;
    boost::asio::write(socket, boost::asio::buffer(bytes), error);
    std::string answer;
    boost::asio::read(socket, boost::asio::dynamic_buffer(answer), error);
    return answer;
  }

  boost::asio::io_context context_;
  std::unique_ptr<OpsServer> server_;
  std::thread thread_;
};

TEST_F(OpsServerTest, PageIsServedAndTheConnectionClosed) {
  const std::string answer = Exchange("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");

  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("Content-Type: text/plain; version=0.0.4\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\n\r\njackfield_up 1\n"));
}

TEST_F(OpsServerTest, HeadHasNoBody) {
  const std::string answer = Exchange("HEAD /livez HTTP/1.1\r\nHost: x\r\n\r\n");

  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, testing::EndsWith("\r\n\r\n"));
}

TEST_F(OpsServerTest, WhatIsNotHttpGetsNoAnswer) {
  EXPECT_EQ(Exchange("hello\r\n\r\n"), "");
  EXPECT_EQ(Exchange("GET / HTTP/1.1\r\nX: " + std::string(10'000, 'x') + "\r\n\r\n"), "");
}

// A request that never ends costs one connection for kRequestMax, and others go on.
TEST_F(OpsServerTest, SlowClientIsClosedAndDisturbsNobody) {
  boost::asio::io_context client;
  tcp::socket slow(client);
  slow.connect({boost::asio::ip::make_address("127.0.0.1"), server_->port()});
  boost::asio::write(slow, boost::asio::buffer("GET /livez HT", 13));

  EXPECT_THAT(Exchange("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"), StartsWith("HTTP/1.1 200"));
  std::string rest;
  boost::system::error_code error;
  boost::asio::read(slow, boost::asio::dynamic_buffer(rest), error);
  EXPECT_EQ(rest, "");
}

}  // namespace
}  // namespace jackfield::http_api
