#include "agent-client/connection/server_connection.h"

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

}  // namespace
}  // namespace jackfield::client
