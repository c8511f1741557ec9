#include "server/exchange/wire_name.h"

#include <gtest/gtest.h>

namespace jackfield::exchange {
namespace {

TEST(WireNameTest, IsTheSeedInHexadecimalForTheFirst) {
  EXPECT_EQ(WireName({0x0123456789abcdef, 0xfedcba9876543210}, 0),
            "0123456789abcdeffedcba9876543210");
  EXPECT_EQ(WireName({0, 1}, 0), "00000000000000000000000000000001");
}

TEST(WireNameTest, DiffersForEachOfAnEntry) {
  EXPECT_EQ(WireName({0, 0}, 1), "00000000000000009e3779b97f4a7c15");
  EXPECT_EQ(WireName({0, 1}, 1), "00000000000000009e3779b97f4a7c16");
}

}  // namespace
}  // namespace jackfield::exchange
