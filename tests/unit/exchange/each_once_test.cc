#include "server/exchange/each_once.h"

#include <gtest/gtest.h>

namespace jackfield::exchange {
namespace {

TEST(EachOnceTest, ValuesComeInOrderAndOnce) {
  EXPECT_EQ(EachOnce(std::vector{3, 1, 3, 2, 1}), (std::vector{1, 2, 3}));
  EXPECT_TRUE(EachOnce(std::vector<int>()).empty());
}

}  // namespace
}  // namespace jackfield::exchange
