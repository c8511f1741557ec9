#include "server/net/acceptor.h"

#include <chrono>
#include <functional>
#include <vector>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

namespace jackfield::net {
namespace {

using boost::asio::ip::tcp;
using std::chrono_literals::operator""s;

constexpr std::chrono::seconds kLimit = 10s;

// An acceptor on a free port of this machine, and who takes its connections and keeps them open.
//
// Thread safety: none; one per test.
class AcceptorTest : public testing::Test {
 protected:
  void Open(std::size_t connections_max, std::size_t per_address_max) {
    acceptor_ = Acceptor::Open(context_, {.host = "127.0.0.1",
                                          .port = 0,
                                          .connections_max = connections_max,
                                          .per_address_max = per_address_max})
                    .value();
    acceptor_->Start([this](int descriptor) { taken_.push_back(descriptor); });
  }

  ~AcceptorTest() override {
    if (acceptor_) acceptor_->Stop();
    for (const int descriptor : taken_) close(descriptor);
  }

  tcp::socket Connect() {
    tcp::socket socket(clients_);
    socket.connect({boost::asio::ip::make_address("127.0.0.1"), acceptor_->port()});
    return socket;
  }

  // Runs the acceptor until `done`; false when the limit passed first.
  bool RunUntil(const std::function<bool()>& done) {
    const auto end = std::chrono::steady_clock::now() + kLimit;
    while (!done() && std::chrono::steady_clock::now() < end) context_.run_one_until(end);
    return done();
  }

  // Whether the other side closed `socket`.
  static bool IsClosed(tcp::socket& socket) {
    char byte = 0;
    boost::system::error_code error;
    socket.read_some(boost::asio::buffer(&byte, 1), error);
    return error == boost::asio::error::eof || error == boost::asio::error::connection_reset;
  }

  void CloseTaken() {
    for (const int descriptor : taken_) close(descriptor);
    taken_.clear();
  }

  boost::asio::io_context context_;
  boost::asio::io_context clients_;
  std::unique_ptr<Acceptor> acceptor_;
  std::vector<int> taken_;
};

TEST_F(AcceptorTest, ConnectionIsHandedOn) {
  Open(10, 10);

  tcp::socket client = Connect();

  ASSERT_TRUE(RunUntil([&] { return taken_.size() == 1; }));
  EXPECT_EQ(acceptor_->figures().open, 1U);
  EXPECT_EQ(write(taken_[0], "x", 1), 1);
  char byte = 0;
  EXPECT_EQ(client.read_some(boost::asio::buffer(&byte, 1)), 1U);
}

// A2.
TEST_F(AcceptorTest, ConnectionBeyondTheLimitIsClosedAtOnce) {
  Open(10, 2);
  tcp::socket first = Connect();
  tcp::socket second = Connect();
  tcp::socket third = Connect();

  ASSERT_TRUE(RunUntil([&] { return acceptor_->figures().refused == 1; }));

  EXPECT_EQ(taken_.size(), 2U);
  EXPECT_TRUE(IsClosed(third));
}

// A3.
TEST_F(AcceptorTest, ConnectionThatItsTakerClosedMakesRoom) {
  Open(2, 2);
  tcp::socket first = Connect();
  tcp::socket second = Connect();
  ASSERT_TRUE(RunUntil([&] { return taken_.size() == 2; }));
  CloseTaken();

  tcp::socket third = Connect();

  ASSERT_TRUE(RunUntil([&] { return taken_.size() == 1; }));
  EXPECT_EQ(acceptor_->figures().refused, 0U);
  EXPECT_EQ(acceptor_->figures().open, 1U);
}

TEST_F(AcceptorTest, ClosedConnectionsAreNoticedWithoutNewOnes) {
  Open(2, 2);
  tcp::socket client = Connect();
  ASSERT_TRUE(RunUntil([&] { return taken_.size() == 1; }));
  CloseTaken();

  EXPECT_TRUE(RunUntil([&] { return acceptor_->figures().open == 0; }));
}

// A1: what gRPC's own listener does not survive.
TEST_F(AcceptorTest, WithoutDescriptorsItGoesOnOnceThereAreSome) {
  Open(1'000, 1'000);
  tcp::socket client(clients_, tcp::v4());
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const int used = dup(0);
  close(used);
  const rlimit none{static_cast<rlim_t>(used), before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  client.connect({boost::asio::ip::make_address("127.0.0.1"), acceptor_->port()});
  const bool failed = RunUntil([&] { return acceptor_->figures().failed > 0; });
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);

  EXPECT_TRUE(failed);
  EXPECT_TRUE(RunUntil([&] { return taken_.size() == 1; }));
}

TEST_F(AcceptorTest, PortInUseIsAnError) {
  Open(1, 1);

  const auto second = Acceptor::Open(context_, {.host = "127.0.0.1", .port = acceptor_->port()});

  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace jackfield::net
