#include "server/app/listen_address.h"

#include <gtest/gtest.h>

namespace jackfield::app {
namespace {

TEST(ListenAddressTest, AddressAndPortAreReadBackAsWritten) {
  struct Row {
    std::string_view text;
    std::string_view again;
    bool loopback;
  };
  const Row rows[] = {
      {"127.0.0.1:7700", "127.0.0.1:7700", true},  {"127.8.9.1:1", "127.8.9.1:1", true},
      {"[::1]:7700", "[::1]:7700", true},          {"localhost:0", "127.0.0.1:0", true},
      {"0.0.0.0:7700", "0.0.0.0:7700", false},     {"[::]:7700", "[::]:7700", false},
      {"10.0.0.1:65535", "10.0.0.1:65535", false},
  };
  for (const Row& row : rows) {
    const Result<ListenAddress> address = ListenAddress::Parse(row.text);
    ASSERT_TRUE(address) << row.text;
    EXPECT_EQ(address->text(), row.again);
    EXPECT_EQ(address->IsLoopback(), row.loopback) << row.text;
  }
}

TEST(ListenAddressTest, OtherTextsAreRefused) {
  for (const std::string_view text :
       {"", "7700", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1: 1",
        "pbx.example:7700", "::1:7700", "[127.0.0.1]:7700", ":7700", "127.1:7700x"}) {
    EXPECT_FALSE(ListenAddress::Parse(text)) << text;
  }
}

}  // namespace
}  // namespace jackfield::app
