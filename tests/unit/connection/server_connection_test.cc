#include "agent-client/connection/server_connection.h"

#include <chrono>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <grpcpp/channel.h>
#include <gtest/gtest.h>

namespace jackfield::client {
namespace {

TEST(ServerConnectionTest, OnlyWhatIsOnThisMachineForCertainIsLoopback) {
  for (const char* target : {"127.0.0.1:7700", "localhost:7700", "[::1]:7700", "127.1.2.3",
                             "dns:///localhost:7700", "ipv4:127.0.0.1:7700", "unix:/run/x"}) {
    EXPECT_TRUE(IsLoopback(target)) << target;
  }
  for (const char* target :
       {"10.0.0.1:7700", "jackfield.example:7700", "127.0.0.1.example:7700", "[2001:db8::1]:7700",
        "localhost.example", "", "dns:///jackfield.example", "xds:localhost"}) {
    EXPECT_FALSE(IsLoopback(target)) << target;
  }
}

TEST(ServerConnectionTest, APasswordGoesToAnotherMachineOnlyWithTlsOrOnDemand) {
  const auto refused = OpenChannel({"jackfield.example:7700"});

  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(refused.error().reason, "TLS_REQUIRED");
  EXPECT_TRUE(OpenChannel({"jackfield.example:7700", "", true}));
  EXPECT_TRUE(OpenChannel({"127.0.0.1:7700"}));
}

TEST(ServerConnectionTest, AServerThatIsBusyForASecondIsWaitedFor) {
  boost::asio::io_context context;
  const boost::asio::ip::tcp::acceptor busy(context, {boost::asio::ip::address_v4::loopback(), 0});
  const auto channel = OpenChannel({"127.0.0.1:" + std::to_string(busy.local_endpoint().port())});
  ASSERT_TRUE(channel);

  const auto in = [](std::chrono::seconds time) { return std::chrono::system_clock::now() + time; };
  (*channel)->GetState(true);
  ASSERT_TRUE((*channel)->WaitForStateChange(GRPC_CHANNEL_IDLE, in(std::chrono::seconds(5))));
  ASSERT_EQ((*channel)->GetState(false), GRPC_CHANNEL_CONNECTING);

  EXPECT_FALSE((*channel)->WaitForStateChange(GRPC_CHANNEL_CONNECTING, in(std::chrono::seconds(1))))
      << "the attempt was given up";
}

}  // namespace
}  // namespace jackfield::client
